/// All numbers from `lower` to `upper`, ends included.
///
/// Operations give an interval that holds every value the operation takes over its operands:
/// sums, products and quotients are rounded outwards by one unit in the last place, elementary
/// functions by four (the C library's are good to two). Where an operation is not
/// defined on all of its operand it counts the part where it is; where it is defined
/// nowhere, or may have a pole, the result is ``entire``.
///
/// R. E. Moore, R. B. Kearfott, M. J. Cloud, Introduction to Interval Analysis (2009),
/// doi:10.1137/1.9780898717716.
public struct Interval: Hashable, Sendable {
  /// The smallest number in it.
  public let lower: Double
  /// The largest number in it.
  public let upper: Double

  /// The numbers from `lower` to `upper`; ``entire`` if they are not ordered numbers.
  public init(_ lower: Double, _ upper: Double) {
    let isOrdered = lower <= upper
    self.lower = isOrdered ? lower : -.infinity
    self.upper = isOrdered ? upper : .infinity
  }

  /// One number.
  public init(_ value: Double) { self.init(value, value) }

  /// The numbers of a range.
  public init(_ range: ClosedRange<Double>) { self.init(range.lowerBound, range.upperBound) }

  /// All numbers.
  public static let entire = Interval(-.infinity, .infinity)

  /// The middle; 0 for the entire line.
  public var middle: Double {
    if lower == -.infinity || upper == .infinity { return 0 }
    return lower + (upper - lower) / 2
  }

  /// upper − lower.
  public var width: Double { upper - lower }

  /// The largest absolute value.
  public var magnitude: Double { max(lower.magnitude, upper.magnitude) }

  /// Whether a number lies in it.
  public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }

  /// Whether all of another interval lies in its interior.
  public func containsInside(_ other: Interval) -> Bool {
    lower < other.lower && other.upper < upper
  }

  /// The smallest interval that holds both.
  public func hull(_ other: Interval) -> Interval {
    Interval(min(lower, other.lower), max(upper, other.upper))
  }

  /// The numbers in both, or nil if there are none.
  public func intersection(_ other: Interval) -> Interval? {
    let (low, high) = (max(lower, other.lower), min(upper, other.upper))
    return low <= high ? Interval(low, high) : nil
  }

  /// Widened by some units in the last place at both ends.
  func widened(ulps: Int) -> Interval {
    var (low, high) = (lower, upper)
    for _ in 0..<ulps { (low, high) = (low.nextDown, high.nextUp) }
    return Interval(low, high)
  }
}

// MARK: - Arithmetic

extension Interval {
  /// The sum.
  public static func + (a: Interval, b: Interval) -> Interval {
    Interval((a.lower + b.lower).nextDown, (a.upper + b.upper).nextUp)
  }

  /// The difference.
  public static func - (a: Interval, b: Interval) -> Interval {
    Interval((a.lower - b.upper).nextDown, (a.upper - b.lower).nextUp)
  }

  /// The negative.
  public static prefix func - (a: Interval) -> Interval { Interval(-a.upper, -a.lower) }

  /// The product.
  public static func * (a: Interval, b: Interval) -> Interval {
    let products = [
      product(a.lower, b.lower), product(a.lower, b.upper), product(a.upper, b.lower),
      product(a.upper, b.upper),
    ]
    return Interval(
      products.reduce(.infinity) { min($0, $1) }.nextDown,
      products.reduce(-.infinity) { max($0, $1) }.nextUp)
  }

  /// 0 · ∞ = 0: the bound belongs to no number.
  private static func product(_ x: Double, _ y: Double) -> Double {
    x == 0 || y == 0 ? 0 : x * y
  }

  /// The quotient; ``entire`` if the denominator may be 0.
  public static func / (a: Interval, b: Interval) -> Interval {
    if b.contains(0) { return .entire }
    return a * Interval((1 / b.upper).nextDown, (1 / b.lower).nextUp)
  }
}
