import Reporting
import Testing

@Suite("Numbers for people")
struct NumberFormatTests {
  @Test(
    "significant digits, plain in a sensible range",
    arguments: [
      (0.0, 4, "0"), (-0.0, 4, "0"), (1, 4, "1"), (0.5, 1, "0.5"), (0.1234567, 4, "0.1235"),
      (1234.6, 4, "1235"), (12345.6, 4, "1.235e+04"), (20000, 4, "20000"),
      (100, 2, "100"), (999_999, 3, "1e+06"), (1_000_000, 4, "1e+06"), (0.0001234, 3, "0.000123"),
      (0.00001234, 3, "1.23e-05"), (1.23e-7, 3, "1.23e-07"), (-1.5e300, 3, "-1.5e+300"),
      (.leastNonzeroMagnitude, 4, "5e-324"), (9.9996, 4, "10"), (0.99999, 3, "1"), (.nan, 3, "nan"),
      (.infinity, 3, "inf"), (-.infinity, 3, "-inf"), (0.1 + 0.2, 17, "0.30000000000000004"),
      (2.5, 0, "3"),
    ])
  func significantDigits(_ x: Double, _ digits: Int, _ expected: String) {
    #expect(formatted(x, digits: digits) == expected)
  }

  @Test(
    "a mean and its error are rounded to the same place",
    arguments: [
      (0.123449, 0.00117, "0.1234 ± 0.0012"), (1.0, 0.1, "1.00 ± 0.10"),
      (-12.3456, 3.3, "-12.3 ± 3.3"), (1.2341e-7, 1.2e-9, "(1.234 ± 0.012)e-07"),
      (123_456, 1234, "123500 ± 1200"), (0.0001, 2.0, "0.0 ± 2.0"), (0, 0.05, "0.000 ± 0.050"),
      (0.5, 0, "0.5 ± 0"), (.nan, 0.1, "nan ± 0.1"), (9.996, 0.01, "9.996 ± 0.010"),
      (5e12, 2e11, "(5.00 ± 0.20)e+12"),
    ])
  func meanAndError(_ mean: Double, _ error: Double, _ expected: String) {
    #expect(formatted(mean, plusMinus: error) == expected)
  }

  @Test(
    "spans of time take the unit that fits",
    arguments: [
      (0, "0 s"), (3e-9, "3 ns"), (850e-6, "850 µs"), (0.0123, "12.3 ms"), (1.3, "1.3 s"),
      (0.9999, "1 s"), (42.4, "42 s"), (59.6, "1 min 00 s"), (125, "2 min 05 s"),
      (3725, "1 h 02 min"), (273_600, "3 d 04 h"), (86_399, "1 d 00 h"), (.infinity, "inf"),
      (-2, "-2 s"), (3.2e10, "1014 years"),
    ])
  func spans(_ seconds: Double, _ expected: String) {
    #expect(formatted(seconds: seconds) == expected)
  }

  @Test("every double formats without a trap, and 17 digits read back exactly")
  func anyDouble() {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<20_000 {
      let x = Double(bitPattern: generator.next())
      for digits in [1, 3, 17] { #expect(!formatted(x, digits: digits).isEmpty) }
      if x.isFinite { #expect(Double(formatted(x, digits: 17)) == x) }
      _ = formatted(x, plusMinus: Double(bitPattern: generator.next()))
      _ = formatted(seconds: x)
    }
  }
}

/// SplitMix64: the same numbers on every run.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
