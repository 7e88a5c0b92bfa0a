public import Integration
public import Modeling
import NumericKernel
import Symbolic

private import RealModule

/// The relaxation cycle of the full system at a value of ε, beside its singular limit.
public struct FullCycle: Sendable {
  /// ε.
  public let epsilon: Double
  /// The period in slow time.
  public let period: Double
  /// How much two successive periods differ: the return's own error.
  public let periodError: Double
  /// ln of the product of the nontrivial Floquet multipliers, ∫ tr(∂F/∂z) dτ over the cycle.
  ///
  /// With one fast variable that is the one nontrivial multiplier; negative: the cycle
  /// attracts. Of order −1/ε, so the multiplier itself underflows for small ε.
  public let logMultiplier: Double
  /// States along one cycle, fast variables first: every step of the integration, and points within
  /// long ones.
  public let states: [[Double]]
  /// What the two turns cost.
  public let statistics: SolverStatistics

  /// Finds the cycle near a singular one.
  ///
  /// - Parameters:
  ///   - cycle: the singular limit, of the same system.
  ///   - system: at any parameters that have such a cycle.
  ///   - epsilon: above 0.
  ///   - relativeTolerance: of the integration; the period agrees with a quadruple-precision
  ///     reference to better than 1e-8 at the default, 1e-12.
  /// - Throws: ``GeometryError`` if the orbit does not come back, saying what it did.
  ///
  /// The section is y = const half way along the longest segment, met on a
  /// strongly attracting branch, so iterating the return map converges at the rate of the
  /// multiplier, e^{−K/ε}: two turns are enough. The section is met by Newton's method in time.
  public init(
    near cycle: SingularCycle, of system: System, epsilon: Double,
    relativeTolerance: Double = 1e-12
  ) throws(GeometryError) {
    guard let name = system.smallParameter?.name, epsilon > 0,
      let scaled = try? system.setting(name, epsilon)
    else {
      throw GeometryError(problem: "ε = \(epsilon)", advice: "give a number above 0")
    }
    let flow = try FullFlow(scaled, cycle: cycle)
    var search = try CycleSearch(flow, cycle, relativeTolerance)
    let found = try search.run(expected: cycle.correctedPeriod(at: epsilon) ?? cycle.period)
    self.epsilon = epsilon
    period = found.period
    periodError = found.error
    logMultiplier = try CycleSearch.growth(flow, from: found.start, over: found.period)
    states = found.coordinates.map { flow.state($0) }
    statistics = found.statistics
  }
}

/// Follows the full system round and meets the section.
private struct CycleSearch {
  struct Found {
    let period: Double
    let error: Double
    let start: [Double]
    let coordinates: [[Double]]
    let statistics: SolverStatistics
  }

  private let flow: FullFlow
  private let section: [Double]
  private let direction: Double
  private let reach: [Double]
  private let options: IntegrationOptions
  private var n: Int { flow.layer.n }

  init(_ flow: FullFlow, _ cycle: SingularCycle, _ tolerance: Double) throws(GeometryError) {
    self.flow = flow
    let longest = cycle.segments.filter { $0.kind == .slow }.max {
      CycleSearch.height($0) < CycleSearch.height($1)
    }
    guard let points = longest?.points, points.count > 2 else {
      throw GeometryError(problem: "a singular cycle without a slow segment", advice: "")
    }
    let middle = (points[0].slow + points[points.count - 1].slow) / 2
    let nearest =
      points.min { ($0.slow - middle).magnitude < ($1.slow - middle).magnitude } ?? points[0]
    section = nearest.fast + [nearest.slow]
    direction = points[points.count - 1].slow > points[0].slow ? 1 : -1
    let all = cycle.segments.flatMap(\.points)
    let dimension = nearest.fast.count
    reach = (0...dimension).map { k in
      let values = all.map { k < dimension ? $0.fast[k] : $0.slow }
      return (values.max() ?? 1) - (values.min() ?? 0)
    }
    // Two digits below what the local error control could still see of each variable.
    let exceptions = Dictionary(
      uniqueKeysWithValues: zip(flow.field.variableNames, reach).map {
        ($0, 1e-3 * tolerance * max($1, 1e-300))
      })
    var options = IntegrationOptions(
      relativeTolerance: tolerance,
      absoluteTolerance: AbsoluteTolerance(tolerance, exceptions: exceptions))
    options.keepsCurve = true
    self.options = options
  }

  private static func height(_ segment: SingularPath.Segment) -> Double {
    guard let first = segment.points.first, let last = segment.points.last else { return 0 }
    return (last.slow - first.slow).magnitude
  }

