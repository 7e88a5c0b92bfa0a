import Symbolic

extension Expression {
  /// The expression without a factor ε, if it has one by its structure: exact, also at ε = 0.
  func divided(by ε: Symbol, depth: Int = 0) -> Expression? {
    if constantValue == 0 { return self }
    if symbol == ε { return 1 }
    guard depth < 2000 else { return nil }
    let parts = operands
    let divide = { (part: Expression) in part.divided(by: ε, depth: depth + 1) }
    switch operation {
    case .multiply:
      if let left = divide(parts[0]) { return left * parts[1] }
      return divide(parts[1]).map { parts[0] * $0 }
    case .divide: return divide(parts[0]).map { $0 / parts[1] }
    case .negate: return divide(parts[0]).map { -$0 }
    case .add: return both(parts, divide).map { $0 + $1 }
    case .subtract: return both(parts, divide).map { $0 - $1 }
    default: return nil
    }
  }

  /// The expression times ε, if that removes a division by it: exact, also at ε = 0.
  func multiplied(by ε: Symbol, depth: Int = 0) -> Expression? {
    if constantValue == 0 { return self }
    guard depth < 2000 else { return nil }
    let parts = operands
    let multiply = { (part: Expression) in part.multiplied(by: ε, depth: depth + 1) }
    switch operation {
    case .divide:
      if let below = parts[1].divided(by: ε) { return parts[0] / below }
      return multiply(parts[0]).map { $0 / parts[1] }
    case .multiply:
      if let left = multiply(parts[0]) { return left * parts[1] }
      return multiply(parts[1]).map { parts[0] * $0 }
    case .negate: return multiply(parts[0]).map { -$0 }
    case .add: return both(parts, multiply).map { $0 + $1 }
    case .subtract: return both(parts, multiply).map { $0 - $1 }
    default: return nil
    }
  }

  private func both(_ parts: [Expression], _ change: (Expression) -> Expression?)
    -> (Expression, Expression)?
  {
    guard let left = change(parts[0]), let right = change(parts[1]) else { return nil }
    return (left, right)
  }
}
