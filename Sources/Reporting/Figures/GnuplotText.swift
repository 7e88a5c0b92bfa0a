/// Text as gnuplot reads it, literally.
///
/// Names come from users. Single quotes hold back every escape, variable and command substitution
/// (back-quotes run a shell in double ones), and `noenhanced` beside each string holds back the
/// markup of `_ ^ { } @ &`. Greek and other letters are plain UTF-8.
enum GnuplotText {
  /// A quoted string.
  static func quoted(_ text: String) -> String {
    let pieces = clean(text).split(separator: "'", omittingEmptySubsequences: false)
    return "'" + pieces.joined(separator: "''") + "'"
  }

  /// A quoted string broken into lines of about the given length, at spaces.
  static func wrapped(_ text: String, width: Int) -> String {
    var lines: [String] = []
    for word in clean(text).split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= max(width, 8) {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    guard lines.count > 1 else { return quoted(text) }
    return lines.map(quoted).joined(separator: ".\"\\n\".")
  }

  /// The text on one line, without control characters.
  static func clean(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
  }
}
