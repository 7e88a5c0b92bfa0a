/// A truth value over expressions, for ``ifelse(_:_:_:)``.
public struct Condition: Hashable, Sendable {
  /// The condition as an expression with value 0 or 1.
  public let indicator: Expression

  init(_ indicator: Expression) { self.indicator = indicator }

  /// Whether both hold.
  public static func && (left: Condition, right: Condition) -> Condition {
    Condition(.make(.and, left.indicator, right.indicator))
  }

  /// Whether either holds.
  public static func || (left: Condition, right: Condition) -> Condition {
    Condition(.make(.or, left.indicator, right.indicator))
  }

  /// Whether it does not hold.
  public static prefix func ! (operand: Condition) -> Condition {
    Condition(.make(.not, operand.indicator))
  }
}

extension Expression {
  /// Whether the left side is less.
  public static func < (left: Expression, right: Expression) -> Condition {
    Condition(make(.less, left, right))
  }

  /// Whether the left side is less or equal.
  public static func <= (left: Expression, right: Expression) -> Condition {
    Condition(make(.lessOrEqual, left, right))
  }

  /// Whether the left side is greater.
  public static func > (left: Expression, right: Expression) -> Condition { right < left }

  /// Whether the left side is greater or equal.
  public static func >= (left: Expression, right: Expression) -> Condition { right <= left }
}

extension Expression {
  /// Whether both sides are the same number.
  ///
  /// A condition on the state or on time that holds at single points contributes nothing to a
  /// solution; a model that has one is told so.
  public func isEqual(to other: Expression) -> Condition { Condition(.make(.equal, self, other)) }
}

/// `then` where the condition holds, `otherwise` elsewhere.
///
/// Both branches are evaluated; a NaN in the branch not taken does no harm.
public func ifelse(_ condition: Condition, _ then: Expression, _ otherwise: Expression)
  -> Expression
{
  .make(.select, condition.indicator, then, otherwise)
}
