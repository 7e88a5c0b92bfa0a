import Modeling
import NumericKernel

private import RealModule

/// The canard value of a planar system at a given ε, by matching from both sides.
///
/// The attracting slow manifold is followed forward and the repelling one backward to the section
/// x = x₀ through the fold. Each is approached at the rate e^{−K/ε} in its own direction, so both are
/// well conditioned; the parameter is the one at which they meet.
public struct CanardValue: Sendable {
  /// The canard point at ε = 0.
  public let point: CanardPoint
  /// ε.
  public let epsilon: Double
  /// The parameter's value.
  public let value: Double
  /// The last move of the secant method.
  public let error: Double
  /// How much the value changes when the sheets are started nearer to the fold: canards are unique up
  /// to this, which is below rounding for small ε.
  public let uncertainty: Double
  /// K/ε of the stretch followed on each side: the sheets are defined up to e^{−K/ε}.
  public let contraction: (attracting: Double, repelling: Double)
  /// The canard: states (x, y) along the attracting, then the repelling sheet.
  public let states: [[Double]]

  /// Computes the value.
  ///
  /// - Throws: ``GeometryError`` if the sheets do not reach the section.
  ///
  /// Orbits by Taylor series of order 24, so the result is exact up to rounding and e^{−K/ε}.
  /// Cost: about ten orbits of K/ε steps or so each.
  public init(at point: CanardPoint, epsilon: Double) throws(GeometryError) {
    let shooter = try CanardShooter(point, ε: epsilon)
    let matching = CanardMatching(shooter, goal: 60, share: 0.75)
    let series = try CanardSeries(at: point, order: 6)
    guard let found = try matching.solve(from: series.value(at: epsilon)),
      let runs = try matching.sheets(found.value)
    else {
      throw GeometryError(
        problem: "the slow manifolds do not meet at the fold for ε = \(epsilon)",
        advice: "ask for a smaller ε; the series is \(series.value(at: epsilon))")
    }
    // What another start of the sheets would give.
    let other = try CanardMatching(shooter, goal: 45, share: 0.6).solve(from: found.value)
    self.point = point
    self.epsilon = epsilon
    (value, error) = found
    uncertainty = other.map { ($0.value - found.value).magnitude } ?? .infinity
    contraction = (matching.attracting.contraction, matching.repelling.contraction)
    states = runs[0].states + runs[1].states.reversed()
  }
}

/// Both sheets from places far out to the section.
private struct CanardMatching {
  let shooter: CanardShooter
  let attracting: FoldSurroundings.Place
  let repelling: FoldSurroundings.Place

  init(_ shooter: CanardShooter, goal: Double, share: Double) {
    self.shooter = shooter
    let surroundings = shooter.surroundings
    let side = surroundings.attractingSide
    attracting = surroundings.entry(side: side, ε: shooter.ε, goal: goal, share: share)
    repelling = surroundings.entry(side: -side, ε: shooter.ε, goal: goal, share: share)
  }

  func sheets(_ a: Double) throws(GeometryError) -> [TaylorOrbit.Run]? {
    guard let first = try shooter.run(from: start(attracting, a), backward: false, parameter: a),
      let second = try shooter.run(from: start(repelling, a), backward: true, parameter: a)
    else { return nil }
    return [first, second]
  }

  func solve(from guess: Double) throws(GeometryError) -> (value: Double, error: Double)? {
    try shooter.solve(from: guess) { (a: Double) throws(GeometryError) -> Double? in
      try sheets(a).map { $0[0].last[1] - $0[1].last[1] }
    }
  }

  /// The slow manifold by its series, stopped at its best, over a place of the critical manifold.
  private func start(_ place: FoldSurroundings.Place, _ a: Double) throws(GeometryError) -> [Double]
  {
    let point = shooter.point
    guard let system = try? point.system.setting(point.parameter, a) else {
      throw GeometryError(problem: "\(point.parameter) = \(a)", advice: "")
    }
    let series = try SlowManifoldSeries(of: system, at: [place.y], near: [place.x], order: 14)
    let order = series.optimalTruncation(at: shooter.ε).order
    return series.value(at: shooter.ε, order: order) + [place.y]
  }
}
