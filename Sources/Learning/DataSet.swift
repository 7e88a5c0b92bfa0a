import RealModule

/// A fixed data set, whitened: columns of mean zero, unit variance and no correlation.
///
/// Whitening is by Cholesky's factor of the covariance, column by column: the first column is only
/// centred and scaled, each further one loses what those before it explain. The teacher reads the
/// first r.
public struct DataSet: Sendable, Equatable {
  /// What it is called, such as its file's name.
  public let name: String
  /// n, the number of samples.
  public let samples: Int
  /// d, the number of columns.
  public let dimension: Int
  /// The whitened inputs, a row a sample.
  let rows: [Double]

  /// Whitens columns of equal length.
  ///
  /// - Parameters:
  ///   - name: how messages and results call the data.
  ///   - columns: name and values of each column.
  /// - Throws: `DataSetError` where there are too few samples, a value is not finite, or a column is
  ///   constant or a combination of those before it.
  public init(name: String, columns: [(name: String, values: [Double])]) throws(DataSetError) {
    let d = columns.count
    let n = columns.first?.values.count ?? 0
    guard d >= 2, n > d, columns.allSatisfy({ $0.values.count == n }) else {
      throw DataSetError(
        description: "\(name) has \(n) samples of \(d) columns; whitening takes two columns or "
          + "more and more samples than columns.")
    }
    self.name = name
    samples = n
    dimension = d
    // Gram-Schmidt, twice, on centred columns: Cholesky's whitening without its squared condition.
    var white: [[Double]] = []
    for column in columns {
      if let index = column.values.firstIndex(where: { !$0.isFinite }) {
        throw DataSetError(
          description: "\(name), column \(column.name): sample \(index + 1) is "
            + "\(column.values[index]), not a finite number.")
      }
      let mean = column.values.reduce(0, +) / Double(n)
      var rest = column.values.map { $0 - mean }
      let size = Self.product(rest, rest).squareRoot()
      for _ in 0..<2 {
        for other in white {
          let share = Self.product(rest, other)
          for i in rest.indices { rest[i] -= share * other[i] }
        }
      }
      let left = Self.product(rest, rest).squareRoot()
      guard left > 1e-9 * size, size > 1e-12 * abs(mean), size > 0 else {
        throw DataSetError(
          description: "\(name), column \(column.name) is constant or a combination of the columns "
            + "before it; leave it out.")
      }
      white.append(rest.map { $0 / left })
    }
    rows = (0..<n).flatMap { i in white.map { $0[i] } }
  }

  /// The whitened input of a sample.
  public func input(_ sample: Int) -> [Double] {
    Array(rows[(sample * dimension)..<((sample + 1) * dimension)])
  }

  /// The mean of products over samples.
  private static func product(_ x: [Double], _ y: [Double]) -> Double {
    zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } / Double(x.count)
  }

  /// Distinguishes data of one name: FNV-1a over the bits.
  var fingerprint: UInt64 {
    rows.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ $1.bitPattern) &* 0x100_0000_01b3 }
  }
}

/// Why numbers are no data set to train on.
public struct DataSetError: Error, Equatable, CustomStringConvertible {
  /// Which column, what is the matter, and what to do.
  public let description: String

  /// An error with its message.
  public init(description: String) { self.description = description }
}