  mutating func run(expected: Double) throws(GeometryError) -> Found {
    var start = flow.coordinates(startState())
    // The first return forgets the start; the next two are one period each.
    var turn = try self.turn(from: start, expected: expected)
    var before = turn.period
    for _ in 0..<12 {
      start = turn.end
      turn = try self.turn(from: start, expected: max(turn.period, 0.1 * expected))
      let error = (turn.period - before).magnitude
      if error <= 1e-9 * turn.period {
        return Found(
          period: turn.period, error: error, start: start, coordinates: turn.coordinates,
          statistics: turn.statistics)
      }
      before = turn.period
    }
    throw GeometryError(
      problem: "the return map did not settle in 12 turns",
      advice: "the cycle may be weakly attracting there; ask for a smaller ε")
  }

  /// The section's point; off an invariant branch by a part of the cycle's reach.
  private func startState() -> [Double] {
    var z = section
    let q = flow.coordinates(z)
    if !q.allSatisfy(\.isFinite) {
      for k in 0..<n { z[k] += 1e-6 * reach[k] }
      let other = flow.state(flow.coordinates(z))
      if zip(other, z).contains(where: { ($0 - $1).magnitude > 1e-9 }) {
        for k in 0..<n { z[k] -= 2e-6 * reach[k] }
      }
    }
    return z
  }

  private struct Turn {
    let period: Double
    let end: [Double]
    let coordinates: [[Double]]
    let statistics: SolverStatistics
  }

  /// From the section round to the section.
  private func turn(from start: [Double], expected: Double) throws(GeometryError) -> Turn {
    var length = 1.3 * expected
    for _ in 0..<6 {
      let solution = try integrated(from: start, over: length, .everyStep)
      if let crossing = crossing(solution) {
        let (time, end) = try land(
          from: solution.state(at: crossing), at: solution.times[crossing])
        return Turn(
          period: time, end: end,
          coordinates: drawn(solution, until: crossing) + [end],
          statistics: solution.statistics)
      }
      length *= 2
    }
    throw GeometryError(
      problem: "the full system does not come round within \(length / 2) of slow time",
      advice: "it may rest or have a small cycle there; ask for a smaller ε")
  }

  /// States up to a record, and those between.
  private func drawn(_ solution: Solution, until record: Int) -> [[Double]] {
    let (curve, last) = (solution.curve, solution.times[record])
    return curve.times.indices.prefix { curve.times[$0] <= last }.map { curve.state(at: $0) }
  }

  private func integrated(from start: [Double], over length: Double, _ output: OutputPlan)
    throws(GeometryError) -> Solution
  {
    do {
      return try integrate(
        flow.field, from: start, over: (0, length), output: output, options: options)
    } catch {
      throw GeometryError(
        problem: "the full system could not be integrated: \(error)", advice: "ask for a larger ε")
    }
  }

  /// The last record before the section is met in the right direction, near its point.
  private func crossing(_ solution: Solution) -> Int? {
    guard solution.count > 2 else { return nil }
    var left = false
    for k in 0..<(solution.count - 1) {
      let (a, b) = (solution.state(at: k)[n], solution.state(at: k + 1)[n])
      if direction * (a - section[n]) > 0.05 * reach[n] { left = true }
      guard left, direction * (a - section[n]) < 0, direction * (b - section[n]) >= 0 else {
        continue
      }
      let z = flow.state(solution.state(at: k))
      let gap = (0..<n).map { (z[$0] - section[$0]).magnitude / max(reach[$0], 1e-300) }.max() ?? 0
      if gap < 0.3 { return k }
    }
    return nil
  }

  /// The time and coordinates of the section from a little before it.
  private func land(from start: [Double], at time: Double) throws(GeometryError) -> (
    Double, [Double]
  ) {
    var (q, elapsed) = (start, 0.0)
    for _ in 0..<20 {
      let rest = (section[n] - q[n]) / flow.rate(q)[n]
      if rest.magnitude <= 1e-14 * max(elapsed, 1e-3) { break }
      elapsed += rest
      // Always from the record itself, so that restarts do not add their errors.
      q = elapsed == 0 ? start : try integrated(from: start, over: elapsed, .times([])).reachedState
    }
    return (time + elapsed, q)
  }

  /// ∫ tr(∂F/∂z) dτ over one turn, as one more variable.
  static func growth(_ flow: FullFlow, from start: [Double], over period: Double)
    throws(GeometryError) -> Double
  {
    let q = Symbol("growth")
    let field = try GraphField(
      flow.field.variableNames + ["growth"], rates: flow.field.expressions + [flow.divergence],
      unknowns: flow.layer.symbols + [q], of: flow.layer)
    do {
      return try integrate(
        field, from: start + [0], over: (0, period), output: .times([]),
        options: .init(relativeTolerance: 1e-9, absoluteTolerance: 1e-12)
      ).reachedState[flow.layer.n + 1]
    } catch {
      throw GeometryError(problem: "no Floquet multiplier: \(error)", advice: "")
    }
  }
}
