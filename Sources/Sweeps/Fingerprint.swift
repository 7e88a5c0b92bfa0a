/// A short text that differs when what it was made of differs: FNV-1a of 64 bits.
///
/// <https://www.rfc-editor.org/rfc/rfc9923>. It guards against mistakes, not against malice.
public struct Fingerprint: Sendable {
  private var state: UInt64 = 0xcbf2_9ce4_8422_2325

  /// Of nothing yet.
  public init() {}

  /// Adds a text, with its length.
  public mutating func add(_ text: String) {
    text.utf8.forEach { add(byte: $0) }
    add(bits: UInt64(text.utf8.count))
  }

  /// Adds every bit of a number.
  public mutating func add(_ number: Double) { add(bits: number.bitPattern) }

  /// `#` and sixteen hexadecimal digits.
  public var text: String {
    let digits = String(state, radix: 16)
    return "#" + String(repeating: "0", count: 16 - digits.count) + digits
  }

  private mutating func add(bits: UInt64) {
    for shift in stride(from: 0, to: 64, by: 8) {
      add(byte: UInt8(truncatingIfNeeded: bits >> shift))
    }
  }

  private mutating func add(byte: UInt8) { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
}
