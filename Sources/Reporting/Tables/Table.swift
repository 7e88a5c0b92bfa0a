/// Named columns of equal length: what a run, a branch or a comparison leaves behind.
public struct Table: Sendable, Equatable {
  /// The columns, in the order they are written.
  public let columns: [Column]

  /// A table of the given columns.
  ///
  /// Throws `.malformedTable`, naming every column of another length and every name used twice.
  public init(_ columns: [Column]) throws(ReportingError) {
    let faults = Self.faults(of: columns)
    guard faults.isEmpty else {
      throw ReportingError(.malformedTable, "Not a table: " + faults.joined(separator: "; ") + ".")
    }
    self.columns = columns
  }

  /// The number of rows.
  public var rowCount: Int { columns.first?.values.count ?? 0 }

  /// The column of that name, if there is one.
  public subscript(name: String) -> Column? { columns.first { $0.name == name } }

  private static func faults(of columns: [Column]) -> [String] {
    var faults: [String] = []
    var seen: Set<String> = []
    for column in columns {
      if !seen.insert(column.name).inserted { faults.append("two columns named “\(column.name)”") }
      guard let first = columns.first, column.values.count != first.values.count else { continue }
      faults.append(
        "“\(column.name)” has \(column.values.count) rows where “\(first.name)” has "
          + "\(first.values.count)")
    }
    return faults
  }
}
