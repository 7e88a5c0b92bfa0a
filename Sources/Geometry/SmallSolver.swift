/// Gauss elimination with partial pivoting on storage that is used again and again: for the few
/// unknowns of a curve, a call of LAPACK would spend its time on allocation.
struct SmallSolver {
  private let size: Int
  /// By rows; destroyed by ``solve()``.
  private var matrix: [Double]
  /// The right side; the solution after ``solve()``.
  private(set) var vector: [Double]

  init(size: Int) {
    self.size = size
    matrix = [Double](repeating: 0, count: size * size)
    vector = [Double](repeating: 0, count: size)
  }

  /// An element of the matrix.
  subscript(i: Int, j: Int) -> Double {
    get { matrix[i * size + j] }
    set { matrix[i * size + j] = newValue }
  }

  mutating func setRight(_ i: Int, _ value: Double) { vector[i] = value }

  /// Solves in place.
  ///
  /// - Returns: the determinant; nil if the matrix is singular or not finite.
  mutating func solve() -> Double? {
    var determinant = 1.0
    for k in 0..<size {
      guard let pivot = pivotRow(k) else { return nil }
      if pivot != k {
        swapRows(k, pivot)
        determinant = -determinant
      }
      let diagonal = matrix[k * size + k]
      determinant *= diagonal
      for i in (k + 1)..<max(size, k + 1) where matrix[i * size + k] != 0 {
        let factor = matrix[i * size + k] / diagonal
        for j in (k + 1)..<max(size, k + 1) {
          matrix[i * size + j] -= factor * matrix[k * size + j]
        }
        vector[i] -= factor * vector[k]
      }
    }
    substituteBack()
    return determinant.isFinite ? determinant : nil
  }

  private func pivotRow(_ k: Int) -> Int? {
    var (best, row) = (0.0, k)
    for i in k..<size where matrix[i * size + k].magnitude > best {
      (best, row) = (matrix[i * size + k].magnitude, i)
    }
    return best > 0 && best.isFinite ? row : nil
  }

  private mutating func swapRows(_ a: Int, _ b: Int) {
    for j in 0..<size { matrix.swapAt(a * size + j, b * size + j) }
    vector.swapAt(a, b)
  }

  private mutating func substituteBack() {
    for i in stride(from: size - 1, through: 0, by: -1) {
      var sum = vector[i]
      for j in (i + 1)..<max(size, i + 1) { sum -= matrix[i * size + j] * vector[j] }
      vector[i] = sum / matrix[i * size + i]
    }
  }
}
