public import ComplexModule
public import NumericKernel
public import RealModule

/// A number that Taylor coefficients can be made of.
///
/// `Double` for numbers, `Rational` for exact series of rational models,
/// `Complex<Double>` for models continued to complex time.
public protocol TaylorScalar: Sendable, Equatable {
  /// A whole number.
  init(_ value: Int)
  /// A constant of a model; nil if it has no such value.
  init?(constant: Double)
  /// The sum.
  static func + (x: Self, y: Self) -> Self
  /// The difference.
  static func - (x: Self, y: Self) -> Self
  /// The product.
  static func * (x: Self, y: Self) -> Self
  /// The quotient; the divisor is not 0.
  static func / (x: Self, y: Self) -> Self
  /// The negative.
  static prefix func - (x: Self) -> Self
  /// The value of an elementary function, nil where it has none of this kind.
  func applying(_ operation: Operation) -> Self?
  /// The value as a real number, for conditions and domains; NaN for a formula.
  var realPart: Double { get }
  /// The absolute value, for the choice of pivots.
  var magnitudeValue: Double { get }
}

extension TaylorScalar {
  var isZero: Bool { self == Self(0) }

  /// The size of the real part.
  public var magnitudeValue: Double { realPart.magnitude }
}

extension Double: TaylorScalar {
  /// The constant itself.
  public init?(constant: Double) { self = constant }

  /// The function's value; nil outside its domain.
  public func applying(_ operation: Operation) -> Double? {
    let value = operation.value(self)
    return value.isFinite ? value : nil
  }

  /// The number itself.
  public var realPart: Double { self }
}

extension Rational: TaylorScalar {
  /// What the constant's shortest decimal text says.
  public init?(constant: Double) { self.init(decimal: constant) }

  /// The value where it is rational: exp 0, log 1, roots of squares, …
  public func applying(_ operation: Operation) -> Rational? {
    if operation == .sqrt {
      guard let root = Rational(near: doubleValue.squareRoot(), tolerance: 1e-14) else {
        return nil
      }
      return root * root == self ? root : nil
    }
    if operation == .log { return self == 1 ? 0 : nil }
    guard isZero else { return nil }
    let value = operation.value(0)
    return value.isFinite ? Rational(decimal: value) : nil
  }

  /// The nearest double.
  public var realPart: Double { doubleValue }
}

extension Complex: TaylorScalar where RealType == Double {
  /// A whole number.
  public init(_ value: Int) { self.init(Double(value)) }

  /// The constant, real.
  public init?(constant: Double) { self.init(constant) }

  /// The function's value in the complex plane, principal branch; nil for erf, which has none here.
  public func applying(_ operation: Operation) -> Complex<Double>? {
    let value: Complex<Double>
    switch operation {
    case .exp: value = .exp(self)
    case .log: value = .log(self)
    case .sqrt: value = .sqrt(self)
    case .sin: value = .sin(self)
    case .cos: value = .cos(self)
    case .tan: value = .tan(self)
    case .sinh: value = .sinh(self)
    case .cosh: value = .cosh(self)
    case .tanh: value = .tanh(self)
    case .asin: value = .asin(self)
    case .acos: value = .acos(self)
    case .atan: value = .atan(self)
    case .asinh: value = .asinh(self)
    case .acosh: value = .acosh(self)
    case .atanh: value = .atanh(self)
    case .constant, .symbol, .add, .subtract, .multiply, .divide, .power, .integerPower, .negate,
      .erf, .atan2, .absolute, .sign, .heaviside, .floor, .modulo, .interpolate, .external,
      .minimum, .maximum,
      .less, .lessOrEqual, .equal, .and, .or, .not, .select, .sum, .mean:
      return nil
    }
    return value.isFinite ? value : nil
  }

  /// The real part.
  public var realPart: Double { real }

  /// The absolute value.
  public var magnitudeValue: Double { length }
}
