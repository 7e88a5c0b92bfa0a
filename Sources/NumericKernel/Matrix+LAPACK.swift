import CKernels
public import ComplexModule
public import RealModule

extension Matrix {
  /// The inverse; nil for a singular matrix. Cost: O(n³).
  public var inverse: Matrix? {
    let n = rows
    var result = Matrix(rows: n, columns: n)
    for k in 0..<n {
      guard let column = solve((0..<n).map { $0 == k ? 1 : 0 }) else { return nil }
      for i in 0..<n { result[i, k] = column[i] }
    }
    return result
  }

  /// The solution x of A x = b, or nil if A is singular to working precision.
  ///
  /// LU with partial pivoting (LAPACK dgesv), O(n³).
  public func solve(_ b: [Double]) -> [Double]? {
    precondition(rows == columns && b.count == rows)
    guard rows > 0 else { return [] }
    var a = elements
    var x = b
    let info = unsafe fs_solve(Int32(rows), &a, 1, &x)
    return info == 0 && x.allSatisfy { $0.isFinite } ? x : nil
  }

  /// Eigenvalues, by falling real part (LAPACK dgeev, O(n³)); empty if it does not converge.
  public var eigenvalues: [Complex<Double>] {
    precondition(rows == columns)
    if rows == 1 { return [Complex(elements[0])] }
    guard rows > 0, elements.allSatisfy({ $0.isFinite }) else { return [] }
    var a = elements
    var real = [Double](repeating: 0, count: rows)
    var imaginary = real
    guard unsafe fs_eigenvalues(Int32(rows), &a, &real, &imaginary) == 0 else { return [] }
    return zip(real, imaginary).map { Complex($0, $1) }
      .sorted { ($0.real, $0.imaginary) > ($1.real, $1.imaginary) }
  }

  /// Singular values, largest first, and the right singular vectors as rows (LAPACK dgesvd).
  ///
  /// The last rows of `vectors` span the null space. Nil if it does not converge.
  public var singularValues: (values: [Double], vectors: Matrix)? {
    guard elements.allSatisfy({ $0.isFinite }), rows > 0, columns > 0 else { return nil }
    var a = elements
    var s = [Double](repeating: 0, count: Swift.min(rows, columns))
    var vt = Matrix(rows: columns, columns: columns)
    let info = unsafe fs_singular_values(Int32(rows), Int32(columns), &a, &s, &vt.elements)
    return info == 0 ? (s, vt) : nil
  }

  /// The unit vector the matrix shrinks most: the null vector of an n × (n+1) matrix of full rank.
  public var nullVector: [Double]? {
    guard let (_, vectors) = singularValues else { return nil }
    return (0..<columns).map { vectors[columns - 1, $0] }
  }

  /// The determinant, by LU; 0 for a singular matrix.
  public var determinant: Double {
    precondition(rows == columns)
    guard rows > 0 else { return 1 }
    var lu = elements
    var pivots = [Int32](repeating: 0, count: rows)
    guard unsafe fs_lu(Int32(rows), &lu, &pivots) >= 0 else { return .nan }
    var product = 1.0
    for k in 0..<rows {
      product *= lu[k + k * rows]
      if pivots[k] != Int32(k + 1) { product = -product }
    }
    return product
  }
}
