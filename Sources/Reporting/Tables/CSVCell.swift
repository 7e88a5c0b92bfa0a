/// One cell of a CSV text, and whether it stood in quotes.
struct CSVCell: Equatable {
  var text: String
  var isQuoted: Bool

  /// Whether a bare cell of this text is taken for a number.
  static func readsAsNumber(_ text: String) -> Bool { number(text) != nil }

  /// The double of a bare cell.
  ///
  /// Only decimal text and the three spelled values count: `Double` alone would also take
  /// hexadecimal, `infinity` and the like.
  static func number(_ text: String) -> Double? {
    switch text {
    case "nan", "NaN", "NAN": return .nan
    case "inf", "Inf", "+inf": return .infinity
    case "-inf", "-Inf": return -.infinity
    default:
      let isDecimal = text.utf8.allSatisfy { byte in
        (48...57).contains(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
          || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E")
      }
      return isDecimal ? Double(text) : nil
    }
  }
}
