import NumericKernel

/// A quotient of polynomials whose denominator is kept in factors, cancelled against the numerator.
///
/// A scalar for Taylor arithmetic: series of rational models come out as formulas people would write,
/// with powers of one factor below the bar.
public struct FactoredFraction: Sendable, Equatable {
  private var numerator: Polynomial
  /// Factors without content, each with its power.
  private var denominator: [Polynomial: Int]

  private init(_ numerator: Polynomial, over denominator: [Polynomial: Int]) {
    var (top, bottom) = (numerator, denominator)
    for (factor, power) in denominator {
      var left = power
      while left > 0, let quotient = top.quotient(by: factor) {
        top = quotient
        left -= 1
      }
      bottom[factor] = left > 0 && !top.isZero ? left : nil
    }
    (self.numerator, self.denominator) = (top, bottom)
  }

  private init(_ polynomial: Polynomial) { self.init(polynomial, over: [:]) }

  /// A bare symbol.
  public init(_ symbol: Symbol) { self.init(Polynomial(symbol)) }

  /// Compares values, not ways of writing them.
  public static func == (a: FactoredFraction, b: FactoredFraction) -> Bool {
    (a - b).numerator.isZero
  }

  /// 1/self; nil for 0.
  private var inverse: FactoredFraction? {
    if numerator.isZero { return nil }
    let (factor, monomial, rest) = numerator.content
    var bottom: [Polynomial: Int] = [:]
    for (symbol, power) in monomial { bottom[Polynomial(symbol)] = power }
    if rest.constantValue == nil { bottom[rest] = 1 }
    let scale = factor * (rest.constantValue ?? 1)
    let top = denominator.reduce(Polynomial(1 / scale)) { $0 * $1.key.power($1.value) }
    return FactoredFraction(top, over: bottom)
  }

  /// The derivative in a symbol, other symbols held.
  public func derivative(in symbol: Symbol) -> FactoredFraction {
    // (N/ΠDᵉ)' = (N' − N Σ e D'/D)/ΠDᵉ.
    denominator.reduce(
      FactoredFraction(numerator.derivative(in: symbol), over: denominator)
    ) { sum, factor in
      var bottom = denominator
      bottom[factor.key, default: 0] += 1
      let change =
        Polynomial(Rational(-factor.value)) * numerator * factor.key.derivative(in: symbol)
      return sum + FactoredFraction(change, over: bottom)
    }
  }

  /// The value with symbols replaced by fractions.
  public func substituting(_ replacements: [Symbol: FactoredFraction]) -> FactoredFraction {
    let value = { (polynomial: Polynomial) in
      polynomial.terms.reduce(FactoredFraction(0)) { sum, term in
        sum
          + term.key.reduce(FactoredFraction(Polynomial(term.value))) { product, power in
            let base = replacements[power.key] ?? FactoredFraction(power.key)
            return (0..<power.value).reduce(product) { partial, _ in partial * base }
          }
      }
    }
    return denominator.reduce(value(numerator)) { quotient, factor in
      let divisor = value(factor.key)
      return (0..<factor.value).reduce(quotient) { partial, _ in partial / divisor }
    }
  }

  /// The degree of the numerator in a symbol, if the denominator is free of it; nil otherwise.
  public func degree(in symbol: Symbol) -> Int? {
    guard denominator.keys.allSatisfy({ $0.derivative(in: symbol).isZero }) else { return nil }
    return numerator.terms.keys.map { $0[symbol] ?? 0 }.max() ?? 0
  }

  /// The fraction as an expression.
  public var expression: Expression {
    if numerator.isZero { return 0 }
    let (factor, monomial, rest) = numerator.content
    let magnitude = factor.numerator.signum < 0 ? -factor : factor
    let top = Rational(magnitude.numerator, BigInteger(1)).expression
    let bottom = denominator.sorted { Polynomial.isBefore($1.key.leading, $0.key.leading) }
      .reduce(Rational(magnitude.denominator, BigInteger(1)).expression) {
        $0 * $1.key.expression ** Expression($1.value)
      }
    let product = top * Polynomial.expression(of: monomial) * rest.expression
    let quotient = product / bottom
    return factor.numerator.signum < 0 ? -quotient : quotient
  }
}

extension Polynomial {
  fileprivate var leading: Monomial { leadingMonomial ?? [:] }
}

extension FactoredFraction: TaylorScalar {
  /// A whole number.
  public init(_ value: Int) { self.init(Polynomial(Rational(value))) }

  /// What the constant's decimal text says.
  public init?(constant: Double) {
    guard let value = Rational(decimal: constant) else { return nil }
    self.init(Polynomial(value))
  }

  /// The sum.
  public static func + (a: FactoredFraction, b: FactoredFraction) -> FactoredFraction {
    let common = a.denominator.merging(b.denominator) { Swift.max($0, $1) }
    return FactoredFraction(a.raised(to: common) + b.raised(to: common), over: common)
  }

  /// The numerator over a larger denominator.
  private func raised(to common: [Polynomial: Int]) -> Polynomial {
    common.reduce(numerator) { $0 * $1.key.power($1.value - (denominator[$1.key] ?? 0)) }
  }

  /// The difference.
  public static func - (a: FactoredFraction, b: FactoredFraction) -> FactoredFraction { a + -b }

  /// The negative.
  public static prefix func - (a: FactoredFraction) -> FactoredFraction {
    FactoredFraction(-a.numerator, over: a.denominator)
  }

  /// The product.
  public static func * (a: FactoredFraction, b: FactoredFraction) -> FactoredFraction {
    FactoredFraction(
      a.numerator * b.numerator, over: a.denominator.merging(b.denominator) { $0 + $1 })
  }

  /// The quotient.
  ///
  /// - Precondition: the divisor is not 0.
  public static func / (a: FactoredFraction, b: FactoredFraction) -> FactoredFraction {
    guard let inverse = b.inverse else { preconditionFailure("division by 0") }
    return a * inverse
  }

  /// Functions of a constant that are rational; nil for all others.
  public func applying(_ operation: Operation) -> FactoredFraction? {
    guard denominator.isEmpty, let value = numerator.constantValue else { return nil }
    return value.applying(operation).map { FactoredFraction(Polynomial($0)) }
  }

  /// The value of a constant; NaN for a formula.
  public var realPart: Double {
    denominator.isEmpty ? numerator.constantValue?.doubleValue ?? .nan : .nan
  }
}
