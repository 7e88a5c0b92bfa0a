precedencegroup Exponentiation {
  higherThan: MultiplicationPrecedence
  associativity: right
}

/// Power, as in Fortran and Python.
infix operator ** : Exponentiation

extension Expression {
  /// The sum.
  public static func + (left: Expression, right: Expression) -> Expression {
    make(.add, left, right)
  }

  /// The difference.
  public static func - (left: Expression, right: Expression) -> Expression {
    make(.subtract, left, right)
  }

  /// The product.
  public static func * (left: Expression, right: Expression) -> Expression {
    make(.multiply, left, right)
  }

  /// The quotient.
  public static func / (left: Expression, right: Expression) -> Expression {
    make(.divide, left, right)
  }

  /// The power. Integer exponents up to 1024 in size are exact products.
  public static func ** (base: Expression, exponent: Expression) -> Expression {
    if let value = exponent.constantValue, let n = Int32(exactly: value), n.magnitude <= 1024 {
      return makePower(base, n)
    }
    return make(.power, base, exponent)
  }

  /// The negative.
  public static prefix func - (operand: Expression) -> Expression { make(.negate, operand) }

  /// The operand itself.
  public static prefix func + (operand: Expression) -> Expression { operand }

  /// Adds in place.
  public static func += (left: inout Expression, right: Expression) { left = left + right }

  /// Subtracts in place.
  public static func -= (left: inout Expression, right: Expression) { left = left - right }

  /// Multiplies in place.
  public static func *= (left: inout Expression, right: Expression) { left = left * right }

  /// Divides in place.
  public static func /= (left: inout Expression, right: Expression) { left = left / right }
}

extension Sequence where Element == Expression {
  /// The sum of the expressions; 0 if there are none.
  public func sum() -> Expression { reduce(0, +) }
}
