extension [Expression] {
  /// The exact derivatives along a direction, Σ ∂e/∂y v, by one forward sweep.
  ///
  /// Unlike a gradient it goes through reductions to the members' own variables:
  /// D mean(e) = mean(D e).
  ///
  /// - Parameters:
  ///   - direction: v by symbol; others do not vary.
  ///   - members: the number of members of a population, by its space.
  ///
  /// Cost: one pass over the graph.
  package func directionalDerivatives(
    along direction: [Symbol: Expression], members: (UInt64) -> Int
  ) -> [Expression] {
    var image: [UInt64: Expression] = [:]
    for node in Graph.nodes(under: self) {
      if let symbol = node.symbol {
        image[node.serial] = direction[symbol]
        continue
      }
      guard let a = node.a else { continue }
      if node.operation == .sum || node.operation == .mean {
        image[node.serial] = image[a.serial].map { inner in
          if inner.space != 0 { return .make(node.operation, inner) }
          return node.operation == .mean ? inner : Expression(Double(members(a.space))) * inner
        }
        continue
      }
      image[node.serial] = node.pushForward(image)
    }
    return map { image[$0.node.serial] ?? 0 }
  }
}

extension Node {
  /// Σ partial derivative × operand's derivative; nil where nothing varies.
  fileprivate func pushForward(_ image: [UInt64: Expression]) -> Expression? {
    let expression = Expression(node: self)
    let operands = expression.operands
    let terms = operands.enumerated().compactMap { position, operand -> Expression? in
      guard let inner = image[operand.node.serial],
        let partial = operation.partial(
          expression, operands, exponent: exponent, position: position)
      else { return nil }
      return operation == .divide && position == 0 ? inner / operands[1] : partial * inner
    }
    return terms.isEmpty ? nil : terms.sum()
  }
}
