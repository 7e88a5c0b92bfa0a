import NumericKernel

/// Watches for variables that sink below their absolute tolerance, where no error is controlled,
/// and then grow out of what is left of them.
///
/// Growth from a source is harmless: what matters is a rate that vanishes with the variables that
/// are below tolerance, so that the later solution is a multiple of their error.
struct ToleranceAudit {
  private struct Spell {
    var least: Double
    var time: Double
  }

  private let names: [String]
  private let evaluator: any FieldEvaluator
  private var spells: [Spell?]
  /// Variables that grew out of a spell, until they matter.
  private var suspects: [Int: Spell] = [:]
  private var previous: (time: Double, state: [Double])?
  private var wasControlled: [Bool]
  private var reported: Set<Int> = []
  private(set) var findings: [Suspicion] = []

  init(names: [String], evaluator: any FieldEvaluator) {
    self.names = names
    self.evaluator = evaluator
    spells = names.map { _ in nil }
    wasControlled = names.map { _ in false }
  }

  /// Looks at a state of the run.
  mutating func observe(_ time: Double, _ state: [Double], _ scale: ErrorScale) {
    var risen: [Int] = []
    for k in state.indices {
      let (size, atol) = (state[k].magnitude, scale.absolute(k))
      if size < atol {
        if let spell = spells[k] {
          if size < spell.least { spells[k] = Spell(least: size, time: time) }
        } else if wasControlled[k] || size > 0 {
          spells[k] = Spell(least: size, time: time)
        }
      } else {
        if let spell = spells[k], spell.least < 0.3 * atol { risen.append(k) }
        wasControlled[k] = true
      }
      if let spell = suspects[k], size > 1e3 * atol { report(k, spell, time, state[k], atol) }
    }
    if !risen.isEmpty, let previous { judge(risen, previous, scale) }
    for k in state.indices where state[k].magnitude >= scale.absolute(k) { spells[k] = nil }
    previous = (time, state)
  }

  private mutating func judge(
    _ risen: [Int], _ before: (time: Double, state: [Double]), _ scale: ErrorScale
  ) {
    var emptied = before.state
    for k in emptied.indices where emptied[k].magnitude < scale.absolute(k) { emptied[k] = 0 }
    guard let rate = evaluator.rate(before.time, before.state),
      let source = evaluator.rate(before.time, emptied)
    else { return }
    for k in risen where source[k].magnitude <= 1e-3 * rate[k].magnitude {
      if let spell = spells[k] { suspects[k] = spell }
    }
  }

  private mutating func report(
    _ k: Int, _ spell: Spell, _ time: Double, _ value: Double, _ atol: Double
  ) {
    suspects[k] = nil
    guard reported.insert(k).inserted else { return }
    findings.append(
      Suspicion(
        kind: .toleranceAboveSolution,
        message: "\(names[k]) fell to \(brief(spell.least)) at t = \(brief(spell.time)), below its "
          + "absolute tolerance \(brief(atol)), and grew from there to \(brief(value)) "
          + "at t = \(brief(time)): its size is an accident of rounding",
        advice: "give \(names[k]) an absolute tolerance far below its least size, "
          + "or use its logarithm as the variable",
        time: time))
  }

  /// What a run without any error control comes to.
  mutating func close(_ time: Double, _ scale: ErrorScale) {
    guard !names.isEmpty, !wasControlled.contains(true), scale.largest.contains(where: { $0 > 0 })
    else { return }
    findings.append(
      Suspicion(
        kind: .toleranceAboveSolution,
        message: "every variable stayed below its absolute tolerance, so no error was controlled",
        advice: "leave the absolute tolerance out, or give one far below the variables' sizes",
        time: time))
  }
}
