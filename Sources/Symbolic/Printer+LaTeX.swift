extension Printer {
  func latex(_ node: Node, _ a: Node) -> [Piece] {
    let operands = [a, node.b, node.c].compactMap { $0 }
    switch node.operation {
    case .add: return infix(operands, " + ", .sum, .sum)
    case .subtract: return infix(operands, " - ", .sum, .product)
    case .multiply:
      return infix(
        operands, startsWithNumber(operands[1]) ? " \\cdot " : " \\, ", .product, .product)
    case .divide: return wrapped(operands, ["\\frac{", "}{", "}"])
    case .power:
      return [.operand(a, in: .atom), .text("^{"), .operand(operands[1], in: .loosest), .text("}")]
    case .integerPower: return [.operand(a, in: .atom), .text("^{\(node.exponent)}")]
    case .negate: return [.text("-"), .operand(a, in: .product)]
    case .less: return infix(operands, " < ", .sum, .sum)
    case .equal: return infix(operands, " = ", .sum, .sum)
    case .lessOrEqual: return infix(operands, " \\le ", .sum, .sum)
    case .and: return infix(operands, " \\wedge ", .and, .and)
    case .or: return infix(operands, " \\vee ", .or, .or)
    case .not: return wrapped(operands, ["\\neg \\left(", "\\right)"])
    case .sqrt: return wrapped(operands, ["\\sqrt{", "}"])
    case .mean: return wrapped(operands, ["\\left\\langle ", " \\right\\rangle"])
    case .sum: return wrapped(operands, ["\\sum \\left(", "\\right)"])
    case .absolute: return wrapped(operands, ["\\left|", "\\right|"])
    case .select:
      return wrapped(
        [operands[1], operands[0], operands[2]],
        ["\\begin{cases} ", " & \\text{if } ", " \\\\ ", " & \\text{otherwise} \\end{cases}"])
    case .minimum, .maximum:
      let name = "\\" + (node.operation.functionName ?? "")
      return wrapped(operands, [name + "\\left(", ", ", "\\right)"])
    case .exp, .log, .sin, .cos, .tan, .sinh, .cosh, .tanh:
      return wrapped(operands, ["\\\(node.operation.functionName ?? "")\\left(", "\\right)"])
    case .atan: return wrapped(operands, ["\\arctan\\left(", "\\right)"])
    case .asin: return wrapped(operands, ["\\arcsin\\left(", "\\right)"])
    case .acos: return wrapped(operands, ["\\arccos\\left(", "\\right)"])
    case .floor: return wrapped(operands, ["\\left\\lfloor ", " \\right\\rfloor"])
    case .modulo: return infix(operands, " \\bmod ", .atom, .atom)
    case .interpolate:
      let name = SymbolName.write(node.table?.name ?? "", in: .latex)
      return wrapped(operands, [name + "\\left(", "\\right)"])
    case .external:
      let name = SymbolName.write(node.external?.name ?? "", in: .latex)
      return wrapped(operands, texts(name + "\\left(", ", ", "\\right)", operands.count))
    case .atan2:
      return wrapped(operands, ["\\operatorname{atan2}\\left(", ", ", "\\right)"])
    case .heaviside: return wrapped(operands, ["H\\left(", "\\right)"])
    case .erf, .sign, .asinh, .acosh, .atanh:
      let name = "\\operatorname{\(node.operation.inverseName)}"
      return wrapped(operands, [name + "\\left(", "\\right)"])
    case .constant, .symbol: return []
    }
  }

  /// The texts around and between some operands.
  func texts(_ open: String, _ between: String, _ close: String, _ count: Int) -> [String] {
    [open] + [String](repeating: between, count: count - 1) + [close]
  }

  /// Operands between fixed texts: one text more than operands.
  func wrapped(_ operands: [Node], _ texts: [String]) -> [Piece] {
    var pieces: [Piece] = [.text(texts[0])]
    for (operand, text) in zip(operands, texts.dropFirst()) {
      pieces += [.operand(operand, in: .loosest), .text(text)]
    }
    return pieces
  }

  /// Whether a factor begins with a digit, so that it needs a multiplication dot.
  private func startsWithNumber(_ node: Node) -> Bool {
    var first = node
    while !first.isConstant, let a = first.a,
      [.multiply, .power, .integerPower].contains(first.operation)
    {
      first = a
    }
    return first.isConstant
  }
}
