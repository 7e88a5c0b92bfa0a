extension Double {
  /// The shortest text that reads back as the same number; a whole number without its ".0".
  package var brief: String {
    let text = description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
