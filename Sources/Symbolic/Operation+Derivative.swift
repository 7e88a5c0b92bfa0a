extension Operation {
  /// The derivative of a node in its operands.
  ///
  /// - Parameters:
  ///   - result: the node itself, so that exp, tanh and the like reuse it.
  ///   - operands: of the node.
  ///   - exponent: of an integer power.
  ///   - position: which operand.
  /// - Returns: the partial derivative, or nil where it is identically 0.
  ///
  /// A non-smooth operation has the derivative of the piece it is on; at the
  /// kink itself that of one side (|x| gives 0 at 0).
  func partial(
    _ result: Expression, _ operands: [Expression], exponent: Int32, position: Int
  ) -> Expression? {
    let a = operands.first ?? 0
    let b = operands.count > 1 ? operands[1] : 0
    switch self {
    // Reductions are differentiated as a whole (see `gradient`).
    case .sum, .mean: return nil
    case .constant, .symbol, .sign, .heaviside, .floor, .less, .lessOrEqual, .equal, .and, .or,
      .not:
      return nil
    case .add: return 1
    case .subtract: return position == 0 ? 1 : -1
    case .multiply: return position == 0 ? b : a
    case .divide: return position == 0 ? 1 / b : -(result / b)
    case .power:
      // 0 to a positive power is 0 whatever the power, but log 0 times 0 is not.
      return position == 0
        ? b * a ** (b - 1) : ifelse(a.isEqual(to: 0), 0, Symbolic.log(a) * result)
    case .integerPower:
      return Expression(Double(exponent)) * Expression.makePower(a, exponent - 1)
    case .negate: return -1
    case .exp: return result
    case .log: return 1 / a
    case .sqrt: return 1 / (2 * result)
    case .sin: return Symbolic.cos(a)
    case .cos: return -Symbolic.sin(a)
    case .tan: return 1 + result ** 2
    case .sinh: return Symbolic.cosh(a)
    case .cosh: return Symbolic.sinh(a)
    case .tanh: return 1 - result ** 2
    case .erf: return Expression(2 / Double.pi.squareRoot()) * Symbolic.exp(-(a ** 2))
    case .atan: return 1 / (1 + a ** 2)
    case .asin: return 1 / Symbolic.sqrt(1 - a ** 2)
    case .acos: return -1 / Symbolic.sqrt(1 - a ** 2)
    case .asinh: return 1 / Symbolic.sqrt(1 + a ** 2)
    case .acosh: return 1 / (Symbolic.sqrt(a - 1) * Symbolic.sqrt(a + 1))
    case .atanh: return 1 / (1 - a ** 2)
    case .atan2: return (position == 0 ? b : -a) / (a ** 2 + b ** 2)
    case .modulo: return position == 0 ? 1 : -Symbolic.floor(a / b)
    case .interpolate: return result.node.table.map { interpolated($0.derivative, at: a) }
    case .external: return result.node.external.map { $0.derivative(position).applied(operands) }
    case .absolute: return Symbolic.sign(a)
    case .minimum: return ifelse(position == 0 ? a < b : b <= a, 1, 0)
    case .maximum: return ifelse(position == 0 ? a > b : b >= a, 1, 0)
    case .select:
      guard position > 0 else { return nil }
      return ifelse(Condition(a), position == 1 ? 1 : 0, position == 1 ? 0 : 1)
    }
  }
}
