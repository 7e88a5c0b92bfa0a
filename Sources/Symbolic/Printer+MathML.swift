extension Printer {
  /// Every node becomes one element, as fractions and powers require.
  func mathML(_ node: Node, _ a: Node) -> [Piece] {
    let operands = [a, node.b, node.c].compactMap { $0 }
    switch node.operation {
    case .add: return row(infix(operands, "<mo>+</mo>", .sum, .sum))
    case .subtract: return row(infix(operands, "<mo>−</mo>", .sum, .product))
    case .multiply:
      let times = operands[1].isConstant ? "<mo>·</mo>" : "<mo>&#x2062;</mo>"
      return row(infix(operands, times, .product, .product))
    case .divide: return wrapped(operands, ["<mfrac>", "", "</mfrac>"])
    case .power:
      return [
        .text("<msup>"), .operand(a, in: .atom), .operand(operands[1], in: .loosest),
        .text("</msup>"),
      ]
    case .integerPower:
      let exponent = NumberText.write(Double(node.exponent), in: .mathML)
      return [.text("<msup>"), .operand(a, in: .atom), .text(exponent + "</msup>")]
    case .negate: return row([.text("<mo>−</mo>"), .operand(a, in: .product)])
    case .less: return row(infix(operands, "<mo>&lt;</mo>", .sum, .sum))
    case .equal: return row(infix(operands, "<mo>=</mo>", .sum, .sum))
    case .lessOrEqual: return row(infix(operands, "<mo>≤</mo>", .sum, .sum))
    case .and: return row(infix(operands, "<mo>∧</mo>", .and, .and))
    case .or: return row(infix(operands, "<mo>∨</mo>", .or, .or))
    case .not: return row([.text("<mo>¬</mo>"), .operand(a, in: .atom)])
    case .sqrt: return wrapped(operands, ["<msqrt>", "</msqrt>"])
    case .mean: return wrapped(operands, ["<mrow><mo>⟨</mo>", "<mo>⟩</mo></mrow>"])
    case .sum:
      return wrapped(operands, ["<mrow><mo>∑</mo><mrow><mo>(</mo>", "<mo>)</mo></mrow></mrow>"])
    case .absolute: return wrapped(operands, ["<mrow><mo>|</mo>", "<mo>|</mo></mrow>"])
    case .select: return cases(operands)
    case .minimum, .maximum:
      let name = "<mrow><mi>\(node.operation.functionName ?? "")</mi><mo>(</mo>"
      return wrapped(operands, [name, "<mo>,</mo>", "<mo>)</mo></mrow>"])
    case .exp: return wrapped(operands, ["<msup><mi>e</mi>", "</msup>"])
    case .floor: return wrapped(operands, ["<mrow><mo>⌊</mo>", "<mo>⌋</mo></mrow>"])
    case .modulo: return row(infix(operands, "<mo>mod</mo>", .atom, .atom))
    case .interpolate:
      let name = SymbolName.write(node.table?.name ?? "", in: .mathML)
      return wrapped(operands, ["<mrow>\(name)<mo>(</mo>", "<mo>)</mo></mrow>"])
    case .external:
      let name = SymbolName.write(node.external?.name ?? "", in: .mathML)
      return wrapped(
        operands,
        texts("<mrow>\(name)<mo>(</mo>", "<mo>,</mo>", "<mo>)</mo></mrow>", operands.count))
    case .atan2:
      return wrapped(
        operands, ["<mrow><mi>atan2</mi><mo>(</mo>", "<mo>,</mo>", "<mo>)</mo></mrow>"])
    case .heaviside: return wrapped(operands, ["<mrow><mi>H</mi><mo>(</mo>", "<mo>)</mo></mrow>"])
    case .log, .sin, .cos, .tan, .sinh, .cosh, .tanh, .atan, .asin, .acos, .asinh, .acosh, .atanh,
      .erf, .sign:
      let name = node.operation.inverseName
      return wrapped(operands, ["<mrow><mi>\(name)</mi><mo>(</mo>", "<mo>)</mo></mrow>"])
    case .constant, .symbol: return []
    }
  }

  private func row(_ pieces: [Piece]) -> [Piece] {
    [.text("<mrow>")] + pieces + [.text("</mrow>")]
  }

  private func cases(_ operands: [Node]) -> [Piece] {
    let open = "<mrow><mo>{</mo><mtable><mtr><mtd>"
    let middle = "</mtd><mtd><mrow><mtext>if&#xa0;</mtext>"
    let next = "</mrow></mtd></mtr><mtr><mtd>"
    let close = "</mtd><mtd><mtext>otherwise</mtext></mtd></mtr></mtable></mrow>"
    return wrapped([operands[1], operands[0], operands[2]], [open, middle, next, close])
  }
}
