/// Why an expression has no Taylor expansion at a point.
public struct TaylorError: Error, Sendable, CustomStringConvertible {
  /// The kinds of obstacle.
  public enum Reason: Sendable, Hashable {
    /// A piecewise operation (abs, min, ifelse, …) of something that varies.
    case notSmooth
    /// A pole, or a logarithm or root at the border of its domain.
    case singular
    /// A function whose value is not of the kind asked for: exp(1) is not rational.
    case notRepresentable
    /// A symbol without a value.
    case unbound
    /// A mean or sum over a population.
    case reduction
  }

  /// The kind.
  public let reason: Reason
  /// The sub-expression that is to blame.
  public let expression: Expression

  /// Names an obstacle.
  public init(reason: Reason, expression: Expression) {
    self.reason = reason
    self.expression = expression
  }

  /// The problem with the sub-expression written out.
  public func description(names: [Symbol: String]) -> String {
    let text = "`\(expression.formatted(.text, names: names))`"
    switch reason {
    case .notSmooth:
      return "\(expression.operation.rawName) in \(text) is not smooth, so there is no series"
    case .singular: return "\(text) is singular there"
    case .notRepresentable: return "\(text) has no exact value there"
    case .unbound: return "\(text) has no value"
    case .reduction: return "\(text) runs over a population"
    }
  }

  /// The problem, with symbols as they are named.
  public var description: String { description(names: [:]) }
}

extension Operation {
  /// The name in messages.
  var rawName: String {
    switch self {
    case .less: "<"
    case .lessOrEqual: "<="
    case .equal: "=="
    case .and: "&&"
    case .or: "||"
    case .not: "!"
    case .constant, .symbol, .add, .subtract, .multiply, .divide, .power, .integerPower, .negate,
      .exp, .log, .sqrt, .sin, .cos, .tan, .sinh, .cosh, .tanh, .erf, .atan, .asin, .acos, .asinh,
      .acosh, .atanh, .atan2, .absolute, .sign, .heaviside, .floor, .modulo, .interpolate,
      .external,
      .minimum, .maximum, .select, .sum, .mean:
      functionName ?? "\(self)"
    }
  }
}
