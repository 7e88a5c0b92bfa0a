/// An exact fraction in lowest terms, denominator above 0.
public struct Rational: Sendable, Hashable, ExpressibleByIntegerLiteral {
  /// Above the bar.
  public let numerator: BigInteger
  /// Below the bar; at least 1.
  public let denominator: BigInteger

  /// The fraction, reduced.
  ///
  /// - Precondition: the denominator is not 0.
  public init(_ numerator: BigInteger, _ denominator: BigInteger) {
    let common = BigInteger.greatestCommonDivisor(numerator, denominator)
    let sign = BigInteger(denominator.signum)
    self.numerator = (numerator * sign).quotientAndRemainder(dividingBy: common).0
    self.denominator = (denominator * sign).quotientAndRemainder(dividingBy: common).0
  }

  /// A whole number.
  public init(_ value: Int) { self.init(BigInteger(value), BigInteger(1)) }

  /// The fraction of two whole numbers.
  public init(_ numerator: Int, _ denominator: Int) {
    self.init(BigInteger(numerator), BigInteger(denominator))
  }

  /// A whole number.
  public init(integerLiteral value: Int) { self.init(value) }

  /// What the shortest decimal text of a number says: 0.7 is 7/10, not the nearest dyadic fraction.
  ///
  /// Nil for what is not finite.
  public init?(decimal value: Double) {
    guard value.isFinite else { return nil }
    let halves = "\(value.magnitude)".lowercased().split(separator: "e")
    let digits = halves[0].split(separator: ".", omittingEmptySubsequences: false)
    let fraction = digits.count > 1 ? String(digits[1]) : ""
    let exponent = (halves.count > 1 ? Int(halves[1]) ?? 0 : 0) - fraction.count
    var integer = BigInteger(0)
    for digit in String(digits[0]) + fraction {
      integer = integer * BigInteger(10) + BigInteger(digit.wholeNumberValue ?? 0)
    }
    var power = BigInteger(1)
    for _ in 0..<exponent.magnitude { power = power * BigInteger(10) }
    if value < 0 { integer = -integer }
    self = exponent < 0 ? Rational(integer, power) : Rational(integer * power, BigInteger(1))
  }

  /// The simplest fraction within `tolerance` of a number (continued fraction); nil if its
  /// denominator would exceed `largestDenominator`.
  public init?(near value: Double, tolerance: Double, largestDenominator: Int = 1_000_000) {
    guard value.isFinite, value.magnitude < 1e9 else { return nil }
    var (p, q, lastP, lastQ) = (1, 0, 0, 1)
    var rest = value
    for _ in 0..<40 {
      let whole = rest.rounded(.down)
      guard whole.magnitude < 1e9 else { return nil }
      (p, lastP) = (Int(whole) &* p &+ lastP, p)
      (q, lastQ) = (Int(whole) &* q &+ lastQ, q)
      guard q.magnitude <= largestDenominator else { return nil }
      if (Double(p) / Double(q) - value).magnitude <= tolerance {
        self.init(p, q)
        return
      }
      rest = 1 / (rest - whole)
    }
    return nil
  }

  /// The nearest floating-point number, to one or two units in the last place.
  public var doubleValue: Double {
    let (a, b) = (numerator.bitWidth, denominator.bitWidth)
    return Double(
      sign: .plus, exponent: a - b,
      significand: numerator.scaled(by: a) / denominator.scaled(by: b))
  }

  /// The sum.
  public static func + (x: Rational, y: Rational) -> Rational {
    Rational(
      x.numerator * y.denominator + y.numerator * x.denominator, x.denominator * y.denominator)
  }

  /// The difference.
  public static func - (x: Rational, y: Rational) -> Rational { x + -y }

  /// The product.
  public static func * (x: Rational, y: Rational) -> Rational {
    Rational(x.numerator * y.numerator, x.denominator * y.denominator)
  }

  /// The quotient.
  ///
  /// - Precondition: the divisor is not 0.
  public static func / (x: Rational, y: Rational) -> Rational {
    Rational(x.numerator * y.denominator, x.denominator * y.numerator)
  }

  /// The negative.
  public static prefix func - (x: Rational) -> Rational {
    Rational(-x.numerator, x.denominator)
  }
}

extension Rational: CustomStringConvertible {
  /// As `-5/512`, or a whole number.
  public var description: String {
    denominator == BigInteger(1) ? "\(numerator)" : "\(numerator)/\(denominator)"
  }
}
