import Modeling
import NumericKernel

private import RealModule

/// The canard explosion: the family of cycles that grows from the canard point to a relaxation cycle
/// within an exponentially small interval of the parameter.
///
/// A cycle is fixed by where it leaves the repelling sheet. Through a point between the sheets at
/// that height the orbit is followed forward to the section through the fold, along the attracting
/// sheet, and backward to it along the repelling one; the parameter is the one at which both
/// ends agree. No branch of cycles has to be continued through its near-vertical part.
public struct CanardExplosion: Sendable {
  /// On which side a cycle leaves the repelling sheet.
  public enum Shape: String, Sendable {
    /// Back to the attracting sheet it came from.
    case headless
    /// Over to the other attracting sheet.
    case withHead
  }

  /// One cycle.
  public struct Cycle: Sendable {
    /// Its shape.
    public let shape: Shape
    /// y where it leaves the repelling sheet.
    public let height: Double
    /// The parameter's value.
    public let value: Double
    /// The last move of the secant method.
    public let error: Double
    /// The period in slow time.
    public let period: Double
    /// The range of x.
    public let amplitude: Double
    /// States (x, y) once round.
    public let states: [[Double]]
  }

  /// The canard point at ε = 0.
  public let point: CanardPoint
  /// ε.
  public let epsilon: Double
  /// The family: headless cycles by growing height, then those with a head by falling height.
  public let cycles: [Cycle]
  /// Heights at which no cycle was found.
  public let failures: [(shape: Shape, height: Double)]

  /// Computes the family.
  ///
  /// - Parameters:
  ///   - point: the canard point.
  ///   - epsilon: ε, above 0.
  ///   - count: heights, evenly spaced between the fold and the next fold, for each shape.
  /// - Throws: ``GeometryError`` if the repelling sheet has no end to measure heights by.
  public init(at point: CanardPoint, epsilon: Double, count: Int = 10) throws(GeometryError) {
    guard count >= 1 else {
      throw GeometryError(problem: "\(count) cycles", advice: "ask for one or more")
    }
    let search = try ExplosionSearch(point, epsilon)
    var guess = try CanardValue(at: point, epsilon: epsilon).value
    var (cycles, failures): ([Cycle], [(shape: Shape, height: Double)]) = ([], [])
    let heights = (1...count).map { search.height(share: Double($0) / Double(count + 1)) }
    for (shape, heights) in [(Shape.headless, heights), (.withHead, heights.reversed())] {
      for height in heights {
        if let cycle = try search.cycle(shape, height, from: guess) {
          cycles.append(cycle)
          guess = cycle.value
        } else {
          failures.append((shape, height))
        }
      }
    }
    self.point = point
    self.epsilon = epsilon
    self.cycles = cycles
    self.failures = failures
  }
}

/// Finds single cycles of the family.
private struct ExplosionSearch {
  private let shooter: CanardShooter
  private let repelling: [FoldSurroundings.Place]
  private var point: CanardPoint { shooter.point }

  init(_ point: CanardPoint, _ ε: Double) throws(GeometryError) {
    shooter = try CanardShooter(point, ε: ε)
    let surroundings = shooter.surroundings
    repelling = surroundings.walk(side: -surroundings.attractingSide, ε: ε, goal: .infinity)
    guard repelling.count > 10 else {
      throw GeometryError(
        problem: "the repelling sheet could not be followed from the fold",
        advice: "ask for a single canard value instead")
    }
  }

  func height(share: Double) -> Double {
    point.slow + share * (repelling[repelling.count - 1].y - point.slow)
  }

  func cycle(_ shape: CanardExplosion.Shape, _ height: Double, from guess: Double)
    throws(GeometryError) -> CanardExplosion.Cycle?
  {
    guard let start = start(shape, height) else { return nil }
    let halves = { (a: Double) throws(GeometryError) -> [TaylorOrbit.Run]? in
      guard let ahead = try shooter.run(from: start, backward: false, parameter: a),
        let behind = try shooter.run(from: start, backward: true, parameter: a)
      else { return nil }
      return [ahead, behind]
    }
    let found = try shooter.solve(from: guess) { (a: Double) throws(GeometryError) -> Double? in
      try halves(a).map { $0[0].last[1] - $0[1].last[1] }
    }
    guard let found, let runs = try halves(found.value) else { return nil }
    let states = runs[1].states.reversed() + runs[0].states.dropFirst()
    let x = states.map { $0[0] }
    return .init(
      shape: shape, height: height, value: found.value, error: found.error,
      period: shooter.ε * (runs[0].time - runs[1].time),
      amplitude: (x.max() ?? 0) - (x.min() ?? 0), states: Array(states))
  }

  /// Half way from the repelling sheet to the sheet that the cycle lands on.
  private func start(_ shape: CanardExplosion.Shape, _ height: Double) -> [Double]? {
    let sign = repelling[repelling.count - 1].y > point.slow ? 1.0 : -1
    guard let after = repelling.firstIndex(where: { sign * ($0.y - height) >= 0 }), after > 0 else {
      return nil
    }
    let (a, b) = (repelling[after - 1], repelling[after])
    let middle = a.x + (height - a.y) / (b.y - a.y) * (b.x - a.x)
    let attracting = shooter.surroundings.attractingSide
    let side = shape == .headless ? attracting : -attracting
    let step = side * (repelling[repelling.count - 1].x - point.fast).magnitude / 200
    var x = middle + step
    let rate = shooter.surroundings.fastRate(x, height)
    for _ in 0..<20_000 {
      x += step
      if shooter.surroundings.fastRate(x, height) * rate <= 0 { return [(middle + x) / 2, height] }
    }
    return nil
  }
}
