/// A factor A of a Wishart matrix: A Aᵀ has the law of N Nᵀ for a rows × ν matrix N of standard
/// normals.
///
///     A_ii ~ χ_{ν−i} (i = 0, 1, …),   A_ij ~ N(0, 1) for j < i,   0 above
///
/// (Bartlett 1933, doi:10.1017/S0370164600015625): the triangle of N = A Q, Q with orthonormal
/// rows. With ν below `rows` the triangle ends after ν columns: Aᵀ is then upper trapezoidal, and
/// the law the same. Cost: rows² normals and `rows` χ² variates.
struct BartlettFactor {
  /// min(rows, ν).
  let columns: Int
  /// A, rows × columns.
  let entries: [Double]

  /// The factor drawn on the chi-square and Bartlett purposes of a sequence's seed, stream and step.
  init(rows: Int, degreesOfFreedom: Int, of sequence: RandomSequence) {
    let columns = max(0, min(rows, degreesOfFreedom))
    var sequence = sequence
    sequence.purpose = .bartlett
    var entries = sequence.normals(count: rows * columns)
    let squares = sequence.chiSquares(count: columns) { degreesOfFreedom - $0 }
    for i in 0..<min(rows, columns) {
      entries[i * columns + i] = squares[i].squareRoot()
      for j in (i + 1)..<max(columns, i + 1) { entries[i * columns + j] = 0 }
    }
    self.columns = columns
    self.entries = entries
  }
}
