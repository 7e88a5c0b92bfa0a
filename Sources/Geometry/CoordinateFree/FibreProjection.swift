import NumericKernel

private import ComplexModule

/// The splitting of the tangent space at a point of the critical set {F = 0}: ker A along range A,
/// A = ∂F/∂z.
///
/// On the set F = N ψ, so A = N Dψ: the range is the direction of the fast fibres, the kernel the
/// tangent space, and the projection Π = V (W V)⁻¹ W with V, W bases of the right and left kernel
/// (N. Fenichel 1979; M. Wechselberger, Geometric Singular Perturbation Theory Beyond the Standard
/// Form (2020), doi:10.1007/978-3-030-36399-4, ch. 3).
struct FibreProjection {
  let dimension: Int
  /// The number of fast directions.
  let rank: Int
  /// Π.
  let matrix: Matrix
  /// Columns span range A.
  let range: Matrix
  /// A restricted to its range.
  let fastBlock: Matrix

  /// Splits at a Jacobian.
  ///
  /// - Parameter rank: if known; otherwise by the largest gap of the singular values.
  /// - Returns: nil if the kernel meets the range: not normally hyperbolic.
  init?(_ jacobian: Matrix, rank known: Int? = nil) {
    guard let (values, right) = jacobian.singularValues,
      let (_, left) = jacobian.transposed.singularValues
    else { return nil }
    let n = jacobian.rows
    dimension = n
    let rank = known ?? values.filter { $0 > 1e-7 * values[0] && values[0] > 0 }.count
    self.rank = rank
    guard rank > 0, rank <= n else { return nil }
    let kernelSize = n - rank
    // W V, small and square.
    var overlap = Matrix(rows: kernelSize, columns: kernelSize)
    for i in 0..<kernelSize {
      for j in 0..<kernelSize {
        overlap[i, j] = (0..<n).map { left[rank + i, $0] * right[rank + j, $0] }.reduce(0, +)
      }
    }
    var projection = Matrix(rows: n, columns: n)
    for column in 0..<n {
      guard let weights = overlap.solve((0..<kernelSize).map { left[rank + $0, column] }) else {
        return nil
      }
      for i in 0..<n {
        projection[i, column] =
          (0..<kernelSize).map { right[rank + $0, i] * weights[$0] }.reduce(0, +)
      }
    }
    // Entries beyond this say that the kernel all but lies in the range.
    guard projection.elements.allSatisfy({ $0.magnitude < 1e8 }) else { return nil }
    matrix = projection
    var range = Matrix(rows: n, columns: rank)
    for j in 0..<rank {
      for i in 0..<n { range[i, j] = left[j, i] }
    }
    self.range = range
    var block = Matrix(rows: rank, columns: rank)
    for j in 0..<rank {
      let image = jacobian * (0..<n).map { range[$0, j] }
      for i in 0..<rank { block[i, j] = (0..<n).map { range[$0, i] * image[$0] }.reduce(0, +) }
    }
    fastBlock = block
  }

  /// The step along the fibre that removes F to first order.
  func step(against F: [Double]) -> [Double]? {
    let rest = (0..<rank).map { j in (0..<dimension).map { range[$0, j] * F[$0] }.reduce(0, +) }
    guard let weights = fastBlock.solve(rest) else { return nil }
    return range * weights
  }
}
