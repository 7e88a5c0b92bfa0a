import NumericKernel
import Symbolic

private import RealModule

/// The critical manifold of a planar system on both sides of a canard point, as a curve y(x).
struct FoldSurroundings {
  /// A place on the curve, with the contraction ∫ |f_x|/(ε g) dy from the fold.
  struct Place {
    let x: Double
    let y: Double
    let contraction: Double
  }

  let point: CanardPoint
  /// The sign of x − x₀ on the attracting side.
  let attractingSide: Double
  private let field: TapeEvaluator

  init(_ point: CanardPoint) throws(GeometryError) {
    self.point = point
    let form = point.form
    let (f, g) = (form.f[0], form.g[0])
    field = try form.evaluator(
      [
        f, f.derivative(withRespectTo: form.fast[0]), f.derivative(withRespectTo: form.slow[0]), g,
      ], unknowns: form.fast + form.slow + [point.symbol, form.ε])
    let step = 1e-3 * max(point.fast.magnitude, 1e-3)
    guard
      let y = FoldSurroundings.height(
        at: point.fast + step, near: point.slow, field, point.value)
    else {
      throw GeometryError(
        problem: "the critical manifold is no graph over \(form.fastNames[0]) at the fold",
        advice: "canard values are for folds with f_y ≠ 0")
    }
    let slope = field.values([point.fast + step, y, point.value, 0])[1]
    attractingSide = slope < 0 ? 1 : -1
  }

  /// f, f_x, f_y, g at ε = 0.
  private func fieldValues(_ x: Double, _ y: Double) -> [Double] {
    field.values([x, y, point.value, 0])
  }

  /// f(x, y, 0) at the canard value of ε = 0.
  func fastRate(_ x: Double, _ y: Double) -> Double { fieldValues(x, y)[0] }

  /// y(x) by Newton's method.
  private static func height(
    at x: Double, near guess: Double, _ field: TapeEvaluator, _ a: Double
  ) -> Double? {
    var y = guess
    for _ in 0..<40 {
      let values = field.values([x, y, a, 0])
      let step = values[0] / values[2]
      guard step.isFinite else { return nil }
      y -= step
      if step.magnitude <= 1e-15 * (1 + y.magnitude) { return y }
    }
    return nil
  }

  /// The curve from the fold outward, to the contraction wanted, the next fold or rest point, or
  /// where it cannot be followed.
  ///
  /// - Parameter goal: of the contraction, at ε.
  func walk(side: Double, ε: Double, goal: Double) -> [Place] {
    var places = [Place(x: point.fast, y: point.slow, contraction: 0)]
    var (offset, y, lastRate) = (1e-2 * ε.squareRoot() * side, point.slow, 0.0)
    var sign: (fx: Double, g: Double)?
    while places.count < 4000, places[places.count - 1].contraction < goal {
      let x = point.fast + offset
      guard let next = FoldSurroundings.height(at: x, near: y, field, point.value) else { break }
      let values = fieldValues(x, next)
      let (fx, fy, g) = (values[1], values[2], values[3])
      sign = sign ?? (fx, g)
      guard let first = sign, fx * first.fx > 0, g * first.g > 0 else { break }
      // dτ = dy/g, dy = −f_x/f_y dx.
      let rate = (fx * fx / (fy * g * ε)).magnitude
      let last = places[places.count - 1]
      let gained = (x - last.x).magnitude * (rate + lastRate) / 2
      guard gained.isFinite else { break }
      places.append(Place(x: x, y: next, contraction: last.contraction + gained))
      (y, lastRate) = (next, rate)
      // Short steps by contraction as well as by distance.
      offset += side * min(0.03 * offset.magnitude, 2 / max(rate, 1e-300))
    }
    return places
  }

  /// Where the flow along the curve may be started: far out, yet not at the end itself.
  ///
  /// - Parameters:
  ///   - goal: of the contraction.
  ///   - share: of the distance to the end, where the goal is not reached before.
  func entry(side: Double, ε: Double, goal: Double = 60, share: Double = 0.75) -> Place {
    let places = walk(side: side, ε: ε, goal: goal)
    let last = places[places.count - 1]
    if last.contraction >= goal { return last }
    // Short of the next fold or rest point, where no slow manifold is near.
    let limit = share * (last.x - point.fast).magnitude
    return places.last { ($0.x - point.fast).magnitude <= limit } ?? last
  }
}
