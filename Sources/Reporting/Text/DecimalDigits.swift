/// A finite, positive number as decimal digits: 0.d₁d₂d₃… × 10^(exponent + 1).
///
/// Built from the shortest text that reads back as the same double, then rounded in decimal, so
/// that what is shown is the rounding of what an exact print would show.
struct DecimalDigits {
  /// The significant digits, without trailing zeros.
  private(set) var digits: [UInt8]
  /// The power of ten of the first digit.
  private(set) var exponent: Int

  /// The shortest digits of `x`, which must be finite; the sign is dropped.
  init(_ x: Double) {
    var digits: [UInt8] = []
    var point: Int?
    var shift = 0
    let parts = x.magnitude.description.split(separator: "e", maxSplits: 1)
    for byte in parts[0].utf8 {
      if byte == UInt8(ascii: ".") { point = digits.count } else { digits.append(byte - 48) }
    }
    if parts.count == 2 { shift = Int(parts[1]) ?? 0 }
    let leadingZeros = digits.prefix { $0 == 0 }.count
    exponent = (point ?? digits.count) - 1 - leadingZeros + shift
    self.digits = Array(digits.dropFirst(leadingZeros))
    dropTrailingZeros()
    if self.digits.isEmpty { exponent = 0 }
  }

  /// Rounds to `count` digits, halves away from zero; a count below 1 can give zero.
  mutating func round(to count: Int) {
    guard count < digits.count else { return }
    guard count >= 0 else {
      digits = []
      return
    }
    let roundsUp = digits[count] >= 5
    digits.removeSubrange(count...)
    if roundsUp { carry() }
    dropTrailingZeros()
  }

  /// Digits before and after the point, in plain notation with exactly `places` decimals.
  func plain(places: Int) -> String {
    var text = ""
    for power in stride(from: max(exponent, 0), through: -places, by: -1) {
      if power == -1 { text += "." }
      text += String(digit(at: power))
    }
    return text
  }

  /// Multiplies by a power of ten.
  mutating func shift(by power: Int) { exponent += power }

  /// Decimals needed to show every digit.
  var places: Int { max(digits.count - 1 - exponent, 0) }

  private func digit(at power: Int) -> UInt8 {
    let index = exponent - power
    return digits.indices.contains(index) ? digits[index] : 0
  }

  private mutating func carry() {
    while let last = digits.last, last == 9 { digits.removeLast() }
    if digits.isEmpty {
      digits = [1]
      exponent += 1
    } else {
      digits[digits.count - 1] += 1
    }
  }

  private mutating func dropTrailingZeros() {
    while digits.last == 0 { digits.removeLast() }
  }
}
