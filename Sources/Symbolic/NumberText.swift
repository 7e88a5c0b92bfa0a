/// Constants as people write them.
enum NumberText {
  /// The shortest text that reads back as the same number.
  static func write(_ value: Double, in notation: Notation) -> String {
    guard value.isFinite else { return notation == .mathML ? "<mi>\(value)</mi>" : "\(value)" }
    let (mantissa, exponent) = parts(value)
    switch notation {
    case .text: return exponent.map { "\(mantissa)e\($0)" } ?? mantissa
    case .latex:
      guard let exponent else { return mantissa }
      return mantissa == "1" ? "10^{\(exponent)}" : "\(mantissa) \\cdot 10^{\(exponent)}"
    case .mathML: return mathML(mantissa, exponent, isNegative: value < 0)
    }
  }

  /// Decimal mantissa, and exponent of ten where plain digits would be long.
  private static func parts(_ value: Double) -> (mantissa: String, exponent: Int?) {
    if value.magnitude < 1e5, let integer = Int(exactly: value) { return ("\(integer)", nil) }
    let shortest = "\(value)"
    if value.magnitude >= 1e-4, value.magnitude < 1e5 { return (shortest, nil) }
    return scientific(shortest)
  }

  /// "30000000.0" and "3e-05" as digits and exponent.
  private static func scientific(_ shortest: String) -> (String, Int?) {
    let isNegative = shortest.hasPrefix("-")
    let halves = shortest.drop { $0 == "-" }.split(separator: "e")
    var exponent = halves.count > 1 ? Int(halves[1]) ?? 0 : 0
    let number = halves[0].split(separator: ".", omittingEmptySubsequences: false)
    let whole = number[0]
    let fraction = number.count > 1 ? number[1] : ""
    var digits = Array(whole + fraction)
    exponent += whole.count - 1
    while digits.first == "0", digits.count > 1 {
      digits.removeFirst()
      exponent -= 1
    }
    while digits.last == "0", digits.count > 1 { digits.removeLast() }
    let mantissa = String(digits[0]) + (digits.count > 1 ? "." + String(digits[1...]) : "")
    return ((isNegative ? "-" : "") + mantissa, exponent)
  }

  private static func mathML(_ mantissa: String, _ exponent: Int?, isNegative: Bool) -> String {
    let digits = mantissa.drop { $0 == "-" }
    var body = "<mn>\(digits)</mn>"
    if let exponent {
      body += "<mo>·</mo><msup><mn>10</mn><mn>\(exponent)</mn></msup>"
    }
    if isNegative { body = "<mo>−</mo>" + body }
    return exponent == nil && !isNegative ? body : "<mrow>\(body)</mrow>"
  }
}
