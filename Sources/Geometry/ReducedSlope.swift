import NumericKernel
import Symbolic

/// d/dy of the reduced rate along the manifold, g_y − g_x f_x⁻¹ f_y.
final class ReducedSlope {
  private let n: Int
  private let gradient: TapeEvaluator
  private let jacobian: TapeEvaluator

  init(_ layer: LayerProblem) throws(GeometryError) {
    n = layer.n
    let rows = layer.gradients(of: layer.f, in: layer.symbols)
    let byColumns = layer.symbols.indices.flatMap { j in rows.map { $0[j] } }
    jacobian = try layer.evaluator(byColumns, unknowns: layer.symbols)
    gradient = try layer.evaluator(
      layer.gradients(of: [layer.g], in: layer.symbols)[0], unknowns: layer.symbols)
  }

  /// The slope at z = (x, y); NaN where f_x is singular.
  func value(_ z: [Double]) -> Double {
    let df = jacobian.values(z)
    let dg = gradient.values(z)
    let matrix = Matrix(rows: n, columns: n, byColumns: Array(df.prefix(n * n)))
    guard let slope = matrix.solve(Array(df.suffix(n))) else { return .nan }
    return dg[n] - dot(Array(dg.prefix(n)), slope)
  }
}
