private import ComplexModule
import NumericKernel
import Symbolic

/// Locates folds, branch points and Hopf points of the layer problem by
/// Newton's method on extended systems, with exact derivatives from the graph.
final class SpecialPoints {
  /// A special point as it comes out of Newton's method.
  struct Located {
    let kind: SpecialPoint.Kind
    let z: [Double]
    let residual: Double
    /// Of a crossing: the scaled tangents of the branches.
    var tangents: [[Double]] = []
    /// Of a Hopf point.
    var frequency = 0.0
  }

  private let tracer: CurveTracer
  private let layer: LayerProblem
  // Each is compiled when the first point of its kind is met; it compiles if the tracer did.
  private lazy var foldSystem = try? NewtonSystem(layer.foldSystem(), of: layer)
  private lazy var cuspSystem = try? NewtonSystem(layer.cuspSystem(), of: layer)
  private lazy var branchSystem = try? NewtonSystem(layer.branchSystem(), of: layer)
  private lazy var derivatives = try? DirectionalDerivatives(layer)
  private let forms: NormalForms
  private var n: Int { layer.n }

  init(_ tracer: CurveTracer) throws(GeometryError) {
    self.tracer = tracer
    layer = tracer.layer
    forms = try NormalForms(layer, jacobian: tracer.jacobian)
  }

  /// A located point with its normal form.
  func described(_ point: Located) -> SpecialPoint {
    SpecialPoint(
      kind: point.kind, fast: Array(point.z.prefix(n)), slow: Array(point.z.suffix(layer.m)),
      eigenvalues: tracer.fastJacobian(point.z).eigenvalues,
      coefficients: forms.coefficients(of: point), residual: point.residual)
  }

  /// The fold near a point, or nil if there is none within `reach` (scaled).
  func fold(near z: [Double], reach: Double) -> Located? {
    guard let foldSystem, let v = tracer.fastJacobian(z).nullVector,
      let solution = foldSystem.solve(from: z + v)
    else { return nil }
    let point = Array(solution.prefix(n + 1))
    guard distance(point, z) < reach, crossesTransversally(point) else { return nil }
    return Located(kind: .fold, z: point, residual: foldSystem.residual(solution))
  }

  /// Whether y varies to second order along the curve: w·f_y ≠ 0 at the fold.
  private func crossesTransversally(_ z: [Double]) -> Bool {
    guard let w = tracer.fastJacobian(z).transposed.nullVector else { return false }
    let jacobian = tracer.jacobian(z)
    let column = (0..<n).map { jacobian[$0, n] }
    return dot(w, column).magnitude > 1e-7 * norm(column)
  }

  /// The point near z where the curve is upright without turning back: two folds in one.
  func cusp(near z: [Double], reach: Double) -> Located? {
    let matrix = tracer.fastJacobian(z)
    guard let cuspSystem, let v = matrix.nullVector, let w = matrix.transposed.nullVector,
      let solution = cuspSystem.solve(from: z + v + w + [0, 0])
    else { return nil }
    let point = Array(solution.prefix(n + 1))
    let defect = solution[solution.count - 1].magnitude
    guard distance(point, z) < reach, defect < 1e-9, crossesTransversally(point) else {
      return nil
    }
    return Located(kind: .cusp, z: point, residual: cuspSystem.residual(solution))
  }

  /// The crossing of branches near a point, with the two scaled tangents there.
  func branchPoint(near z: [Double], reach: Double) -> Located? {
    var transposed = tracer.jacobian(z).transposed
    for j in 0...n {
      for i in 0..<n { transposed[j, i] *= tracer.scales[j] }
    }
    guard let branchSystem, let w = transposed.nullVector,
      let solution = branchSystem.solve(from: z + w + [0])
    else { return nil }
    let point = Array(solution.prefix(n + 1))
    let multiplier = Array(solution[(n + 1)..<(2 * n + 1)])
    guard distance(point, z) < reach, solution[2 * n + 1].magnitude < 1e-9,
      let tangents = tangents(at: point, multiplier)
    else { return nil }
    // A branch that turns back is upright in (x, y).
    let turns = tangents.contains { $0[n].magnitude < 1e-6 }
    return Located(
      kind: turns ? .pitchfork : .transcritical, z: point,
      residual: branchSystem.residual(solution), tangents: tangents)
  }

