extension Expression {
  /// The exact derivative in one symbol.
  ///
  /// Cost: O(n) new nodes at most, n the size of the expression.
  public func derivative(withRespectTo symbol: Symbol) -> Expression {
    gradient(withRespectTo: [symbol])[symbol] ?? 0
  }

  /// The exact derivative in a bare symbol given as an expression; 0 for any other expression.
  public func derivative(withRespectTo variable: Expression) -> Expression {
    variable.symbol.map { derivative(withRespectTo: $0) } ?? 0
  }

  /// All exact partial derivatives that are not identically zero, by one
  /// backward sweep (reverse accumulation on the graph).
  ///
  /// - Parameter wanted: the symbols to differentiate in; others are constants.
  /// - Returns: derivative by symbol; a symbol that is missing has derivative 0.
  ///
  /// Cost: one pass over the graph, whatever the number of symbols.
  public func gradient(withRespectTo wanted: Set<Symbol>) -> [Symbol: Expression] {
    let nodes = Graph.nodes(under: [self])
    let active = nodes.serials { $0.symbol.map(wanted.contains) ?? false }
    var adjoint: [UInt64: Expression] = [node.serial: 1]
    var gradient: [Symbol: Expression] = [:]
    for node in nodes.reversed() where active.contains(node.serial) {
      guard let sensitivity = adjoint.removeValue(forKey: node.serial) else { continue }
      if let symbol = node.symbol {
        gradient[symbol] = (gradient[symbol] ?? 0) + sensitivity
        continue
      }
      if node.operation == .sum || node.operation == .mean {
        // d/dz of a reduction is the reduction of d/dz; a member's own derivative is not defined.
        for (symbol, inner) in node.reducedGradient(wanted.filter { $0.space == 0 }) {
          gradient[symbol] = (gradient[symbol] ?? 0) + sensitivity * inner
        }
        continue
      }
      node.pushBack(sensitivity, into: &adjoint, active: active)
    }
    return gradient.filter { $0.value.constantValue != 0 }
  }
}

extension [Node] {
  /// The serial numbers of nodes that satisfy the test or have such an operand, at any depth.
  fileprivate func serials(reaching isSeed: (Node) -> Bool) -> Set<UInt64> {
    var reached: Set<UInt64> = []
    for node in self {
      let operands = [node.a, node.b, node.c]
      if isSeed(node)
        || operands.contains(where: { $0.map { reached.contains($0.serial) } ?? false })
      {
        reached.insert(node.serial)
      }
    }
    return reached
  }
}

extension Node {
  /// The gradient of a reduction in scalar symbols; recursion is as deep as reductions nest.
  fileprivate func reducedGradient(_ wanted: Set<Symbol>) -> [Symbol: Expression] {
    guard let a else { return [:] }
    return Expression(node: a).gradient(withRespectTo: wanted).mapValues {
      // A part that is the same for all members comes out of a mean, and counts members in a sum.
      $0.node.space == 0 && operation == .mean ? $0 : .make(operation, $0)
    }
  }

  /// Adds `sensitivity` times each partial derivative to the operands' adjoints.
  fileprivate func pushBack(
    _ sensitivity: Expression, into adjoint: inout [UInt64: Expression], active: Set<UInt64>
  ) {
    let expression = Expression(node: self)
    let operands = expression.operands
    for (position, operand) in operands.enumerated() where active.contains(operand.node.serial) {
      guard
        let partial = operation.partial(
          expression, operands, exponent: exponent, position: position)
      else { continue }
      // d(a/b)/da · s reads better as s/b than as s·(1/b), and loses no digit.
      let term =
        operation == .divide && position == 0 ? sensitivity / operands[1] : sensitivity * partial
      adjoint[operand.node.serial] = adjoint[operand.node.serial].map { $0 + term } ?? term
    }
  }
}
