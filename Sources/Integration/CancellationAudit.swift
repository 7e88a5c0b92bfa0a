private import ComplexModule
import NumericKernel
private import RealModule

/// Watches how much an error made on the way is amplified across the flow.
///
/// Along a repelling slow manifold, in a delayed bifurcation or in chaos, errors grow by
/// exp ∫ Re λ dt while the solution itself does not. The rightmost eigenvalue of ∂F/∂y gives a cheap
/// bound, kept up step by step; a stretch whose bound is too large is gone through again with
/// ė = J e, in units of the error the run allows, without the part along the flow (a shift in time).
struct CancellationAudit {
  /// Larger systems are not watched.
  static let largestDimension = 30
  private static let longestStretch = 4096

  private struct Point {
    let time: Double
    let step: Double
    let state: [Double]
    let jacobian: Matrix
    let rightmost: Double
    let weights: [Double]
  }

  private let evaluator: any FieldEvaluator
  private let threshold: Double
  private let relative: Double
  private var growth = 0.0
  private var peak = 0.0
  private var stretch: [Point] = []
  private var stepsToNext = 0
  private(set) var worst: (growth: Double, start: Double, end: Double)?

  /// - Parameter relative: rtol. Growth is too large if it turns rtol into a hundredth.
  init(evaluator: any FieldEvaluator, relative: Double) {
    self.evaluator = evaluator
    self.relative = relative
    threshold = max(.log(0.01 / relative), .log(1e4))
  }

  /// Looks at the end of a step; most steps off expanding stretches are passed over. A step that is long
  /// beside the rightmost eigenvalue, as those of high order are, is looked at within.
  mutating func observe(
    _ stretch: Stretch, _ state: [Double], _ scale: ErrorScale, within: (Double) -> [Double]
  ) {
    stepsToNext -= 1
    guard stepsToNext <= 0 || growth > 0 || stretch.isLong else { return }
    stepsToNext = state.count <= 2 ? 4 : 10
    let (begin, time) = (stretch.begin, stretch.end)
    let step = time - begin
    guard let jacobian = evaluator.jacobian(time, state) else { return }
    let rightmost = jacobian.rightmostRealPart * (step < 0 ? -1 : 1)
    let length = (rightmost * step).magnitude
    let parts = length > 0.5 ? Int(min(2 * length, 32).rounded(.up)) : 1
    for part in stride(from: 1, to: parts, by: 1) {
      let place = begin + step * Double(part) / Double(parts)
      let between = within(place)
      guard let jacobian = evaluator.jacobian(place, between) else { continue }
      let rightmost = jacobian.rightmostRealPart * (step < 0 ? -1 : 1)
      note(place, step / Double(parts), between, jacobian, rightmost, scale)
    }
    note(time, step / Double(parts), state, jacobian, rightmost, scale)
  }

  private mutating func note(
    _ time: Double, _ step: Double, _ state: [Double], _ jacobian: Matrix, _ rightmost: Double,
    _ scale: ErrorScale
  ) {
    growth = max(0, growth + rightmost * step.magnitude)
    guard growth > 0 else { return finishStretch() }
    peak = max(peak, growth)
    stretch.append(
      Point(
        time: time, step: step, state: state, jacobian: jacobian, rightmost: rightmost,
        weights: state.indices.map { scale.weight($0, state[$0]) }))
    if stretch.count == Self.longestStretch { finishStretch() }
  }

  private mutating func finishStretch() {
    if peak > threshold { verify() }
    (growth, peak) = (0, 0)
    stretch.removeAll(keepingCapacity: true)
  }

  /// Goes through the stretch with an error of one unit.
  private mutating func verify() {
    let n = stretch[0].state.count
    let isAutonomous = isAutonomous
    if n == 1, isAutonomous { return }
    var error = (0..<n).map { 1 + 0.3 * Double($0 % 3) }
    var (logarithm, begin) = (0.0, stretch[0].time)
    var weights = stretch[0].weights
    for point in stretch {
      let shift = point.rightmost * (point.step < 0 ? -1 : 1)
      var physical = zip(error, weights).map { $0 * $1 }
      physical = point.jacobian.exponential(shift: shift, times: point.step) * physical
      logarithm += shift * point.step
      error = zip(physical, point.weights).map { $0 / $1 }
      weights = point.weights
      if isAutonomous { removeFlow(&error, point) }
      let size = norm(error)
      guard size > 0, size.isFinite else { return }
      error = error.map { $0 / size }
      logarithm += .log(size)
      if logarithm < 0 { (logarithm, begin) = (0, point.time) }
      if logarithm > threshold, logarithm > worst?.growth ?? 0 {
        worst = (logarithm, begin, point.time)
      }
    }
  }