  /// Roots of the algebraic branching equation Σ w·f_zz φ φ = 0 in the two-dimensional null space.
  private func tangents(at z: [Double], _ w: [Double]) -> [[Double]]? {
    var jacobian = tracer.jacobian(z)
    for j in 0...n {
      for i in 0..<n { jacobian[i, j] *= tracer.scales[j] }
    }
    guard let (_, vectors) = jacobian.singularValues else { return nil }
    let p = (0...n).map { vectors[n, $0] }
    let q = (0...n).map { vectors[n - 1, $0] }
    guard let derivatives else { return nil }
    let unscaled = { (a: [Double]) in zip(a, self.tracer.scales).map { $0 * $1 } }
    let form = { (a: [Double], b: [Double]) in
      dot(w, derivatives.second(z, unscaled(a), unscaled(b)))
    }
    let (a, b, c) = (form(p, p), form(p, q), form(q, q))
    let root = b * b - a * c
    guard root > 0 else { return nil }
    let unit = { (x: Double, y: Double) -> [Double] in
      let vector = zip(p, q).map { x * $0 + y * $1 }
      let length = norm(vector)
      return vector.map { $0 / length }
    }
    // a x² + 2 b x y + c y² = 0, each root by the formula that does not cancel.
    let s = b >= 0 ? -(b + root.squareRoot()) : -(b - root.squareRoot())
    return [unit(s, a), unit(c, s)]
  }

  /// The Hopf point between two points of a curve: a secant on the real part of the complex pair,
  /// then Newton's method on the extended system.
  func hopf(between a: CurveTracer.Point, and b: CurveTracer.Point) -> Located? {
    var (low, high) = (a.z, b.z)
    guard var left = pairRealPart(low), var right = pairRealPart(high), left * right < 0 else {
      return nil
    }
    for _ in 0..<8 {
      let share = min(max(left / (left - right), 0.05), 0.95)
      let guess = low.indices.map { low[$0] + share * (high[$0] - low[$0]) }
      guard let middle = tracer.correct(guess, across: a.tangent), let value = pairRealPart(middle)
      else { return nil }
      if value * left < 0 { (high, right) = (middle, value) } else { (low, left) = (middle, value) }
    }
    return hopf(near: left.magnitude < right.magnitude ? low : high, reach: distance(a.z, b.z))
  }

  /// Newton's method on f = 0, (f_x² + κ) v = 0.
  func hopf(near z: [Double], reach: Double) -> Located? {
    guard let start = HopfStart(tracer.fastJacobian(z)),
      let system = try? NewtonSystem(layer.hopfSystem(normal: start.normal), of: layer),
      let solution = system.solve(from: z + start.v + [start.squaredFrequency])
    else { return nil }
    let point = Array(solution.prefix(n + 1))
    let κ = solution[solution.count - 1]
    // κ < 0 is a neutral saddle: eigenvalues ± √−κ.
    guard κ > 0, distance(point, z) <= reach else { return nil }
    return Located(
      kind: .hopf, z: point, residual: system.residual(solution), frequency: κ.squareRoot())
  }

  private func pairRealPart(_ z: [Double]) -> Double? {
    tracer.fastJacobian(z).eigenvalues.filter { $0.imaginary > 0 }
      .min { $0.real.magnitude < $1.real.magnitude }?.real
  }

  private func distance(_ a: [Double], _ b: [Double]) -> Double {
    norm(a.indices.map { (a[$0] - b[$0]) / tracer.scales[$0] })
  }
}
