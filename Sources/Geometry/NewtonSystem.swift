import NumericKernel
import Symbolic

/// N equations in N unknowns with their exact Jacobian, for Newton's method.
final class NewtonSystem {
  private let values: TapeEvaluator
  private let jacobian: TapeEvaluator
  private let size: Int

  /// Compiles the equations.
  init(_ equations: [Expression], unknowns: [Symbol], of layer: LayerProblem) throws(GeometryError)
  {
    let rows = layer.gradients(of: equations, in: unknowns)
    let byColumns = unknowns.indices.flatMap { j in rows.map { $0[j] } }
    values = try layer.evaluator(equations, unknowns: unknowns)
    jacobian = try layer.evaluator(byColumns, unknowns: unknowns)
    size = equations.count
  }

  /// Compiles an extended system with as many equations as unknowns.
  convenience init(_ system: ExtendedSystem, of layer: LayerProblem) throws(GeometryError) {
    try self.init(system.equations, unknowns: system.unknowns, of: layer)
  }

  /// The largest residual at a point.
  func residual(_ z: [Double]) -> Double { values.values(z).map(\.magnitude).max() ?? 0 }

  /// Solves from a guess; nil if it does not converge.
  ///
  /// Iterates until a step no longer moves the point in double precision,
  /// so a simple root comes out to rounding. Quadratic convergence.
  func solve(from guess: [Double], iterations: Int = 30) -> [Double]? {
    var z = guess
    var smallest = Double.infinity
    for _ in 0..<iterations {
      let matrix = Matrix(rows: size, columns: size, byColumns: jacobian.values(z))
      guard let step = matrix.solve(values.values(z)) else { return nil }
      for k in z.indices { z[k] -= step[k] }
      let move = zip(step, z).map { $0.magnitude / (1 + $1.magnitude) }.max() ?? 0
      guard move.isFinite else { return nil }
      if move < 1e-15 || (move < 1e-11 && move >= smallest) { return z }
      smallest = min(smallest, move)
    }
    return smallest < 1e-9 ? z : nil
  }
}
