extension Expression {
  /// The expression with symbols replaced, simplified anew.
  ///
  /// Cost: one pass over the graph.
  public func substituting(_ replacements: [Symbol: Expression]) -> Expression {
    [self].substituting(replacements)[0]
  }
}

extension [Expression] {
  /// The expressions with symbols replaced, simplified anew; shared parts stay shared.
  public func substituting(_ replacements: [Symbol: Expression]) -> [Expression] {
    var image: [UInt64: Expression] = [:]
    for node in Graph.nodes(under: self) {
      image[node.serial] = node.rebuilt(replacements, operands: { image[$0.serial] })
    }
    return map { image[$0.node.serial] ?? $0 }
  }
}

extension Node {
  func rebuilt(
    _ replacements: [Symbol: Expression], operands image: (Node) -> Expression?
  ) -> Expression {
    if let symbol { return replacements[symbol] ?? Expression(node: self) }
    guard let a, let newA = image(a) else { return Expression(node: self) }
    let newB = b.flatMap(image)
    let newC = c.flatMap(image)
    if newA.node === a, newB?.node === b, newC?.node === c { return Expression(node: self) }
    if operation == .integerPower { return .makePower(newA, exponent) }
    if let external { return external.applied([newA, newB, newC].compactMap { $0 }) }
    if let table { return interpolated(table, at: newA) }
    return .make(operation, newA, newB, newC)
  }
}
