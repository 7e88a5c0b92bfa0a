import FastSlow
import Reporting

/// A singular orbit beside the full system.
struct OrbitResult {
  let flow: ReducedFlow
  let path: SingularPath
  /// The full system's cycle at the model's ε, if there is one.
  let full: FullCycle?
  /// Why there is none, where the singular path is a cycle.
  let fullProblem: String?
  let ladder: EpsilonLadder?

  /// The closed orbit if there is one, else the whole path.
  var segments: [SingularPath.Segment] { path.cycle?.segments ?? path.segments }

  /// What the orbit leaves out, and what an integration of the full system cannot show at the model's ε.
  var warnings: [String] { eventWarning + delayWarnings }

  private var eventWarning: [String] {
    let resets = flow.manifold.system.events.filter { !$0.resets.isEmpty }.map(\.name)
    return resets.isEmpty
      ? []
      : [
        "the resets of \(resets.joined(separator: ", ")) are left out: a singular orbit is of the "
          + "equations alone"
      ]
  }

  private var delayWarnings: [String] {
    let manifold = flow.manifold
    guard let ε = manifold.system.epsilon else { return [] }
    return path.segments.indices.compactMap { index in
      guard path.segments[index].departure == .delayedHopf else { return nil }
      let stretch = path.segments[..<index].reversed().prefix { $0.kind == .slow }
      guard let entry = stretch.last?.points.first?.slow,
        let point = manifold.hopfPoints.first(where: { hopf in
          stretch.contains { $0.points.contains { $0.slow == hopf.slow } }
        }),
        let passage = try? DelayedHopf(at: point, of: manifold)
      else { return nil }
      return try? passage.warning(entering: entry, at: ε)
    }
  }

  /// The singular period with the next terms in ε, at the model's ε.
  var correctedPeriod: Double? {
    flow.manifold.system.epsilon.flatMap { path.cycle?.correctedPeriod(at: $0) }
  }

  /// What the ladder shows, and what it could not have.
  var ladderRemarks: [String] {
    guard let ladder else { return [] }
    let order = ladder.periodOrder.map {
      "order of the period's error in ε: " + formatted($0.value, plusMinus: $0.standardError)
    }
    return (order.map { [$0] } ?? [])
      + ladder.failures.map { "ε = \(formatted($0.epsilon)): \($0.reason)" }
  }

  /// How the path ends, in a word or a sentence.
  var outcome: String {
    switch path.outcome {
    case .cycle: "cycle"
    case .equilibrium: "equilibrium"
    case .leavesInterval: "leaves the interval"
    case .lost(let reason): reason
    }
  }

  /// What a user wants to know: how good the reduction is at this ε, and when it is good enough.
  var sentence: String {
    guard let cycle = path.cycle else {
      switch path.outcome {
      case .equilibrium(let rest):
        return "the singular limit is no cycle: it comes to rest at "
          + zip(
            flow.manifold.fastNames + [flow.manifold.slowName], rest.point.fast + [rest.point.slow]
          ).map { "\($0) = \(formatted($1))" }.joined(separator: ", ")
      case .leavesInterval:
        return "the singular limit is no cycle: it leaves the interval looked at; "
          + "--over \(flow.manifold.slowName)=low:high names a wider one"
      default: return "the singular limit is no cycle: \(outcome)"
      }
    }
    if flow.manifold.system.epsilon == 0 { return "at ε = 0 the singular orbit is all there is" }
    guard let full else {
      return "no cycle of the full system beside the singular one: \(fullProblem ?? "unknown")"
    }
    let error = (full.period - cycle.period).magnitude / full.period
    let share = formatted(100 * error, digits: 2)
    let head = "at ε = \(formatted(full.epsilon)) the reduction is off by \(share) % in period"
    guard let enough = cycle.largestEpsilon(forShare: 0.01) else { return head }
    return head + "; ε below \(formatted(enough, digits: 2)) brings it under 1 %"
  }
}
