import RealModule
import Symbolic
import Testing

@Suite("Interval evaluation")
struct IntervalTests {
  private let x = Symbol("x")
  private let y = Symbol("y")

  /// Expressions over boxes in their domain.
  private func pool() -> [(Expression, [Interval])] {
    let (a, b) = (x.expression, y.expression)
    let (wide, positive) = (Interval(-1.3, 2.1), Interval(0.2, 3))
    return [
      (a + b * a - a / (b + 4), [wide, wide]), (a ** 3 - 2 * a ** 2 + b, [wide, wide]),
      (a ** -2 + (b ** 4), [positive, wide]), (exp(a) * log(b), [wide, positive]),
      (sqrt(b) ** 3, [wide, positive]), (sin(3 * a) + cos(2 * b), [wide, wide]),
      (tan(a / 2), [Interval(-1, 1), wide]), (sinh(a) - cosh(b), [wide, wide]),
      (tanh(a) * erf(b), [wide, wide]), (atan(a) + asinh(b), [wide, wide]),
      (asin(a) + acos(b), [Interval(-0.9, 0.7), Interval(-1, 1)]),
      (acosh(a) + atanh(b), [Interval(1.1, 4), Interval(-0.8, 0.9)]),
      (abs(a) + sign(b), [wide, wide]), (min(a, b) - max(a, b), [wide, wide]),
      (ifelse(a < b, a, b ** 2), [wide, wide]), (b ** Expression(1.7), [wide, positive]),
      (ifelse(a > 0 && b <= 1, a, -b), [wide, wide]), (floor(3 * a), [wide, wide]),
    ]
  }

  @Test("bounds hold every value, over boxes of falling size")
  func enclosure() throws {
    var random = SeededGenerator(20_261_125)
    for (expression, domain) in pool() {
      let bounds = IntervalEvaluator([expression], inputs: [x, y], values: [:])
      let evaluator = TapeEvaluator(try Tape([expression], inputs: [x, y]))
      for k in 0..<60 {
        let share = 1 / Double(1 << (k % 12))
        let box = domain.map { interval -> Interval in
          let start = interval.lower + Double.random(in: 0...1, using: &random) * interval.width
          return Interval(start, min(start + share * interval.width, interval.upper))
        }
        let image = bounds.bounds(over: box)[0]
        for _ in 0..<20 {
          let point = box.map { Double.random(in: $0.lower...$0.upper, using: &random) }
          let value = evaluator.values(point)[0]
          #expect(image.contains(value), "\(expression) at \(point): \(value) not in \(image)")
        }
      }
    }
  }

  @Test("the excess width falls at least linearly with the box")
  func order() {
    let a = x.expression
    let bounds = IntervalEvaluator([a * (1 - a) * exp(a)], inputs: [x], values: [:])
    let widths = [1e-1, 1e-2, 1e-3, 1e-4].map {
      bounds.bounds(over: [Interval(0.3, 0.3 + $0)])[0].width
    }
    for (wide, narrow) in zip(widths, widths.dropFirst()) { #expect(wide / narrow > 8) }
  }

  @Test("poles and empty domains give the entire line, never a wrong bound")
  func unbounded() {
    let a = x.expression
    let image = { (expression: Expression, interval: Interval) in
      IntervalEvaluator([expression], inputs: [x], values: [:]).bounds(over: [interval])[0]
    }
    #expect(image(1 / a, Interval(-1, 1)) == .entire)
    #expect(image(tan(a), Interval(1, 2)) == .entire)
    #expect(image(log(a), Interval(-2, -1)) == .entire)
    #expect(image(sqrt(a), Interval(-2, 4)).contains(2))
  }

  @Test("kinks count only where they vary")
  func kinks() {
    let (a, p) = (x.expression, y.expression)
    let fixed = IntervalEvaluator([ifelse(p > 0, a ** 2, a)], inputs: [x], values: [y: 1])
    #expect(fixed.isSmooth)
    #expect(!IntervalEvaluator([abs(a)], inputs: [x], values: [:]).isSmooth)
    #expect(fixed.bounds(over: [Interval(1, 2)])[0].upper < 4.1)
  }
}

/// A seeded generator, SplitMix64.
private struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
