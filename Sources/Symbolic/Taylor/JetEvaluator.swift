/// Evaluates expressions over jets: their Taylor polynomials at a point.
///
/// Exact up to rounding of the scalars. A piecewise operation is an error
/// unless all it depends on is constant.
public struct JetEvaluator<Scalar: TaylorScalar>: Sendable {
  private let nodes: [Node]
  private let outputs: [Expression]
  private let space: JetSpace

  /// Prepares expressions.
  public init(_ outputs: [Expression], in space: JetSpace) {
    nodes = Graph.nodes(under: outputs)
    self.outputs = outputs
    self.space = space
  }

  /// The jets of the expressions.
  ///
  /// - Parameters:
  ///   - jets: of symbols that vary.
  ///   - constants: of symbols that do not.
  /// - Throws: ``TaylorError`` naming the sub-expression in the way.
  ///
  /// Cost: one product of jets for each multiplication or division of the graph, and about
  /// `limit` products for each elementary function.
  public func evaluate(_ jets: [Symbol: Jet<Scalar>], constants: [Symbol: Scalar] = [:])
    throws(TaylorError) -> [Jet<Scalar>]
  {
    var values: [UInt64: Jet<Scalar>] = [:]
    for node in nodes {
      values[node.serial] = try value(of: node, jets, constants, values)
    }
    return outputs.compactMap { values[$0.node.serial] }
  }

  private func value(
    of node: Node, _ jets: [Symbol: Jet<Scalar>], _ constants: [Symbol: Scalar],
    _ values: [UInt64: Jet<Scalar>]
  ) throws(TaylorError) -> Jet<Scalar> {
    if node.isConstant {
      guard let constant = Scalar(constant: node.value) else {
        throw failure(.notRepresentable, node)
      }
      return Jet(constant, in: space)
    }
    if let symbol = node.symbol {
      if let jet = jets[symbol] { return jet }
      guard let constant = constants[symbol] else { throw failure(.unbound, node) }
      return Jet(constant, in: space)
    }
    let operands = [node.a, node.b, node.c].compactMap { $0.flatMap { values[$0.serial] } }
    return try apply(node, operands)
  }

  private func apply(_ node: Node, _ operands: [Jet<Scalar>]) throws(TaylorError) -> Jet<Scalar> {
    let a = operands[0]
    switch node.operation {
    case .add: return a + operands[1]
    case .subtract: return a - operands[1]
    case .multiply: return a * operands[1]
    case .divide:
      guard let inverse = operands[1].reciprocal else { throw failure(.singular, node) }
      return operands[1].isConstant ? inverse.value * a : a * inverse
    case .negate: return -a
    case .integerPower:
      guard let result = a.power(node.exponent) else { throw failure(.singular, node) }
      return result
    case .power: return try power(node, a, operands[1])
    case .atan2: return try angle(node, a, operands[1])
    case .exp, .log, .sqrt, .sin, .cos, .tan, .sinh, .cosh, .tanh, .erf, .atan, .asin, .acos,
      .asinh,
      .acosh, .atanh:
      guard let series = node.operation.series(at: a.value, count: a.seriesLength) else {
        throw failure(a.value.applying(node.operation) == nil ? .notRepresentable : .singular, node)
      }
      return a.composed(with: series)
    case .absolute, .sign, .heaviside, .floor, .modulo, .interpolate, .external, .minimum, .maximum,
      .less,
      .lessOrEqual, .equal, .and, .or, .not, .select:
      return try piecewise(node, operands)
    case .sum, .mean: throw failure(.reduction, node)
    case .constant, .symbol: throw failure(.unbound, node)
    }
  }

  private func power(_ node: Node, _ a: Jet<Scalar>, _ b: Jet<Scalar>) throws(TaylorError)
    -> Jet<Scalar>
  {
    let n = b.value.realPart
    if b.isConstant, n.rounded() == n, n.magnitude <= 1024 {
      guard let result = a.power(Int32(n)) else { throw failure(.singular, node) }
      return result
    }
    // a^b = e^{b ln a}.
    guard !a.value.isZero else { throw failure(.singular, node) }
    guard let logarithm = Operation.log.series(at: a.value, count: a.seriesLength) else {
      throw failure(.notRepresentable, node)
    }
    let exponent = b * a.composed(with: logarithm)
    guard let series = Operation.exp.series(at: exponent.value, count: exponent.seriesLength) else {
      throw failure(.notRepresentable, node)
    }
    return exponent.composed(with: series)
  }

  /// atan of the quotient that is at most 1 in size, turned by what is missing.
  private func angle(_ node: Node, _ y: Jet<Scalar>, _ x: Jet<Scalar>) throws(TaylorError)
    -> Jet<Scalar>
  {
    let isFlat = y.value.realPart.magnitude <= x.value.realPart.magnitude
    guard let inverse = (isFlat ? x : y).reciprocal else { throw failure(.singular, node) }
    let quotient = isFlat ? y * inverse : -(x * inverse)
    let whole = Operation.atan2.value(y.value.realPart, x.value.realPart)
    let part = Operation.atan.value(quotient.value.realPart)
    guard let series = Operation.atan.series(at: quotient.value, count: quotient.seriesLength),
      let turn = whole - part == 0 ? Scalar(0) : Scalar(constant: whole - part)
    else { throw failure(.notRepresentable, node) }
    return quotient.composed(with: series) + Jet(turn, in: space)
  }

  /// A choice is allowed where it does not vary.
  private func piecewise(_ node: Node, _ operands: [Jet<Scalar>]) throws(TaylorError)
    -> Jet<Scalar>
  {
    if node.operation == .select, operands[0].isConstant, !operands[0].value.realPart.isNaN {
      return operands[0].value.isZero ? operands[2] : operands[1]
    }
    guard operands.allSatisfy(\.isConstant) else { throw failure(.notSmooth, node) }
    let values = operands.map(\.value.realPart)
    // The sign of a formula is not known.
    guard values.allSatisfy({ !$0.isNaN }) else { throw failure(.notRepresentable, node) }
    let value = node.operation.value(values[0], values.count > 1 ? values[1] : 0)
    switch node.operation {
    case .absolute: return value == values[0] ? operands[0] : -operands[0]
    case .minimum, .maximum: return value == values[0] ? operands[0] : operands[1]
    default:
      guard ![.interpolate, .external].contains(node.operation),
        let constant = Scalar(constant: value)
      else {
        throw failure(.notSmooth, node)
      }
      return Jet(constant, in: space)
    }
  }

  private func failure(_ reason: TaylorError.Reason, _ node: Node) -> TaylorError {
    TaylorError(reason: reason, expression: Expression(node: node))
  }
}

extension Jet {
  /// An integer power by repeated squaring; nil for a negative power of 0.
  func power(_ n: Int32) -> Jet? {
    var (k, square, result) = (n.magnitude, self, Jet(Scalar(1), in: space))
    while k > 0 {
      if k & 1 == 1 { result = result * square }
      k >>= 1
      if k > 0 { square = square * square }
    }
    return n < 0 ? result.reciprocal : result
  }
}
