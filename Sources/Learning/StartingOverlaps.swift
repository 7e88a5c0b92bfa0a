import ComplexModule
import NumericKernel

/// Overlaps that first-layer rows begin with: R_jp = ⟨w_j, u*_p⟩ and Q_ij = ⟨w_i, w_j⟩.
///
/// There are such rows in d dimensions if Q − R Rᵀ, the Gram matrix of their parts orthogonal to the
/// teacher, has no negative eigenvalue and d ≥ r + m. All else about them is drawn: with
/// Q − R Rᵀ = F Fᵀ the rows are [R | F E], the rows of E orthonormal in a random subspace.
public struct StartingOverlaps: Sendable, Equatable {
  /// R, m × r by rows.
  public let teacher: [Double]
  /// Q, the lower triangle of m × m by rows.
  public let students: [Double]

  /// From R by rows and the lower triangle of Q by rows.
  public init(teacher: [Double], students: [Double]) {
    self.teacher = teacher
    self.students = students
  }

  /// The lower triangle, in m × m, of Q − R Rᵀ.
  func orthogonal(neurons m: Int, directions r: Int) -> [Double] {
    var matrix = [Double](repeating: 0, count: m * m)
    for i in 0..<m {
      for j in 0...i {
        let along = (0..<r).reduce(0) { $0 + teacher[i * r + $1] * teacher[j * r + $1] }
        matrix[i * m + j] = students[i * (i + 1) / 2 + j] - along
      }
    }
    return matrix
  }

  /// Rows with these overlaps in a subspace drawn by m × d normals: [R | F E].
  func rows(turnedBy normals: [Double], _ request: SGDRequest) -> [Double] {
    let (m, d) = (request.settings.width, request.settings.dimension)
    let r = request.teacher.directions
    var matrix = orthogonal(neurons: m, directions: r)
    var factor = matrix
    var scratch = FactorScratch(order: m)
    let rank = Kernels.factor(
      &matrix, order: m, tolerance: Double(m) * Double.ulpOfOne, into: &factor, scratch: &scratch)
    let basis = Self.orthonormal(
      (0..<rank).map { Array(normals[($0 * d + r)..<(($0 + 1) * d)]) })
    return (0..<m).flatMap { j in
      let across = (0..<(d - r)).map { x in
        (0..<rank).reduce(0) { $0 + factor[j * rank + $1] * basis[$1][x] }
      }
      return teacher[(j * r)..<((j + 1) * r)] + across
    }
  }

  /// Gram and Schmidt's, twice over for orthogonality to rounding.
  private static func orthonormal(_ vectors: [[Double]]) -> [[Double]] {
    var basis: [[Double]] = []
    for var vector in vectors {
      for other in basis + basis {
        let along = dot(vector, other)
        for i in vector.indices { vector[i] -= along * other[i] }
      }
      let length = norm(vector)
      basis.append(vector.map { $0 / length })
    }
    return basis
  }

  /// What keeps rows from having these overlaps, with the nearest that they can have.
  func faults(width m: Int, directions r: Int, dimension: Int, unitRows: Bool) -> [String] {
    if teacher.count != m * r || students.count != m * (m + 1) / 2 {
      return [
        "The start has \(teacher.count) overlaps R with the teacher and \(students.count) overlaps "
          + "Q of neurons; \(m) neurons and \(r) directions take \(m * r) and \(m * (m + 1) / 2)."
      ]
    }
    if !(teacher + students).allSatisfy(\.isFinite) {
      return ["The start's overlaps R = \(teacher), Q = \(students) are not all finite numbers."]
    }
    let norms = (0..<m).map { students[$0 * ($0 + 3) / 2] }
    if unitRows, let j = norms.firstIndex(where: { abs($0 - 1) > 1e-9 }) {
      return [
        "Row \(j) starts with the square norm Q_jj = \(norms[j]), and rows are kept at norm 1; "
          + "nearest valid: Q_jj = 1, or free rows."
      ]
    }
    if dimension < m + r {
      return [
        "dimension d = \(dimension) has no room for \(m) rows of given overlaps beside \(r) "
          + "directions; nearest valid: \(m + r)."
      ]
    }
    let least = leastEigenvalue(neurons: m, directions: r)
    // Rounding of the eigenvalue goes by the largest of Q.
    if least < -1e-12 * (norms.max() ?? 1) {
      return [
        "No rows have the start's overlaps: Q − R Rᵀ has the eigenvalue \(least), below 0; nearest "
          + "valid: \(-least) more on the diagonal of Q, or a smaller R."
      ]
    }
    return []
  }

  private func leastEigenvalue(neurons m: Int, directions r: Int) -> Double {
    let lower = orthogonal(neurons: m, directions: r)
    var matrix = Matrix(rows: m, columns: m)
    for i in 0..<m {
      for j in 0..<m { matrix[i, j] = lower[max(i, j) * m + min(i, j)] }
    }
    return matrix.eigenvalues.map(\.real).min() ?? 0
  }
}