  private var isAutonomous: Bool {
    guard let first = stretch.first, let last = stretch.last else { return true }
    return evaluator.rate(first.time, first.state) == evaluator.rate(last.time, first.state)
      && evaluator.rate((first.time + last.time) / 2, first.state)
        == evaluator.rate(first.time, first.state)
  }

  private func removeFlow(_ error: inout [Double], _ point: Point) {
    guard let rate = evaluator.rate(point.time, point.state) else { return }
    let flow = zip(rate, point.weights).map { $0 / $1 }
    let square = dot(flow, flow)
    guard square > 0, square.isFinite else { return }
    let part = dot(error, flow) / square
    for k in error.indices { error[k] -= part * flow[k] }
  }

  /// The verdict at the end of the run.
  mutating func close() -> Suspicion? {
    finishStretch()
    guard let worst else { return nil }
    let lost = worst.growth / .log(10)
    // Six digits of an answer, and those that are lost.
    let needed = Int((lost + 6).rounded(.up))
    return Suspicion(
      kind: .cancellation,
      message: "from t = \(brief(worst.start)) to \(brief(worst.end)) the solution follows an "
        + "unstable one, and an error made there grows by a factor 1e\(Int(lost)): "
        + "\(needed) digits are needed for six of the answer, and double precision has 16",
      advice: needed <= 13
        ? "use rtol \(brief(.pow(10, -Double(needed)))) or less"
        : "no tolerance helps: use the entry-exit relation, or start beyond the passage",
      time: worst.end)
  }
}

extension Matrix {
  /// The largest real part of an eigenvalue; 0 where it is within rounding of that.
  ///
  /// Rounding is 4 n ulp of the largest element, n ulp being what a backward stable method gives: a
  /// conserved quantity's eigenvalue is 0, and over many decades of time its rounding adds up.
  fileprivate var rightmostRealPart: Double {
    let value = computedRightmostRealPart
    let size = elements.map(\.magnitude).max() ?? 0
    return value.magnitude > 4 * Double(rows) * .ulpOfOne * size ? value : 0
  }

  private var computedRightmostRealPart: Double {
    if rows == 1 { return elements[0] }
    if rows == 2 {
      let half = (self[0, 0] + self[1, 1]) / 2
      let difference = (self[0, 0] - self[1, 1]) / 2
      let square = difference * difference + self[0, 1] * self[1, 0]
      return square > 0 ? half + square.squareRoot() : half
    }
    return eigenvalues.map(\.real).max() ?? 0
  }

  /// exp((A − shift I) t) by Taylor series and squaring.
  fileprivate func exponential(shift: Double, times t: Double) -> Matrix {
    let n = rows
    var a = self
    for k in 0..<n { a[k, k] -= shift }
    let size = (a.elements.map(\.magnitude).max() ?? 0) * t.magnitude * Double(n)
    let squarings = size > 0.5 ? max(0, Int(Double.log2(size).rounded(.up)) + 1) : 0
    let factor = t * .exp2(-Double(squarings))
    a.elements = a.elements.map { $0 * factor }
    var sum = Matrix(rows: n, columns: n)
    for k in 0..<n { sum[k, k] = 1 }
    var term = sum
    for order in 1...12 {
      term = term.multiplied(by: a)
      term.elements = term.elements.map { $0 / Double(order) }
      for k in sum.elements.indices { sum.elements[k] += term.elements[k] }
    }
    for _ in 0..<squarings { sum = sum.multiplied(by: sum) }
    return sum
  }

  private func multiplied(by other: Matrix) -> Matrix {
    var result = Matrix(rows: rows, columns: other.columns)
    for j in 0..<other.columns {
      for k in 0..<columns {
        let factor = other[k, j]
        for i in 0..<rows { result[i, j] += self[i, k] * factor }
      }
    }
    return result
  }
}
