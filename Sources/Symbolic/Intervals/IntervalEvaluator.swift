/// Evaluates expressions over boxes: bounds on every value they take there.
///
/// The natural interval extension on the graph, shared parts once. Bounds are rigorous (see
/// ``Interval``) and shrink with the box, linearly in its size.
public struct IntervalEvaluator: Sendable {
  private enum Step: Sendable {
    case known(Interval)
    case input(Int)
    case operation(Operation, a: Int, b: Int, c: Int, exponent: Int32)
  }

  private let steps: [Step]
  private let outputs: [Int]
  /// Whether the expressions have derivatives of all orders in the inputs, in their domain.
  public let isSmooth: Bool
  /// Whether every operation has bounds of its own; tables, `atan2`, `mod` and
  /// reductions have none and count as the entire line.
  public let isBounding: Bool

  /// Compiles expressions.
  ///
  /// - Parameters:
  ///   - expressions: whose bounds are wanted.
  ///   - inputs: the symbols that vary over a box, in order.
  ///   - values: of all other symbols; one that is missing counts as the entire line.
  public init(_ expressions: [Expression], inputs: [Symbol], values: [Symbol: Double]) {
    let nodes = Graph.nodes(under: expressions)
    var position: [UInt64: Int] = [:]
    for (index, node) in nodes.enumerated() { position[node.serial] = index }
    let place = { (node: Node?) -> Int in node.flatMap { position[$0.serial] } ?? 0 }
    let inputPlace = Dictionary(zip(inputs, inputs.indices)) { first, _ in first }
    steps = nodes.map { node in
      if let symbol = node.symbol {
        if let input = inputPlace[symbol] { return .input(input) }
        return .known(values[symbol].map { Interval($0) } ?? .entire)
      }
      if node.isConstant { return .known(Interval(node.value)) }
      return .operation(
        node.operation, a: place(node.a), b: place(node.b), c: place(node.c),
        exponent: node.operation == .integerPower ? node.exponent : 0)
    }
    outputs = expressions.map { place($0.node) }
    let varying = IntervalEvaluator.varying(nodes, inputs: Set(inputs))
    isSmooth = !nodes.contains { $0.isKink(where: varying) }
    isBounding = !nodes.contains { $0.hasNoBounds && varying.contains($0.serial) }
  }

  /// Serial numbers of the nodes that depend on an input.
  private static func varying(_ nodes: [Node], inputs: Set<Symbol>) -> Set<UInt64> {
    var found: Set<UInt64> = []
    for node in nodes {
      let isInput = node.symbol.map(inputs.contains) ?? false
      if isInput || node.operandList.contains(where: { found.contains($0.serial) }) {
        found.insert(node.serial)
      }
    }
    return found
  }

  /// Bounds of the expressions over a box.
  ///
  /// Cost: one pass over the graph.
  public func bounds(over box: [Interval]) -> [Interval] {
    var values: [Interval] = []
    values.reserveCapacity(steps.count)
    for step in steps {
      switch step {
      case .known(let interval): values.append(interval)
      case .input(let index): values.append(box[index])
      case .operation(let operation, let a, let b, let c, let exponent):
        values.append(
          operation.image(values[a], values[b], values[c], exponent: exponent))
      }
    }
    return outputs.map { values[$0] }
  }
}

extension Node {
  fileprivate var operandList: [Node] { [a, b, c].compactMap { $0 } }

  fileprivate var hasNoBounds: Bool {
    switch operation {
    case .interpolate, .external, .atan2, .modulo, .sum, .mean: true
    default: false
    }
  }

  /// Whether derivatives may jump here. A choice by a condition that does not vary has no kink.
  fileprivate func isKink(where varying: Set<UInt64>) -> Bool {
    if operation.isSmooth { return false }
    if operation == .select { return a.map { varying.contains($0.serial) } ?? false }
    return operandList.contains { varying.contains($0.serial) }
  }
}
