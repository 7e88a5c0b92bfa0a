import Modeling
import Symbolic

extension ODEBuilder {
  /// The most values of a table.
  private static let mostValues = 1_000_000

  /// `table w % 101 0 10 formula of t`, or `table w file`.
  mutating func table(
    _ name: String, _ text: String, _ line: Int, _ readFile: (String) throws -> String
  ) -> ODETable? {
    let words = text.split(maxSplits: 4, whereSeparator: \.isWhitespace)
    if words.first == "%" {
      guard words.count == 5, let count = Int(words[1]), let low = Double(words[2]),
        let high = Double(words[3])
      else {
        fault(line, "a table is written table name % points low high formula")
        return nil
      }
      return computed(name, count, low, high, String(words[4]), line)
    }
    guard let file = words.first, words.count == 1 else {
      fault(line, "a table is written table name file, or table name % points low high formula")
      return nil
    }
    guard let content = try? readFile(String(file)) else {
      fault(line, "the table's file \(file) cannot be read")
      return nil
    }
    return read(name, String(file), content, line)
  }

  private mutating func read(_ name: String, _ file: String, _ content: String, _ line: Int)
    -> ODETable?
  {
    let numbers = content.split(whereSeparator: \.isWhitespace).map { Double($0) ?? .nan }
    guard numbers.count >= 5, let count = Int(exactly: numbers[0]), numbers.count >= 3 + count,
      count >= 2, numbers.prefix(3 + count).allSatisfy(\.isFinite),
      let table = ODETable(
        name, low: numbers[1], high: numbers[2], values: Array(numbers[3..<(3 + count)]))
    else {
      fault(line, "\(file) is no table: number of points (2 or more), low, high, then the values")
      return nil
    }
    return table
  }

  private mutating func computed(
    _ name: String, _ count: Int, _ low: Double, _ high: Double, _ text: String, _ line: Int
  ) -> ODETable? {
    guard count >= 2, count <= ODEBuilder.mostValues, low < high, (high - low).isFinite else {
      fault(line, "a table needs from 2 to \(ODEBuilder.mostValues) points over an interval")
      return nil
    }
    guard let formula = expression(text, of: name, line) else { return nil }
    let used = formula.symbols
    if parameters.contains(where: { used.contains($0.symbol) }) {
      remark(
        line, "table \(name) is made with the parameters of the file; --set leaves it as it is")
    }
    let fixed = Dictionary(
      uniqueKeysWithValues: parameters.map { ($0.symbol, Expression($0.value)) })
    let ofTime = formula.substituting(fixed)
    guard let time = ModelDescription.time.symbol else { return nil }
    let values = (0..<count).map { k -> Double in
      let t = low + (high - low) * Double(k) / Double(count - 1)
      return ofTime.substituting([time: Expression(t)]).constantValue ?? .nan
    }
    guard let table = ODETable(name, low: low, high: high, values: values) else {
      fault(line, "table \(name): the formula is not a finite number everywhere")
      return nil
    }
    return table
  }
}
