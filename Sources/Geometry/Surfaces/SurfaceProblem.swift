import NumericKernel
import Symbolic

/// The surface {f(z) = 0}, z = (x, y₁, y₂), in coordinates u = z/scales.
final class SurfaceProblem {
  let layer: LayerProblem
  let scales: [Double]
  private let f: TapeEvaluator
  private let df: TapeEvaluator
  var n: Int { layer.n }
  /// n + 2.
  var size: Int { n + 2 }

  init(_ layer: LayerProblem, scales: [Double]) throws(GeometryError) {
    self.layer = layer
    self.scales = scales
    f = try layer.evaluator(layer.f, unknowns: layer.symbols)
    let rows = layer.gradients(of: layer.f, in: layer.symbols)
    let byColumns = layer.symbols.indices.flatMap { j in rows.map { $0[j] } }
    df = try layer.evaluator(byColumns, unknowns: layer.symbols)
  }

  func state(_ u: [Double]) -> [Double] { zip(u, scales).map { $0 * $1 } }
  func scaled(_ z: [Double]) -> [Double] { zip(z, scales).map { $0 / $1 } }

  /// ∂f/∂z, n × (n + 2).
  func jacobian(_ z: [Double]) -> Matrix {
    Matrix(rows: n, columns: size, byColumns: df.values(z))
  }

  /// ∂f/∂x.
  func fastJacobian(_ z: [Double]) -> Matrix {
    Matrix(rows: n, columns: n, byColumns: Array(df.values(z).prefix(n * n)))
  }

  /// ∂f/∂u, n × (n + 2).
  private func scaledJacobian(_ u: [Double]) -> Matrix {
    var matrix = jacobian(state(u))
    for j in 0..<size {
      for i in 0..<n { matrix[i, j] *= scales[j] }
    }
    return matrix
  }

  /// Two orthonormal tangents at u; nil where branches cross.
  func frame(_ u: [Double]) -> [[Double]]? {
    guard let (values, vectors) = scaledJacobian(u).singularValues,
      values[n - 1] > 1e-13 * values[0]
    else { return nil }
    return [n, n + 1].map { row in (0..<size).map { vectors[row, $0] } }
  }

  /// ∂f/∂u over two more rows.
  private func bordered(_ u: [Double], _ rows: [[Double]]) -> Matrix {
    let jacobian = scaledJacobian(u)
    var matrix = Matrix(rows: size, columns: size)
    for j in 0..<size {
      for i in 0..<n { matrix[i, j] = jacobian[i, j] }
      for (k, row) in rows.enumerated() { matrix[n + k, j] = row[j] }
    }
    return matrix
  }

  /// det [∂f/∂u; frame]: changes its sign, along a sheet, where another sheet crosses.
  func crossing(_ u: [Double], _ frame: [[Double]]) -> Double { bordered(u, frame).determinant }

  /// Newton's method from `guess` across the rows: rows · (u − guess) = 0.
  func correct(_ guess: [Double], across rows: [[Double]], iterations: Int = 10) -> [Double]? {
    var u = guess
    var last = Double.infinity
    for _ in 0..<iterations {
      let gap = u.indices.map { u[$0] - guess[$0] }
      let residual = f.values(state(u)) + rows.map { dot($0, gap) }
      guard let step = bordered(u, rows).solve(residual) else { return nil }
      for k in u.indices { u[k] -= step[k] }
      let move = norm(step)
      guard move.isFinite, move < 2 else { return nil }
      if move < 1e-14 || (move < 1e-11 && move >= last) { return u }
      last = move
    }
    return last < 1e-9 ? u : nil
  }
}
