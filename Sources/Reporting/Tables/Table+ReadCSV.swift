extension Table {
  /// Reads a CSV text: a header line, then a line a row.
  ///
  /// A column is whole numbers when all its cells are, numbers when all its cells are, and words
  /// otherwise; a cell in quotes is always a word. Units and meanings live in the sidecar.
  /// Throws `.malformedCSV` with the line number.
  public init(csv text: String) throws(ReportingError) {
    var reader = CSVReader(text)
    let rows = try reader.rows()
    guard let header = rows.first?.cells else {
      throw ReportingError(.malformedCSV, "The CSV text is empty: a header line is needed.")
    }
    for row in rows.dropFirst() where row.cells.count != header.count {
      throw ReportingError(
        .malformedCSV,
        "Line \(row.line) has \(row.cells.count) cells where the header has \(header.count).")
    }
    let body = rows.dropFirst()
    try self.init(
      header.enumerated().map { index, name in
        Column(name.text, Self.values(body.map { $0.cells[index] }))
      })
  }

  private static func values(_ cells: [CSVCell]) -> Values {
    guard !cells.contains(where: \.isQuoted) else { return .text(cells.map(\.text)) }
    let integers = cells.compactMap { Int($0.text) }
    if integers.count == cells.count, !cells.isEmpty { return .integers(integers) }
    let numbers = cells.compactMap { CSVCell.number($0.text) }
    return numbers.count == cells.count ? .numbers(numbers) : .text(cells.map(\.text))
  }
}
