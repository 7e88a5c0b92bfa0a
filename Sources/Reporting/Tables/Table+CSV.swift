extension Table {
  /// The table as CSV: one header line of names, then a line a row; `\n` ends each.
  ///
  /// Numbers are the shortest text that reads back as the same double, `nan`, `inf`, `-inf`
  /// included. Words with a comma, quote or line break are quoted as in RFC 4180; so are words that
  /// would read as a number, and empty ones, so that `Table(csv:)` gives back the same table.
  public func csv() -> String { csvHeader() + csvRows() }

  /// The header line of ``csv()``.
  public func csvHeader() -> String {
    columns.map { Self.field($0.name, guardsNumbers: false) }.joined(separator: ",") + "\n"
  }

  /// The lines of ``csv()`` after the header.
  public func csvRows() -> String {
    var text = ""
    for row in 0..<rowCount {
      for (index, column) in columns.enumerated() {
        if index > 0 { text += "," }
        switch column.values {
        case .numbers(let values): text += spelled(values[row])
        case .integers(let values): text += values[row].description
        case .text(let values): text += Self.field(values[row], guardsNumbers: true)
        }
      }
      text += "\n"
    }
    return text
  }

  private static func field(_ text: String, guardsNumbers: Bool) -> String {
    let special = text.utf8.contains { byte in
      byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
        || byte == UInt8(ascii: "\r")
    }
    let isBare = !special && !text.isEmpty && !(guardsNumbers && CSVCell.readsAsNumber(text))
    guard !isBare else { return text }
    let pieces = text.split(separator: "\"", omittingEmptySubsequences: false)
    return "\"" + pieces.joined(separator: "\"\"") + "\""
  }
}
