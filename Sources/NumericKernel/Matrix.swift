/// A dense matrix, stored by columns as LAPACK wants it.
public struct Matrix: Hashable, Sendable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// Elements by columns: (i, j) at i + j · rows.
  public var elements: [Double]

  /// A matrix of zeros.
  public init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    elements = [Double](repeating: 0, count: rows * columns)
  }

  /// A matrix from its elements by columns.
  public init(rows: Int, columns: Int, byColumns elements: [Double]) {
    precondition(elements.count == rows * columns)
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// The element in row i, column j.
  public subscript(i: Int, j: Int) -> Double {
    get { elements[i + j * rows] }
    set { elements[i + j * rows] = newValue }
  }

  /// The product with a vector.
  public static func * (matrix: Matrix, vector: [Double]) -> [Double] {
    precondition(vector.count == matrix.columns)
    var result = [Double](repeating: 0, count: matrix.rows)
    for j in 0..<matrix.columns {
      for i in 0..<matrix.rows { result[i] += matrix[i, j] * vector[j] }
    }
    return result
  }

  /// The transpose.
  public var transposed: Matrix {
    var result = Matrix(rows: columns, columns: rows)
    for j in 0..<columns {
      for i in 0..<rows { result[j, i] = self[i, j] }
    }
    return result
  }
}

/// The scalar product.
package func dot(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for (x, y) in zip(a, b) { sum += x * y }
  return sum
}

/// The Euclidean norm.
package func norm(_ a: [Double]) -> Double { dot(a, a).squareRoot() }
