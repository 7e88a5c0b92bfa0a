/// Holds a run to what is known of its solution: quantities that stay nonnegative or constant.
struct DeclaredAudit {
  private let nonnegative: Observables
  private let conserved: Observables
  private let signs: Observables.Evaluation
  private let quantities: Observables.Evaluation
  private var initial: [Double]?
  private var reported: Set<String> = []
  private(set) var findings: [Suspicion] = []

  init(nonnegative: Observables, conserved: Observables) {
    self.nonnegative = nonnegative
    self.conserved = conserved
    signs = nonnegative.makeEvaluation()
    quantities = conserved.makeEvaluation()
  }

  /// Looks at a state. A quantity may be below zero by ten times the error allowed, and drift by
  /// 10⁴ of it, since errors of all steps add up.
  mutating func observe(_ time: Double, _ state: [Double], _ scale: ErrorScale) {
    let size = scale.largest.max() ?? 0
    for (name, value) in values(nonnegative, signs, time, state) {
      let allowed = 10 * scale.relative * max(1e-4 * size, 1e-300)
      guard !(value >= -allowed), reported.insert(name).inserted else { continue }
      findings.append(
        Suspicion(
          kind: .negative,
          message: "\(name) is declared nonnegative and is \(brief(value)) at t = \(brief(time))",
          advice: "tighten its absolute tolerance, or use its logarithm as the variable",
          time: time))
    }
    let now = values(conserved, quantities, time, state)
    guard let initial else {
      initial = now.map(\.1)
      return
    }
    for ((name, value), start) in zip(now, initial) {
      let allowed = 1e4 * scale.relative * max(start.magnitude, size)
      guard !((value - start).magnitude <= allowed), reported.insert(name).inserted else {
        continue
      }
      findings.append(
        Suspicion(
          kind: .notConserved,
          message: "\(name) is declared conserved and went from \(brief(start)) to "
            + "\(brief(value)) at t = \(brief(time))",
          advice: "tighten rtol and atol; if it stays, the equations do not conserve it",
          time: time))
    }
  }

  private func values(
    _ observables: Observables, _ evaluation: Observables.Evaluation, _ time: Double,
    _ state: [Double]
  ) -> [(String, Double)] {
    guard !observables.names.isEmpty else { return [] }
    var values = [Double](repeating: 0, count: observables.names.count)
    var span = values.mutableSpan
    evaluation(time, state.span, &span)
    return Array(zip(observables.names, values))
  }
}
