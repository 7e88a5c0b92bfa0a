private import ComplexModule
import NumericKernel
import Symbolic

/// Locates folds, branch points and Hopf points of the layer problem by
/// Newton's method on extended systems, with exact derivatives from the graph.
final class SpecialPoints {
  private let tracer: CurveTracer
  private let layer: LayerProblem
  private let foldSystem: NewtonSystem
  private let branchSystem: NewtonSystem
  private let hessian: TapeEvaluator
  private var n: Int { layer.n }

  init(_ tracer: CurveTracer) throws(GeometryError) {
    self.tracer = tracer
    let layer = tracer.layer
    self.layer = layer
    foldSystem = try SpecialPoints.foldSystem(layer)
    branchSystem = try SpecialPoints.branchSystem(layer)
    let rows = layer.gradients(of: layer.f, in: layer.symbols)
    let second = rows.flatMap { layer.gradients(of: $0, in: layer.symbols).flatMap { $0 } }
    hessian = try layer.evaluator(second, unknowns: layer.symbols)
  }

  /// Moore and Spence: f = 0, f_x v = 0, v·v = 1 in (x, y, v).
  private static func foldSystem(_ layer: LayerProblem) throws(GeometryError) -> NewtonSystem {
    let n = layer.n
    let v = (0..<n).map { Symbol("v\($0)") }
    let rows = layer.gradients(of: layer.f, in: Array(layer.symbols.prefix(n)))
    let kernel = rows.map { row in zip(row, v).map { $0 * $1.expression }.sum() }
    let length = v.map { $0.expression ** 2 }.sum() - 1
    return try NewtonSystem(layer.f + kernel + [length], unknowns: layer.symbols + v, of: layer)
  }

  /// f + β w = 0, (∂f/∂z)ᵀ w = 0, w·w = 1 in (z, w, β): regular at a simple crossing of branches.
  private static func branchSystem(_ layer: LayerProblem) throws(GeometryError) -> NewtonSystem {
    let n = layer.n
    let w = (0..<n).map { Symbol("w\($0)") }
    let β = Symbol("β")
    let rows = layer.gradients(of: layer.f, in: layer.symbols)
    let shifted = (0..<n).map { layer.f[$0] + β.expression * w[$0].expression }
    let left = (0...n).map { j in (0..<n).map { rows[$0][j] * w[$0].expression }.sum() }
    let length = w.map { $0.expression ** 2 }.sum() - 1
    return try NewtonSystem(
      shifted + left + [length], unknowns: layer.symbols + w + [β], of: layer)
  }

  /// The fold near a point, or nil if there is none within `reach` (scaled).
  func fold(near z: [Double], reach: Double) -> [Double]? {
    guard let v = tracer.fastJacobian(z).nullVector,
      let solution = foldSystem.solve(from: z + v)
    else { return nil }
    let point = Array(solution.prefix(n + 1))
    guard distance(point, z) < reach, crossesTransversally(point) else { return nil }
    return point
  }

  /// Whether y varies to second order along the curve: w·f_y ≠ 0 at the fold.
  private func crossesTransversally(_ z: [Double]) -> Bool {
    guard let w = tracer.fastJacobian(z).transposed.nullVector else { return false }
    let jacobian = tracer.jacobian(z)
    let column = (0..<n).map { jacobian[$0, n] }
    return dot(w, column).magnitude > 1e-7 * norm(column)
  }

  /// The crossing of branches near a point, with the two scaled tangents there.
  func branchPoint(near z: [Double], reach: Double) -> (z: [Double], tangents: [[Double]])? {
    var transposed = tracer.jacobian(z).transposed
    for j in 0...n {
      for i in 0..<n { transposed[j, i] *= tracer.scales[j] }
    }
    guard let w = transposed.nullVector,
      let solution = branchSystem.solve(from: z + w + [0])
    else { return nil }
    let point = Array(solution.prefix(n + 1))
    let multiplier = Array(solution[(n + 1)..<(2 * n + 1)])
    guard distance(point, z) < reach, solution[2 * n + 1].magnitude < 1e-9,
      let tangents = tangents(at: point, multiplier)
    else { return nil }
    return (point, tangents)
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
    let second = hessian.values(z)
    let form = { (a: [Double], b: [Double]) -> Double in
      var sum = 0.0
      for i in 0..<self.n {
        for j in 0...self.n {
          for k in 0...self.n {
            let entry = second[(i * (self.n + 1) + j) * (self.n + 1) + k]
            sum += w[i] * entry * a[j] * self.tracer.scales[j] * b[k] * self.tracer.scales[k]
          }
        }
      }
      return sum
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

  /// The Hopf point of the layer problem between two points of a curve, by
  /// secant on the largest real part of the complex pairs.
  func hopf(between a: CurveTracer.Point, and b: CurveTracer.Point) -> [Double]? {
    var (low, high) = (a.z, b.z)
    guard var left = pairRealPart(low), var right = pairRealPart(high), left * right < 0 else {
      return nil
    }
    for _ in 0..<60 {
      let share = min(max(left / (left - right), 0.05), 0.95)
      let guess = low.indices.map { low[$0] + share * (high[$0] - low[$0]) }
      guard let middle = tracer.correct(guess, across: a.tangent), let value = pairRealPart(middle)
      else { return nil }
      if value == 0 || distance(low, high) < 1e-14 { return middle }
      if value * left < 0 { (high, right) = (middle, value) } else { (low, left) = (middle, value) }
    }
    return distance(low, high) < 1e-9 ? low : nil
  }

  private func pairRealPart(_ z: [Double]) -> Double? {
    tracer.fastJacobian(z).eigenvalues.filter { $0.imaginary > 0 }
      .min { $0.real.magnitude < $1.real.magnitude }?.real
  }

  private func distance(_ a: [Double], _ b: [Double]) -> Double {
    norm(a.indices.map { (a[$0] - b[$0]) / tracer.scales[$0] })
  }
}
