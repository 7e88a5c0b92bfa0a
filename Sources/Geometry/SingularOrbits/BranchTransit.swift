private import ComplexModule
import NumericKernel
import Symbolic

/// Integrals along a branch of the critical manifold: the slow time ∫ dy/g and
/// the growth ∫ λ dτ of what lies beside it, λ the leading eigenvalue of ∂f/∂x.
///
/// Between two neighbouring points the branch is parametrised by its foot on their chord,
/// so dy/ds vanishes smoothly at a fold and the integrand stays analytic there.
/// Gauss-Legendre with 12 nodes a chord: to rounding for chords as the tracer leaves them.
final class BranchTransit {
  /// What a stretch of branch costs.
  struct Amount {
    var time = 0.0
    var growth = 0.0

    static func + (a: Amount, b: Amount) -> Amount {
      Amount(time: a.time + b.time, growth: a.growth + b.growth)
    }
  }

  private static let rule = Quadrature.gaussLegendre(count: 12, from: 0, to: 1)
  let tracer: CurveTracer
  private let g: TapeEvaluator
  private var n: Int { tracer.layer.n }

  init(_ tracer: CurveTracer) throws(GeometryError) {
    self.tracer = tracer
    g = try tracer.layer.evaluator([tracer.layer.g], unknowns: tracer.layer.symbols)
  }

  /// g(x, y, 0) at a point.
  func rate(_ z: [Double]) -> Double { g.values(z)[0] }

  /// The leading eigenvalue's real part at a point.
  func growthRate(_ z: [Double]) -> Double {
    tracer.fastJacobian(z).eigenvalues.first?.real ?? .nan
  }

  /// The stretch between two neighbouring points; NaN where the branch cannot be followed.
  func amount(from a: [Double], to b: [Double]) -> Amount {
    let chord = a.indices.map { (b[$0] - a[$0]) / tracer.scales[$0] }
    let length = norm(chord)
    if length == 0 { return Amount() }
    let unit = chord.map { $0 / length }
    var sum = Amount()
    for (s, weight) in zip(BranchTransit.rule.nodes, BranchTransit.rule.weights) {
      let guess = a.indices.map { a[$0] + s * (b[$0] - a[$0]) }
      guard let z = tracer.correct(guess, across: unit),
        let point = tracer.point(at: z, along: unit)
      else { return Amount(time: .nan, growth: .nan) }
      let dy = tracer.scales[n] * point.tangent[n] * length / dot(unit, point.tangent)
      let dτ = weight * dy / rate(z)
      sum = sum + Amount(time: dτ, growth: dτ * growthRate(z))
    }
    return sum
  }

  /// The points of a stretch with more between them, until chords lie within `tolerance` (scaled)
  /// of the branch.
  func refined(_ points: [[Double]], tolerance: Double = 1e-6) -> [[Double]] {
    guard let first = points.first else { return [] }
    var (result, pending) = ([first], Array(points.dropFirst().reversed()))
    while let next = pending.popLast() {
      let last = result[result.count - 1]
      if pending.count < 100_000, let middle = middle(last, next, tolerance) {
        pending += [next, middle]
      } else {
        result.append(next)
      }
    }
    return result
  }

  /// The branch's point beside the middle of a chord, nil if it is within the tolerance.
  private func middle(_ a: [Double], _ b: [Double], _ tolerance: Double) -> [Double]? {
    let chord = a.indices.map { (b[$0] - a[$0]) / tracer.scales[$0] }
    let length = norm(chord)
    guard length > 1e-6 else { return nil }
    let centre = zip(a, b).map { ($0 + $1) / 2 }
    guard let z = tracer.correct(centre, across: chord.map { $0 / length }) else { return nil }
    let sagitta = norm(z.indices.map { (z[$0] - centre[$0]) / tracer.scales[$0] })
    return sagitta > tolerance ? z : nil
  }

  /// The stretch through a list of points.
  func amount(along points: [[Double]]) -> Amount {
    zip(points, points.dropFirst()).reduce(Amount()) { $0 + amount(from: $1.0, to: $1.1) }
  }

  /// The point of the branch at a value of y near a guess.
  func point(near guess: [Double], slow: Double) -> [Double]? {
    var axis = [Double](repeating: 0, count: n + 1)
    axis[n] = 1
    var start = guess
    start[n] = slow
    guard var z = tracer.correct(start, across: axis, iterations: 20) else { return nil }
    z[n] = slow
    return z
  }

  /// Where, between two points, the growth from the first reaches `target`: Newton's method
  /// in y, d(growth)/dy = λ/g.
  func exit(from a: [Double], to b: [Double], growth target: Double) -> [Double]? {
    let whole = amount(from: a, to: b).growth
    var y = a[n] + (b[n] - a[n]) * (target / whole)
    for _ in 0..<40 {
      guard let z = point(near: a, slow: y) else { return nil }
      let step = (amount(from: a, to: z).growth - target) * rate(z) / growthRate(z)
      guard step.isFinite else { return nil }
      y -= step
      if step.magnitude <= 4e-16 * (1 + y.magnitude) { return point(near: z, slow: y) }
    }
    return point(near: a, slow: y)
  }
}
