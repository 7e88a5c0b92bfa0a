/// Walks over the graph under some expressions; none recurses.
enum Graph {
  /// Every node under the roots, operands before what is made of them.
  ///
  /// Cost: O(n log n) in the number of nodes.
  static func nodes(under roots: [Expression]) -> [Node] {
    var seen: Set<UInt64> = []
    var pending = roots.map(\.node)
    var nodes: [Node] = []
    while let node = pending.popLast() {
      guard seen.insert(node.serial).inserted else { continue }
      nodes.append(node)
      if let a = node.a { pending.append(a) }
      if let b = node.b { pending.append(b) }
      if let c = node.c { pending.append(c) }
    }
    return nodes.sorted { $0.serial < $1.serial }
  }
}

extension Expression {
  /// The symbols in the expression, oldest first.
  public var symbols: [Symbol] { [self].symbols }

  /// Whether the expression has derivatives of all orders inside its domain.
  public var isSmooth: Bool {
    Graph.nodes(under: [self]).allSatisfy { $0.operation.isSmooth }
  }

  /// The number of distinct operations, symbols and constants in the expression.
  public var nodeCount: Int { Graph.nodes(under: [self]).count }

  /// Distinct sub-expressions, operands before what is made of them.
  public var subexpressions: [Expression] { [self].subexpressions }
}

extension [Expression] {
  /// The symbols in any of the expressions, oldest first.
  public var symbols: [Symbol] { Graph.nodes(under: self).compactMap(\.symbol) }

  /// Distinct sub-expressions of all, operands before what is made of them.
  public var subexpressions: [Expression] { Graph.nodes(under: self).map(Expression.init(node:)) }
}
