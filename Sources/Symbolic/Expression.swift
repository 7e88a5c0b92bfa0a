/// A mathematical expression: a value over a shared, immutable graph.
///
/// Equal structure is one node of the graph (hash-consing), so `==` compares
/// identity and costs nothing. Expressions are built with the ordinary
/// operators and functions:
///
/// ```swift
/// let f = y + x - x ** 3 / 3
/// let slope = f.derivative(withRespectTo: x)
/// ```
///
/// Construction applies a few exact rewriting rules (``Simplification``).
public struct Expression: Hashable, Sendable {
  let node: Node

  init(node: Node) { self.node = node }

  /// The constant `value`.
  public init(_ value: Double) { node = Interning.constant(value) }

  /// The constant `value`.
  public init(_ value: Int) { self.init(Double(value)) }

  /// Whether both are the same node of the graph.
  public static func == (left: Expression, right: Expression) -> Bool { left.node === right.node }

  /// Hashes the identity.
  public func hash(into hasher: inout Hasher) { hasher.combine(node.serial) }

  /// The operation at the top.
  public var operation: Operation { node.operation }

  /// The value, if this is a constant.
  public var constantValue: Double? { node.isConstant ? node.value : nil }

  /// The symbol, if this is a bare symbol.
  public var symbol: Symbol? { node.symbol }

  /// The operands of the top operation, in the order they were written.
  public var operands: [Expression] {
    [node.a, node.b, node.c].compactMap { $0.map(Expression.init(node:)) }
  }

  /// Makes an operation over operands, simplified if rules are on.
  static func make(
    _ operation: Operation, _ a: Expression, _ b: Expression? = nil, _ c: Expression? = nil
  ) -> Expression {
    if Simplification.isOn, let simpler = operation.simplified(a, b, c) { return simpler }
    return Expression(node: Interning.node(operation, a.node, b?.node, c?.node))
  }

  /// `base ** exponent` for an integer exponent.
  static func makePower(_ base: Expression, _ exponent: Int32) -> Expression {
    if Simplification.isOn, let simpler = simplifiedPower(base, exponent) { return simpler }
    return Expression(
      node: Interning.node(
        .integerPower, base.node, payload: UInt64(bitPattern: Int64(exponent))))
  }
}

extension Expression: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  /// A constant from a literal.
  public init(floatLiteral value: Double) { self.init(value) }
  /// A constant from a literal.
  public init(integerLiteral value: Int) { self.init(Double(value)) }
}

extension Expression: CustomStringConvertible {
  /// The expression in the source's own notation, symbols by their own names.
  public var description: String { formatted(.text) }
}
