/// A line of an .ode file after continuations are joined and arrays spelt out.
struct ODELine: Equatable {
  /// Where it starts in the file, from 1.
  let number: Int
  let text: String
}

/// Splits an .ode file into lines, up to `done`.
struct ODELines {
  private(set) var lines: [ODELine] = []
  private(set) var faults: [ImportFault] = []

  /// The most lines that arrays may be spelt out to.
  static let most = 100_000

  init(_ text: String) {
    var block: (range: ClosedRange<Int>, line: Int, lines: [ODELine])?
    for line in ODELines.joined(text) {
      if line.text.hasPrefix("%") {
        if let open = block {
          close(open)
          block = nil
        } else if let range = ODELines.range(in: line.text)?.range {
          block = (range, line.number, [])
        } else {
          fault(line, "% opens an array as %[1..4]; a single % closes it")
        }
      } else if block != nil {
        block?.lines.append(line)
      } else {
        add(line)
      }
      if lines.count > ODELines.most {
        fault(line, "more than \(ODELines.most) lines when arrays are spelt out")
        return
      }
    }
    if let block {
      faults.append(ImportFault(line: block.line, "this array of lines is never closed by a %"))
    }
  }

  private mutating func fault(_ line: ODELine, _ message: String) {
    faults.append(ImportFault(line: line.number, message))
  }

  /// Lines with their ends joined; comments, blank lines and what follows `done` left out.
  private static func joined(_ text: String) -> [ODELine] {
    var lines: [ODELine] = []
    var open: (number: Int, text: String)?
    for (index, raw) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      let line = trimmed(raw)
      if open == nil, line.isEmpty || line.hasPrefix("#") || line.hasPrefix("\"") { continue }
      let number = open?.number ?? index + 1
      let whole = (open?.text ?? "") + line
      if whole.hasSuffix("\\") {
        open = (number, String(whole.dropLast()))
        continue
      }
      open = nil
      if ["done", "d"].contains(whole.lowercased()) { return lines }
      lines.append(ODELine(number: number, text: whole))
    }
    if let open { lines.append(ODELine(number: open.number, text: open.text)) }
    return lines
  }

  static func trimmed(_ text: some StringProtocol) -> String {
    let start = text.drop { $0.isWhitespace }
    return String(start.reversed().drop { $0.isWhitespace }.reversed())
  }

  private mutating func close(_ block: (range: ClosedRange<Int>, line: Int, lines: [ODELine])) {
    for index in block.range {
      for line in block.lines where lines.count <= ODELines.most {
        lines.append(ODELine(number: line.number, text: ODELines.spelt(line.text, index)))
      }
    }
  }

  /// A line of its own: `x[1..4]'=-x[j]` becomes four.
  private mutating func add(_ line: ODELine) {
    guard let (range, place) = ODELines.range(in: line.text) else {
      lines.append(line)
      return
    }
    let (before, after) = (line.text[..<place.lowerBound], line.text[place.upperBound...])
    for index in range where lines.count <= ODELines.most {
      let text = "\(before)\(index)\(ODELines.spelt(String(after), index))"
      lines.append(ODELine(number: line.number, text: text))
    }
  }

  /// The first `[1..4]` and where it stands.
  private static func range(in text: String) -> (
    range: ClosedRange<Int>, place: Range<String.Index>
  )? {
    guard let open = text.firstIndex(of: "["),
      let close = text[open...].firstIndex(of: "]")
    else { return nil }
    let inside = text[text.index(after: open)..<close]
    let dots = inside.split(separator: ".", omittingEmptySubsequences: false)
    guard dots.count == 3, dots[1].isEmpty, let low = Int(trimmed(dots[0])),
      let high = Int(trimmed(dots[2])), low <= high, low > -1_000_000, high < 1_000_000
    else { return nil }
    return (low...high, open..<text.index(after: close))
  }

  /// The text with `[j]`, `[j+1]`, `[j-2]` and `[j*3]` replaced by numbers.
  private static func spelt(_ text: String, _ index: Int) -> String {
    var result = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "[") {
      result += rest[..<open]
      guard let close = rest[open...].firstIndex(of: "]"),
        let value = value(of: rest[rest.index(after: open)..<close], index)
      else {
        result += "["
        rest = rest[rest.index(after: open)...]
        continue
      }
      result += value.description
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }

  private static func value(of text: Substring, _ index: Int) -> Int? {
    let text = text.filter { !$0.isWhitespace }.lowercased()
    guard text.hasPrefix("j") else { return nil }
    let rest = text.dropFirst()
    guard let sign = rest.first else { return index }
    guard let number = Int(rest.dropFirst()), number.magnitude < 1_000_000 else { return nil }
    switch sign {
    case "+": return index + number
    case "-": return index - number
    case "*": return index * number
    default: return nil
    }
  }
}
