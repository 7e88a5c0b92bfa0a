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
    /// The least size over three looks in a row, which a passage through zero does not lower.
    var lowest: Double
  }

  private let names: [String]
  private let evaluator: any FieldEvaluator
  private var spells: [Spell?]
  /// Sizes at the last two looks.
  private var recent: [(Double, Double)]
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
    recent = names.map { _ in (0, 0) }
    wasControlled = names.map { _ in false }
  }

  /// Looks at a state of the run.
  mutating func observe(_ time: Double, _ state: [Double], _ scale: ErrorScale) {
    var risen: [Int] = []
    for k in state.indices {
      let (size, atol) = (state[k].magnitude, scale.absolute(k))
      let lasting = max(size, recent[k].0, recent[k].1)
      recent[k] = (size, recent[k].0)
      if size < atol {
        if var spell = spells[k] {
          if size < spell.least { (spell.least, spell.time) = (size, time) }
          spell.lowest = min(spell.lowest, lasting)
          spells[k] = spell
        } else if wasControlled[k] || size > 0 {
          spells[k] = Spell(least: size, time: time, lowest: lasting)
        }
      } else {
        if let spell = spells[k], spell.least < 0.3 * atol { risen.append(k) }
        wasControlled[k] = true
      }
      if let spell = suspects[k], size > 1e3 * atol { report(k, spell, time, state[k], atol) }
    }
    if let previous { reportUnseenGrowth(time, state, since: previous.time, scale) }
    if !risen.isEmpty, let previous {
      for k in withoutSource(risen, previous, scale) {
        if let spell = spells[k] { suspects[k] = spell }
      }
    }
    for k in state.indices where state[k].magnitude >= scale.absolute(k) { spells[k] = nil }
    previous = (time, state)
  }

  /// Those variables whose rate vanishes with all that are below tolerance.
  private func withoutSource(
    _ risen: [Int], _ before: (time: Double, state: [Double]), _ scale: ErrorScale
  ) -> [Int] {
    var emptied = before.state
    for k in emptied.indices where emptied[k].magnitude < scale.absolute(k) { emptied[k] = 0 }
    guard let rate = evaluator.rate(before.time, before.state),
      let source = evaluator.rate(before.time, emptied)
    else { return [] }
    return risen.filter { source[$0].magnitude <= 1e-3 * rate[$0].magnitude }
  }

  /// Below its tolerance a variable may be stepped over while it should grow by e^(h λ): an
  /// implicit method damps what it does not resolve, and the variable never comes back.
  private mutating func reportUnseenGrowth(
    _ time: Double, _ state: [Double], since start: Double, _ scale: ErrorScale
  ) {
    let sunk = state.indices.filter {
      spells[$0] != nil && wasControlled[$0] && state[$0] != 0 && !reported.contains($0)
    }
    guard !sunk.isEmpty, let rate = evaluator.rate(time, state),
      let jacobian = evaluator.jacobian(time, state)
    else { return }
    let step = time - start
    let grown = sunk.filter { k in
      [jacobian[k, k], rate[k] / state[k]].allSatisfy { $0 * step > Self.unseenGrowth }
    }
    for k in withoutSource(grown, (time, state), scale) {
      guard let spell = spells[k] else { continue }
      report(k, spell, time, state[k], scale.absolute(k))
    }
  }

  /// ln 10⁶: a millionfold within a step.
  private static let unseenGrowth = 14.0

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

  /// What is growing still, and what a run without any error control comes to.
  mutating func close(_ time: Double, _ scale: ErrorScale) {
    reportGrowing(scale)
    guard !names.isEmpty, !wasControlled.contains(true), scale.largest.contains(where: { $0 > 0 })
    else { return }
    findings.append(
      Suspicion(
        kind: .toleranceAboveSolution,
        message: "every variable stayed below its absolute tolerance, so no error was controlled",
        advice: "leave the absolute tolerance out, or give one far below the variables' sizes",
        time: time))
  }

  /// A variable on its way back by a millionfold at the end of the run: it may be late, or long due.
  private mutating func reportGrowing(_ scale: ErrorScale) {
    guard let previous else { return }
    let growing = spells.indices.filter { k in
      guard let spell = spells[k], wasControlled[k] else { return false }
      return previous.state[k].magnitude > 1e6 * spell.lowest
    }
    for k in withoutSource(growing, previous, scale) {
      guard let spell = spells[k] else { continue }
      report(k, spell, previous.time, previous.state[k], scale.absolute(k))
    }
  }
}
