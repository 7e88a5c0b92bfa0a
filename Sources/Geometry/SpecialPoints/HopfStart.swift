import ComplexModule
import NumericKernel

/// A guess of ω² and of a vector in the plane of the pair nearest to the imaginary axis.
struct HopfStart {
  let squaredFrequency: Double
  /// A unit vector of the plane.
  let v: [Double]
  /// What v is orthogonal to.
  let normal: [Double]

  /// Nil if the matrix has no complex pair.
  init?(_ matrix: Matrix) {
    let n = matrix.rows
    let pair = matrix.eigenvalues.filter { $0.imaginary > 0 }
      .min { $0.real.magnitude < $1.real.magnitude }
    guard n > 1, let pair else { return nil }
    squaredFrequency = pair.lengthSquared
    // (A − λ̄)(A − λ) = A² − 2 Re λ A + |λ|² vanishes on the plane.
    var square = Matrix(rows: n, columns: n)
    for j in 0..<n {
      let column = (0..<n).map { matrix[$0, j] }
      for (i, value) in (matrix * column).enumerated() {
        square[i, j] = value - 2 * pair.real * column[i] + (i == j ? squaredFrequency : 0)
      }
    }
    guard let vectors = square.singularValues?.vectors else { return nil }
    v = (0..<n).map { vectors[n - 1, $0] }
    normal = (0..<n).map { vectors[n - 2, $0] }
  }
}
