extension Expression: TaylorScalar {
  /// The constant.
  public init?(constant: Double) { self.init(constant) }

  /// The function of the expression.
  public func applying(_ operation: Operation) -> Expression? {
    operation.arity == 1 ? .make(operation, self) : nil
  }

  /// The value of a constant; NaN for a formula.
  public var realPart: Double { constantValue ?? .nan }
}
