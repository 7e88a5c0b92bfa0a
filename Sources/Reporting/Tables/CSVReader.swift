/// Splits a CSV text (RFC 4180; either line end) into rows of cells.
struct CSVReader {
  private let bytes: [UInt8]
  private var position = 0
  private var line = 1

  init(_ text: String) {
    var bytes = Array(text.utf8)
    // Spreadsheets start their files with a byte order mark.
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    self.bytes = bytes
  }

  /// Every row with the line it starts on; blank lines are skipped.
  mutating func rows() throws(ReportingError) -> [(line: Int, cells: [CSVCell])] {
    var rows: [(line: Int, cells: [CSVCell])] = []
    while position < bytes.count {
      let start = line
      let cells = try row()
      if cells != [CSVCell(text: "", isQuoted: false)] { rows.append((start, cells)) }
    }
    return rows
  }

  private mutating func row() throws(ReportingError) -> [CSVCell] {
    var cells: [CSVCell] = []
    while true {
      cells.append(try cell())
      guard position < bytes.count, bytes[position] == UInt8(ascii: ",") else { break }
      position += 1
    }
    skipLineEnd()
    return cells
  }

  private mutating func cell() throws(ReportingError) -> CSVCell {
    guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return bareCell() }
    return try quotedCell()
  }

  private mutating func bareCell() -> CSVCell {
    let start = position
    while position < bytes.count, !Self.endsCell(bytes[position]) { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    return CSVCell(text: text, isQuoted: false)
  }

  private mutating func quotedCell() throws(ReportingError) -> CSVCell {
    let start = line
    var content: [UInt8] = []
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\n") { line += 1 }
      guard byte == UInt8(ascii: "\"") else {
        content.append(byte)
        continue
      }
      let isPair = position < bytes.count && bytes[position] == byte
      guard isPair else { return try closed(content) }
      content.append(byte)
      position += 1
    }
    throw ReportingError(.malformedCSV, "The quote opened on line \(start) is never closed.")
  }

  private func closed(_ content: [UInt8]) throws(ReportingError) -> CSVCell {
    guard position == bytes.count || Self.endsCell(bytes[position]) else {
      throw ReportingError(
        .malformedCSV, "Line \(line): text follows a closing quote; write a quote inside as \"\".")
    }
    return CSVCell(text: String(decoding: content, as: UTF8.self), isQuoted: true)
  }

  private mutating func skipLineEnd() {
    if position < bytes.count, bytes[position] == UInt8(ascii: "\r") { position += 1 }
    if position < bytes.count, bytes[position] == UInt8(ascii: "\n") { position += 1 }
    line += 1
  }

  private static func endsCell(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }
}
