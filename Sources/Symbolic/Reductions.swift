/// The mean over the members of a population; over a scalar it is a fault of the model.
public func mean(_ x: Expression) -> Expression { .make(.mean, x) }

/// The sum over the members of a population; over a scalar it is a fault of the model.
public func sum(_ x: Expression) -> Expression { .make(.sum, x) }

extension Expression {
  /// The population over whose members the value varies; 0 for a scalar.
  package var space: UInt64 { node.space }

  /// Whether members of two populations meet without a reduction between.
  package var isMixed: Bool { node.space == Node.mixedSpace }

  /// Whether this is a reduction.
  package var isReduction: Bool { node.operation == .sum || node.operation == .mean }

  /// The population a reduction runs over; 0 if its operand is a scalar.
  package var reducedSpace: UInt64 { node.a?.space ?? 0 }
}

extension [Expression] {
  /// The reductions in any of the expressions, inner ones before what uses them.
  package var reductions: [Expression] {
    Graph.nodes(under: self).map(Expression.init(node:)).filter(\.isReduction)
  }

  /// The expressions with whole sub-expressions replaced.
  package func replacing(_ replacements: [Expression: Expression]) -> [Expression] {
    var image: [UInt64: Expression] = [:]
    for node in Graph.nodes(under: self) {
      image[node.serial] =
        replacements[Expression(node: node)] ?? node.rebuilt([:], operands: { image[$0.serial] })
    }
    return map { image[$0.node.serial] ?? $0 }
  }
}
