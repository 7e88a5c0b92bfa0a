public import Learning
internal import Reporting

extension DataSet {
  /// Reads and whitens a CSV file: a line of column names, then a line a sample.
  ///
  /// - Throws: `ReportingError` where it cannot be read, `DataSetError` where a column holds words or
  ///   cannot be whitened.
  public init(csvFile path: String) throws {
    let table = try Table(csv: readText(path))
    let name = path.split(separator: "/").last.map(String.init) ?? path
    if table.columns.allSatisfy({ Double($0.name) != nil }) {
      throw DataSetError(
        description: "\(name): the first line names the columns, here it holds numbers; add a line "
          + "such as x1,x2.")
    }
    var columns: [(name: String, values: [Double])] = []
    for column in table.columns {
      guard let values = column.values.doubles else {
        throw DataSetError(
          description: "\(name), column \(column.name) holds words; leave it out.")
      }
      columns.append((column.name, values))
    }
    try self.init(name: name, columns: columns)
  }
}
