/// The places of a square matrix that may differ from zero, by columns.
///
/// Rows ascend within a column, and the diagonal is always there.
public struct SparsityPattern: Sendable, Hashable {
  /// Column j has the entries from `starts[j]` up to `starts[j + 1]`.
  public let starts: [Int32]
  /// The row of each entry.
  public let rows: [Int32]

  /// Makes the pattern from the rows of each column; adds the diagonal, sorts, drops repeats.
  public init(columns: [[Int]]) {
    var starts: [Int32] = [0]
    var rows: [Int32] = []
    for (column, entries) in columns.enumerated() {
      rows += Set(entries + [column]).sorted().map(Int32.init)
      starts.append(Int32(rows.count))
    }
    self.starts = starts
    self.rows = rows
  }

  /// The order of the matrix.
  public var order: Int { starts.count - 1 }

  /// The number of entries.
  public var count: Int { rows.count }

  /// The most places below and above the diagonal that an entry lies.
  public var bandwidths: (lower: Int, upper: Int) {
    var (lower, upper) = (0, 0)
    for column in 0..<order {
      for k in Int(starts[column])..<Int(starts[column + 1]) {
        lower = max(lower, Int(rows[k]) - column)
        upper = max(upper, column - Int(rows[k]))
      }
    }
    return (lower, upper)
  }
}
