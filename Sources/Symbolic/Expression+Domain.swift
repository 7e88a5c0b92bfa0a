extension Expression {
  /// Whether a quotient by the constant 0 or a constant that is no number is left in it.
  package var dividesByZero: Bool {
    subexpressions.contains(where: \.isConstantDivisionByZero)
  }

  /// Whether it is itself such a quotient or constant.
  package var isConstantDivisionByZero: Bool {
    if let value = constantValue { return !value.isFinite }
    return operation == .divide && operands.last?.constantValue == 0
  }

  /// Whether the operation has no value for some real operands.
  package var hasDomain: Bool {
    switch operation {
    case .divide, .log, .sqrt, .power, .asin, .acos, .acosh, .atanh, .modulo, .external: true
    case .integerPower: node.exponent < 0
    default: false
    }
  }
}
