extension Table {
  /// The table for a terminal: numbers to the right with `digits` significant digits, words to the
  /// left, at most `maximumRows` rows (the first and the last; the gap says how many are left out).
  public func text(digits: Int = 4, maximumRows: Int = .max) -> String {
    let rows = Self.shownRows(rowCount, maximum: maximumRows)
    let cells = columns.map { column in
      [column.header]
        + rows.map { $0.map { column.values.shown(at: $0, digits: digits) } ?? "…" }
    }
    let widths = cells.map { $0.map(\.count).max() ?? 0 }
    var lines = (0...rows.count).map { row in
      Self.trimmed(
        columns.indices.map { index in
          Self.padded(cells[index][row], to: widths[index], left: columns[index].values.isNumeric)
        }.joined(separator: "  "))
    }
    lines.insert(widths.map { String(repeating: "─", count: $0) }.joined(separator: "  "), at: 1)
    if rows.contains(nil) { lines.append("(\(rowCount - rows.count + 1) rows not shown)") }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The rows to show; nil stands for the gap.
  static func shownRows(_ count: Int, maximum: Int) -> [Int?] {
    guard count > max(maximum, 2) else { return Array(0..<count) }
    let head = (max(maximum, 2) + 1) / 2
    let tail = max(maximum, 2) - head
    return Array(0..<head) + [nil] + Array(count - tail..<count)
  }

  private static func padded(_ text: String, to width: Int, left: Bool) -> String {
    let gap = String(repeating: " ", count: max(width - text.count, 0))
    return left ? gap + text : text + gap
  }

  private static func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }
}
