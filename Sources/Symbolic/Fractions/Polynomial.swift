import NumericKernel

/// A polynomial in symbols with exact coefficients.
struct Polynomial: Sendable, Hashable {
  /// The symbols of a term with their powers, all above 0.
  typealias Monomial = [Symbol: Int]

  /// Coefficients, none of them 0.
  private(set) var terms: [Monomial: Rational]

  init(_ terms: [Monomial: Rational]) { self.terms = terms.filter { $0.value != 0 } }

  init(_ value: Rational) { self.init([[:]: value]) }

  init(_ symbol: Symbol) { self.init([[symbol: 1]: 1]) }

  var isZero: Bool { terms.isEmpty }

  /// The value, if no symbol occurs.
  var constantValue: Rational? {
    if terms.isEmpty { return 0 }
    return terms.count == 1 ? terms[[:]] : nil
  }

  static func + (a: Polynomial, b: Polynomial) -> Polynomial {
    Polynomial(a.terms.merging(b.terms) { $0 + $1 })
  }

  static prefix func - (a: Polynomial) -> Polynomial { Polynomial(a.terms.mapValues { -$0 }) }

  static func - (a: Polynomial, b: Polynomial) -> Polynomial { a + -b }

  static func * (a: Polynomial, b: Polynomial) -> Polynomial {
    var product: [Monomial: Rational] = [:]
    for (left, x) in a.terms {
      for (right, y) in b.terms {
        let monomial = left.merging(right) { $0 + $1 }
        product[monomial] = (product[monomial] ?? 0) + x * y
      }
    }
    return Polynomial(product)
  }

  func power(_ n: Int) -> Polynomial {
    (0..<n).reduce(Polynomial(1)) { product, _ in product * self }
  }

  func derivative(in symbol: Symbol) -> Polynomial {
    var result: [Monomial: Rational] = [:]
    for (monomial, coefficient) in terms {
      guard let power = monomial[symbol] else { continue }
      var lowered = monomial
      lowered[symbol] = power > 1 ? power - 1 : nil
      result[lowered] = coefficient * Rational(power)
    }
    return Polynomial(result)
  }

  /// The quotient, nil if the division leaves a rest.
  func quotient(by divisor: Polynomial) -> Polynomial? {
    guard let lead = divisor.leadingMonomial, let scale = divisor.terms[lead] else { return nil }
    var (rest, quotient) = (self, Polynomial([:]))
    while let top = rest.leadingMonomial, let coefficient = rest.terms[top] {
      var monomial = top
      for (symbol, power) in lead {
        guard let have = monomial[symbol], have >= power else { return nil }
        monomial[symbol] = have > power ? have - power : nil
      }
      let term = Polynomial([monomial: coefficient / scale])
      quotient = quotient + term
      rest = rest - term * divisor
    }
    return quotient
  }

  /// The first monomial in the lexical order of the symbols' ages.
  var leadingMonomial: Monomial? {
    terms.keys.max { Polynomial.isBefore($0, $1) }
  }

  static func isBefore(_ a: Monomial, _ b: Monomial) -> Bool {
    for symbol in Set(a.keys).union(b.keys).sorted(by: { $0.identifier < $1.identifier }) {
      let (x, y) = (a[symbol] ?? 0, b[symbol] ?? 0)
      if x != y { return x < y }
    }
    return false
  }

  /// The polynomial as constant times monomial times a part without common factors of either kind.
  var content: (factor: Rational, monomial: Monomial, rest: Polynomial) {
    guard let lead = leadingMonomial, let first = terms[lead] else { return (0, [:], self) }
    var common = lead
    for monomial in terms.keys {
      for (symbol, power) in common { common[symbol] = min(power, monomial[symbol] ?? 0) }
    }
    common = common.filter { $0.value > 0 }
    var (numerator, denominator) = (BigInteger(0), BigInteger(1))
    for value in terms.values {
      numerator = .greatestCommonDivisor(numerator, value.numerator)
      let shared = BigInteger.greatestCommonDivisor(denominator, value.denominator)
      denominator = denominator * value.denominator.quotientAndRemainder(dividingBy: shared).0
    }
    var factor = Rational(numerator, denominator)
    if first.numerator.signum < 0 { factor = -factor }
    var rest: [Monomial: Rational] = [:]
    for (monomial, value) in terms {
      var reduced = monomial
      for (symbol, power) in common {
        let left = (monomial[symbol] ?? 0) - power
        reduced[symbol] = left > 0 ? left : nil
      }
      rest[reduced] = value / factor
    }
    return (factor, common, Polynomial(rest))
  }

  /// The polynomial written out, highest powers of the oldest symbols first.
  var expression: Expression {
    let ordered = terms.sorted { Polynomial.isBefore($1.key, $0.key) }
    return ordered.reduce(Expression(0)) { sum, term in
      let (monomial, coefficient) = term
      let isNegative = coefficient.numerator.signum < 0
      let size = (isNegative ? -coefficient : coefficient).expression
      let product = size * Polynomial.expression(of: monomial)
      if isNegative { return sum.constantValue == 0 ? -product : sum - product }
      return sum + product
    }
  }

  static func expression(of monomial: Monomial) -> Expression {
    monomial.sorted { $0.key.identifier < $1.key.identifier }
      .reduce(Expression(1)) { $0 * $1.key.expression ** Expression($1.value) }
  }
}

extension Rational {
  /// The fraction as an expression: a number, or a quotient of two.
  var expression: Expression {
    let top = Expression(Rational(numerator, BigInteger(1)).doubleValue)
    let bottom = Rational(denominator, BigInteger(1)).doubleValue
    return bottom == 1 ? top : top / Expression(bottom)
  }
}
