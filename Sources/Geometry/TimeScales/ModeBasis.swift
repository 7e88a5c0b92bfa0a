import ComplexModule
import NumericKernel
import RealModule

/// The eigenmodes of a Jacobian, fastest first, with a real basis.
///
/// A complex pair v = u ± i w contributes the vectors u, w.
struct ModeBasis {
  /// By falling size; pairs stay together, positive imaginary part first.
  let eigenvalues: [Complex<Double>]
  /// aᵢ as columns, of unit length (a pair: u and w together).
  let vectors: Matrix
  /// bⁱ as rows: bⁱ·aⱼ = δᵢⱼ.
  let covectors: Matrix

  /// Nil if the eigenvectors do not span the space.
  init?(_ jacobian: Matrix) {
    let n = jacobian.rows
    let values = jacobian.eigenvalues.sorted {
      ($0.length, $0.imaginary) > ($1.length, $1.imaginary)
    }
    guard values.count == n else { return nil }
    var columns: [[Double]] = []
    while columns.count < n {
      let λ = values[columns.count]
      if λ.imaginary != 0 {
        guard let pair = ModeBasis.pair(jacobian, λ) else { return nil }
        columns += pair
      } else {
        // Equal eigenvalues share their null space.
        let size = max(values[0].length, 1e-300)
        let equal = values[columns.count...].prefix {
          ($0 - λ).length <= 1e-12 * size && $0.imaginary == 0
        }
        guard let found = ModeBasis.null(jacobian, λ.real, count: max(equal.count, 1)) else {
          return nil
        }
        columns += found
      }
    }
    guard columns.count == n, let inverse = ModeBasis.inverse(columns) else { return nil }
    eigenvalues = values
    vectors = Matrix(rows: n, columns: n, byColumns: columns.flatMap { $0 })
    covectors = inverse
  }

  private static func inverse(_ columns: [[Double]]) -> Matrix? {
    let n = columns.count
    let matrix = Matrix(rows: n, columns: n, byColumns: columns.flatMap { $0 })
    // Vectors this near to dependent span nothing.
    guard let inverse = matrix.inverse, inverse.elements.allSatisfy({ $0.magnitude < 1e12 })
    else { return nil }
    return inverse
  }

  private static func null(_ jacobian: Matrix, _ λ: Double, count: Int) -> [[Double]]? {
    var shifted = jacobian
    for k in 0..<jacobian.rows { shifted[k, k] -= λ }
    guard let (values, right) = shifted.singularValues else { return nil }
    let n = jacobian.rows
    // A repeated eigenvalue may have fewer vectors.
    guard values[n - count] <= 1e-7 * values[0] else { return nil }
    return (0..<count).map { position in
      let row = (0..<n).map { right[n - 1 - position, $0] }
      // The largest component is positive.
      let largest = row.max { $0.magnitude < $1.magnitude } ?? 1
      return largest < 0 ? row.map { -$0 } : row
    }
  }

  /// u and w of the eigenvector of α + i β, from (J − α) u + β w = 0, (J − α) w − β u = 0.
  private static func pair(_ jacobian: Matrix, _ λ: Complex<Double>) -> [[Double]]? {
    let n = jacobian.rows
    var real = Matrix(rows: 2 * n, columns: 2 * n)
    for i in 0..<n {
      for j in 0..<n {
        let entry = jacobian[i, j] - (i == j ? λ.real : 0)
        real[i, j] = entry
        real[n + i, n + j] = entry
      }
      real[i, n + i] = λ.imaginary
      real[n + i, i] = -λ.imaginary
    }
    guard let vector = real.nullVector else { return nil }
    return [Array(vector[0..<n]), Array(vector[n..<(2 * n)])]
  }

  /// ∫₀^τ of the modes' amplitudes, f (e^{λτ} − 1)/λ, a pair turned together.
  func integrated(_ amplitudes: [Double], over τ: Double) -> [Double] {
    var result = amplitudes
    var k = 0
    while k < result.count {
      let λ = eigenvalues[k]
      let factor = ModeBasis.growth(λ, τ)
      if λ.imaginary == 0 {
        result[k] = amplitudes[k] * factor.real
        k += 1
      } else {
        let z = Complex(amplitudes[k], -amplitudes[k + 1]) * factor
        (result[k], result[k + 1]) = (z.real, -z.imaginary)
        k += 2
      }
    }
    return result
  }

  private static func growth(_ λ: Complex<Double>, _ τ: Double) -> Complex<Double> {
    if (λ * Complex(τ)).length < 1e-8 { return Complex(τ) }
    if λ.imaginary == 0 { return Complex(.expMinusOne(λ.real * τ) / λ.real) }
    return (.exp(λ * Complex(τ)) - 1) / λ
  }
}
