extension Operation {
  /// A simpler expression of the same value, or nil if no rule applies.
  func simplified(_ a: Expression, _ b: Expression?, _ c: Expression?) -> Expression? {
    switch self {
    case .constant, .symbol, .integerPower, .interpolate, .external, .sum, .mean: return nil
    case .add: return b.flatMap { simplifiedSum(a, $0) }
    case .subtract: return b.flatMap { simplifiedDifference(a, $0) }
    case .multiply: return b.flatMap { simplifiedProduct(a, $0) }
    case .divide: return b.flatMap { simplifiedQuotient(a, $0) }
    case .negate: return simplifiedNegative(a)
    case .select: return b.flatMap { b in c.flatMap { simplifiedSelection(a, b, $0) } }
    case .exp, .log, .sqrt, .sin, .cos, .tan, .sinh, .cosh, .tanh, .erf, .atan, .asin, .acos,
      .asinh, .acosh, .atanh, .atan2, .absolute, .sign, .heaviside, .floor, .modulo, .not, .power,
      .minimum, .maximum, .less, .lessOrEqual, .equal, .and, .or:
      return folded(a, b)
    }
  }

  /// The constant, if all operands are constants.
  private func folded(_ a: Expression, _ b: Expression?) -> Expression? {
    guard let x = a.constantValue else { return nil }
    guard let b else { return Expression(value(x)) }
    return b.constantValue.map { Expression(value(x, $0)) }
  }
}

extension Expression {
  fileprivate var isZero: Bool { constantValue == 0 }
  fileprivate var isOne: Bool { constantValue == 1 }
  /// The operand of a negative.
  fileprivate var negated: Expression? {
    operation == .negate ? node.a.map(Expression.init(node:)) : nil
  }
  /// (constant, rest) of a product with a constant in front.
  fileprivate var scaled: (factor: Double, rest: Expression)? {
    guard operation == .multiply, let a = node.a, let b = node.b, a.isConstant else { return nil }
    return (a.value, Expression(node: b))
  }
  /// (numerator, denominator) of a quotient.
  fileprivate var quotient: (top: Expression, bottom: Expression)? {
    guard operation == .divide, let a = node.a, let b = node.b else { return nil }
    return (Expression(node: a), Expression(node: b))
  }
  /// (base, exponent), with exponent 1 for what is no integer power.
  fileprivate var asPower: (base: Expression, exponent: Int32) {
    guard operation == .integerPower, let a = node.a else { return (self, 1) }
    return (Expression(node: a), node.exponent)
  }
}

private func simplifiedSum(_ a: Expression, _ b: Expression) -> Expression? {
  if let x = a.constantValue, let y = b.constantValue { return Expression(x + y) }
  if a.isZero { return b }
  if b.isZero { return a }
  if let positive = b.negated { return a - positive }
  if let positive = a.negated { return b - positive }
  if let y = b.constantValue, y < 0 { return a - Expression(-y) }
  if let (factor, rest) = b.scaled, factor < 0 { return a - Expression(-factor) * rest }
  if let (factor, rest) = a.scaled, factor < 0 { return b - Expression(-factor) * rest }
  if a == b { return 2 * a }
  return nil
}

private func simplifiedDifference(_ a: Expression, _ b: Expression) -> Expression? {
  if let x = a.constantValue, let y = b.constantValue { return Expression(x - y) }
  if b.isZero { return a }
  if a.isZero { return -b }
  if a == b { return 0 }
  if let positive = b.negated { return a + positive }
  if let y = b.constantValue, y < 0 { return a + Expression(-y) }
  if let (factor, rest) = b.scaled, factor < 0 { return a + Expression(-factor) * rest }
  return nil
}

private func simplifiedProduct(_ a: Expression, _ b: Expression) -> Expression? {
  if let x = a.constantValue {
    if let y = b.constantValue { return Expression(x * y) }
    return simplifiedMultiple(x, of: b)
  }
  if let y = b.constantValue { return simplifiedMultiple(y, of: a) ?? Expression(y) * a }
  if let positive = a.negated { return -(positive * b) }
  if let positive = b.negated { return -(a * positive) }
  if let (factor, rest) = a.scaled { return Expression(factor) * (rest * b) }
  if let (factor, rest) = b.scaled { return Expression(factor) * (a * rest) }
  // Constant denominators move outward, where they may cancel.
  if let (top, bottom) = a.quotient, bottom.constantValue != nil { return top * b / bottom }
  if let (top, bottom) = b.quotient, bottom.constantValue != nil { return a * top / bottom }
  let (p, q) = (a.asPower, b.asPower)
  if p.base == q.base, p.exponent > 0, q.exponent > 0 {
    return Expression.makePower(p.base, p.exponent + q.exponent)
  }
  return nil
}

private func simplifiedMultiple(_ x: Double, of b: Expression) -> Expression? {
  if x == 0 { return 0 }
  if x == 1 { return b }
  if x == -1 { return -b }
  if let (factor, rest) = b.scaled { return Expression(x * factor) * rest }
  if let positive = b.negated { return Expression(-x) * positive }
  if let (top, bottom) = b.quotient, bottom.constantValue != nil {
    return Expression(x) * top / bottom
  }
  return nil
}

private func simplifiedQuotient(_ a: Expression, _ b: Expression) -> Expression? {
  if b.isOne { return a }
  if let positive = a.negated { return -(positive / b) }
  if let positive = b.negated { return -(a / positive) }
  guard let y = b.constantValue, y != 0 else {
    return a.isZero && !b.isZero ? 0 : nil
  }
  if y < 0 { return -(a / Expression(-y)) }
  if let x = a.constantValue { return exactQuotient(x, y).map { Expression($0) } }
  if let (factor, rest) = a.scaled {
    return exactQuotient(factor, y).map { Expression($0) * rest }
  }
  if let (top, bottom) = a.quotient, let z = bottom.constantValue { return top / Expression(z * y) }
  return nil
}

/// x / y if the division leaves no remainder.
private func exactQuotient(_ x: Double, _ y: Double) -> Double? {
  let q = x / y
  return q.isFinite && x.addingProduct(-q, y) == 0 ? q : nil
}

private func simplifiedNegative(_ a: Expression) -> Expression? {
  if let x = a.constantValue { return Expression(-x) }
  if let inner = a.negated { return inner }
  if a.operation == .subtract, a.operands.count == 2 { return a.operands[1] - a.operands[0] }
  if let (factor, rest) = a.scaled { return Expression(-factor) * rest }
  return nil
}

private func simplifiedSelection(_ condition: Expression, _ a: Expression, _ b: Expression)
  -> Expression?
{
  if a == b { return a }
  return condition.constantValue.map { $0 != 0 ? a : b }
}

/// The rules of `base ** exponent`.
func simplifiedPower(_ base: Expression, _ exponent: Int32) -> Expression? {
  if exponent == 0 { return 1 }
  if exponent == 1 { return base }
  if let x = base.constantValue { return Expression(.integerPower(x, exponent)) }
  let inner = base.asPower
  let (product, overflow) = inner.exponent.multipliedReportingOverflow(by: exponent)
  if inner.exponent != 1, !overflow, product.magnitude <= 1024 {
    return Expression.makePower(inner.base, product)
  }
  if let positive = base.negated {
    let power = Expression.makePower(positive, exponent)
    return exponent % 2 == 0 ? power : -power
  }
  return nil
}
