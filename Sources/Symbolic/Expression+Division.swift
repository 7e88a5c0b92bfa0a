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
}
