extension Printer {
  /// Swift source. A prefix minus binds tighter than `**` there, so −x² is `-(x ** 2)`.
  func text(_ node: Node, _ a: Node) -> [Piece] {
    let operands = [a, node.b, node.c].compactMap { $0 }
    switch node.operation {
    case .add: return infix(operands, " + ", .sum, .sum)
    case .subtract: return infix(operands, " - ", .sum, .product)
    case .multiply: return infix(operands, " * ", .product, .product)
    case .divide: return infix(operands, " / ", .product, .factor)
    case .power: return infix(operands, " ** ", .atom, .power)
    case .integerPower: return [.operand(a, in: .atom), .text(" ** \(node.exponent)")]
    case .negate: return [.text("-"), .operand(a, in: .atom)]
    case .less: return infix(operands, " < ", .sum, .sum)
    case .equal: return infix(operands, " == ", .sum, .sum)
    case .lessOrEqual: return infix(operands, " <= ", .sum, .sum)
    case .and: return infix(operands, " && ", .and, .and)
    case .or: return infix(operands, " || ", .or, .or)
    case .not: return [.text("!("), .operand(a, in: .loosest), .text(")")]
    case .constant, .symbol: return []
    case .interpolate:
      return [
        .text("interpolated(\(node.table?.name ?? ""), at: "), .operand(a, in: .loosest),
        .text(")"),
      ]
    case .external: return call(node.external?.name ?? "", operands)
    case .exp, .log, .sqrt, .sin, .cos, .tan, .sinh, .cosh, .tanh, .erf, .atan, .asin, .acos,
      .asinh, .acosh, .atanh, .atan2, .absolute, .sign, .heaviside, .floor, .modulo, .minimum,
      .maximum, .select, .sum, .mean:
      return call(node.operation.functionName ?? "", operands)
    }
  }

  func infix(_ operands: [Node], _ sign: String, _ left: Precedence, _ right: Precedence)
    -> [Piece]
  {
    [.operand(operands[0], in: left), .text(sign), .operand(operands[1], in: right)]
  }

  private func call(_ name: String, _ operands: [Node]) -> [Piece] {
    var pieces: [Piece] = [.text(name + "(")]
    for (position, operand) in operands.enumerated() {
      if position > 0 { pieces.append(.text(", ")) }
      pieces.append(.operand(operand, in: .loosest))
    }
    return pieces + [.text(")")]
  }
}
