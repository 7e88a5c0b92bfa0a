import CKernels
package import ComplexModule
import RealModule

/// Eigenvalues of a real matrix by falling size, with right and left eigenvectors.
package struct Eigensystem: Sendable {
  /// By falling |λ|; of a pair the positive imaginary part first.
  package let values: [Complex<Double>]
  /// Right eigenvectors: A v = λ v.
  package let right: [[Complex<Double>]]
  /// Left eigenvectors, conjugated: uᴴ A = λ uᴴ, and these are the entries of uᴴ.
  package let left: [[Complex<Double>]]

  /// LAPACK dgeev, O(n³); nil if it does not converge or an element is not finite.
  package init?(_ matrix: Matrix) {
    precondition(matrix.rows == matrix.columns)
    let n = matrix.rows
    guard n > 0, matrix.elements.allSatisfy(\.isFinite) else { return nil }
    var a = matrix.elements
    var real = [Double](repeating: 0, count: n)
    var imaginary = real
    var (u, v) = (a, a)
    guard unsafe fs_eigensystem(Int32(n), &a, &real, &imaginary, &u, &v) == 0 else { return nil }
    let found = (0..<n).map { Complex(real[$0], imaginary[$0]) }
    let order = found.indices.sorted {
      (found[$0].length, found[$0].imaginary) > (found[$1].length, found[$1].imaginary)
    }
    values = order.map { found[$0] }
    right = order.map { Eigensystem.vector($0, of: v, imaginary) }
    left = order.map { Eigensystem.vector($0, of: u, imaginary).map(\.conjugate) }
  }

  /// LAPACK keeps a pair as two columns, the real and the imaginary part of the first.
  private static func vector(_ column: Int, of packed: [Double], _ imaginary: [Double])
    -> [Complex<Double>]
  {
    let n = imaginary.count
    if imaginary[column] == 0 { return (0..<n).map { Complex(packed[$0 + column * n]) } }
    let (first, sign) = imaginary[column] > 0 ? (column, 1.0) : (column - 1, -1)
    return (0..<n).map { Complex(packed[$0 + first * n], sign * packed[$0 + (first + 1) * n]) }
  }
}
