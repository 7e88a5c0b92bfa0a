/// A span of wall time for people to read: `850 µs`, `1.3 s`, `2 min 05 s`, `1 h 02 min`,
/// `3 d 04 h`.
package func formatted(seconds: Double) -> String {
  guard seconds.isFinite else { return spelled(seconds) }
  guard seconds >= 0 else { return "-" + formatted(seconds: -seconds) }
  switch seconds {
  case 0: return "0 s"
  case ..<0.9995e-6: return formatted(seconds * 1e9, digits: 3) + " ns"
  case ..<0.9995e-3: return formatted(seconds * 1e6, digits: 3) + " µs"
  case ..<0.9995: return formatted(seconds * 1e3, digits: 3) + " ms"
  case ..<9.95: return formatted(seconds, digits: 2) + " s"
  case ..<59.5: return formatted(seconds.rounded(), digits: 2) + " s"
  case ..<3599.5: return pair(seconds, 60, "min", 1, "s")
  case ..<86370: return pair(seconds, 3600, "h", 60, "min")
  case ..<1e9: return pair(seconds, 86400, "d", 3600, "h")
  default: return formatted(seconds / 31_557_600, digits: 4) + " years"
  }
}

/// The span in two units, the smaller one rounded and with two digits.
private func pair(
  _ seconds: Double, _ large: Int, _ largeName: String, _ small: Int, _ smallName: String
) -> String {
  let units = Int((seconds / Double(small)).rounded())
  let (whole, rest) = units.quotientAndRemainder(dividingBy: large / small)
  return "\(whole) \(largeName) \(rest < 10 ? "0" : "")\(rest) \(smallName)"
}
