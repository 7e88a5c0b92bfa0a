import Modeling
public import Symbolic

/// A term of the equations: the same expression wherever it stands, with its factor in each rate.
///
/// A reaction that one equation gains and another loses is one term with factors of opposite signs.
public struct NamedTerm: Sendable {
  /// The term as written.
  public let name: String
  /// The expression.
  public let expression: Expression
  /// Its factor in the rate of each variable, at current parameters: ±1, over ε in a fast equation.
  public let factors: [Double]
}

/// Takes right sides apart at their outermost sums.
struct TermSplitter {
  private let system: System
  private var order: [Expression] = []
  private var factors: [Expression: [Double]] = [:]

  init(_ system: System) { self.system = system }

  /// The terms of dz/dτ, in the order of the equations.
  mutating func terms() -> [NamedTerm] {
    for (row, side) in system.rightSides.enumerated() {
      let isFast = system.variables[row].scale == .fast
      let scale = isFast ? 1 / (system.epsilon ?? 1) : 1
      for (term, sign) in TermSplitter.summands(of: side) {
        if factors[term] == nil {
          factors[term] = [Double](repeating: 0, count: system.variables.count)
          order.append(term)
        }
        factors[term]?[row] += sign * scale
      }
    }
    return order.map { term in
      NamedTerm(
        name: term.formatted(.text, names: system.symbolNames), expression: term,
        factors: factors[term] ?? [])
    }
  }

  private static func summands(of side: Expression) -> [(Expression, Double)] {
    var pending = [(side, 1.0)]
    var found: [(Expression, Double)] = []
    while let (expression, sign) = pending.popLast() {
      let operands = expression.operands
      switch expression.operation {
      case .add: pending += [(operands[1], sign), (operands[0], sign)]
      case .subtract: pending += [(operands[1], -sign), (operands[0], sign)]
      case .negate: pending.append((operands[0], -sign))
      default: if expression.constantValue != 0 { found.append((expression, sign)) }
      }
    }
    return found
  }
}
