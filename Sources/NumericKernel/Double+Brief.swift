extension Double {
  /// The shortest text that reads back as the same number; a whole number without its ".0".
  package var brief: String {
    let text = description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

extension Double {
  /// The number to six digits, for a place named in a sentence; 0 where it is rounding beside a size.
  package func brief(beside size: Double) -> String {
    guard isFinite, magnitude > 1e-9 * size else { return isFinite ? "0" : brief }
    // Powers of ten up to 1e22 are exact, so a quotient by one is the double nearest to the decimal.
    var power = 1.0
    while magnitude * power < 1e5, power < 1e22 { power *= 10 }
    return ((self * power).rounded() / power).brief
  }
}
