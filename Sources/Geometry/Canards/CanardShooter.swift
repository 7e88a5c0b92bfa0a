import Modeling
import NumericKernel
import Symbolic

/// Follows orbits of a planar system to the section through a canard point, from both sides.
struct CanardShooter {
  let point: CanardPoint
  let ε: Double
  let surroundings: FoldSurroundings
  private let section: TaylorOrbit.Section
  private let box: [ClosedRange<Double>]

  init(_ point: CanardPoint, ε: Double) throws(GeometryError) {
    guard ε > 0, ε.isFinite else {
      throw GeometryError(problem: "ε = \(ε)", advice: "give a number above 0")
    }
    self.point = point
    self.ε = ε
    let surroundings = try FoldSurroundings(point)
    self.surroundings = surroundings
    // The canard runs from the attracting to the repelling side.
    section = .init(
      component: 0, value: point.fast, direction: -surroundings.attractingSide)
    let reach = [surroundings.attractingSide, -surroundings.attractingSide].map {
      surroundings.entry(side: $0, ε: ε)
    }
    let width = 20 * (reach.map { ($0.x - point.fast).magnitude }.max() ?? 1)
    let height = 20 * (reach.map { ($0.y - point.slow).magnitude }.max() ?? 1)
    box = [
      (point.fast - width)...(point.fast + width), (point.slow - height)...(point.slow + height),
    ]
  }

  /// The orbit through a state to the section, forward or backward; nil if it does not get there.
  func run(from state: [Double], backward: Bool, parameter a: Double) throws(GeometryError)
    -> TaylorOrbit.Run?
  {
    let orbit = try TaylorOrbit(point.form, ε: ε, overriding: [point.symbol: a])
    let run = orbit.run(from: state, backward: backward, until: section, box: box)
    return run.end == .section ? run : nil
  }

  /// A root of gap(a) by the secant method, to rounding; nil if the gap is lost on the way.
  func solve(from guess: Double, _ gap: (Double) throws(GeometryError) -> Double?)
    throws(GeometryError) -> (value: Double, error: Double)?
  {
    let step = 1e-3 * ε * max(guess.magnitude, 1e-3)
    var (old, new) = (guess, guess + step)
    guard var left = try gap(old), var right = try gap(new) else { return nil }
    var move = step
    for _ in 0..<40 {
      if right == 0 { return (new, 0) }
      let next = new - right * (new - old) / (right - left)
      // Twice the size of the last move at most.
      let limited = new + min(max(next - new, -4 * move.magnitude), 4 * move.magnitude)
      guard limited.isFinite else { return (new, move.magnitude) }
      (old, left, move) = (new, right, limited - new)
      new = limited
      if move.magnitude <= 2e-16 * new.magnitude { return (new, move.magnitude) }
      guard let value = try gap(new) else { return nil }
      right = value
      if right == left { return (new, move.magnitude) }
    }
    return move.magnitude < 1e-9 * new.magnitude ? (new, move.magnitude) : nil
  }
}
