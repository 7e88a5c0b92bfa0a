/// The expansion of expressions in one symbol about 0, poles allowed: Σ cₚ εᵖ.
///
/// Coefficients are expressions in the other symbols. Works on sums,
/// products, quotients and smooth functions; cost: one pass over the graph with `terms`² products a
/// node.
public struct LaurentExpansion: Sendable {
  /// The power of the first coefficient.
  public private(set) var power: Int
  /// Coefficients of rising powers, as many as are known.
  public private(set) var coefficients: [Expression]

  /// The coefficient of a power; 0 below the first, nil beyond what is known.
  public subscript(power: Int) -> Expression? {
    let place = power - self.power
    if place < 0 { return 0 }
    return place < coefficients.count ? coefficients[place] : nil
  }

  /// The lowest power whose coefficient is not 0; nil if all known ones are.
  public var leadingPower: Int? {
    coefficients.firstIndex { $0.constantValue != 0 }.map { $0 + power }
  }

  /// Expands expressions.
  ///
  /// - Parameters:
  ///   - expressions: what to expand about ε = 0.
  ///   - symbol: ε.
  ///   - terms: how many coefficients to keep.
  /// - Throws: ``TaylorError`` for a piecewise operation that involves ε, or one with an essential
  ///   singularity there.
  public static func expand(_ expressions: [Expression], in symbol: Symbol, terms: Int)
    throws(TaylorError) -> [LaurentExpansion]
  {
    var images: [UInt64: LaurentExpansion] = [:]
    for node in Graph.nodes(under: expressions) {
      let operands = [node.a, node.b, node.c].compactMap { $0.flatMap { images[$0.serial] } }
      if node.symbol == symbol {
        images[node.serial] = LaurentExpansion(power: 1, [1], terms)
      } else if operands.allSatisfy(\.isFreeOfSymbol) {
        images[node.serial] = LaurentExpansion(power: 0, [Expression(node: node)], terms)
      } else {
        images[node.serial] = try apply(node, operands, terms)
      }
    }
    return expressions.compactMap { images[$0.node.serial] }
  }

  private init(power: Int, _ coefficients: [Expression], _ terms: Int) {
    self.power = power
    self.coefficients = coefficients + [Expression](repeating: 0, count: terms - coefficients.count)
  }

  private init(power: Int, known: [Expression]) {
    self.power = power
    coefficients = known
  }

  private var isFreeOfSymbol: Bool {
    power == 0 && coefficients.dropFirst().allSatisfy { $0.constantValue == 0 }
  }

  private static func apply(_ node: Node, _ operands: [LaurentExpansion], _ terms: Int)
    throws(TaylorError) -> LaurentExpansion
  {
    let a = operands[0]
    let singular = TaylorError(reason: .singular, expression: Expression(node: node))
    switch node.operation {
    case .add: return a.combined(operands[1]) { $0 + $1 }
    case .subtract: return a.combined(operands[1]) { $0 - $1 }
    case .negate: return LaurentExpansion(power: a.power, known: a.coefficients.map { -$0 })
    case .multiply: return a.multiplied(by: operands[1])
    case .divide:
      guard let inverse = operands[1].reciprocal else { throw singular }
      return a.multiplied(by: inverse)
    case .integerPower:
      guard let base = node.exponent < 0 ? a.reciprocal : a else { throw singular }
      var result = LaurentExpansion(power: 0, [1], terms)
      for _ in 0..<node.exponent.magnitude { result = result.multiplied(by: base) }
      return result
    case .exp, .log, .sqrt, .sin, .cos, .tan, .sinh, .cosh, .tanh, .erf, .atan, .asin, .acos,
      .asinh,
      .acosh, .atanh, .atan2, .power:
      guard let result = composed(node, operands) else { throw singular }
      return result
    case .absolute, .sign, .heaviside, .floor, .modulo, .interpolate, .external, .minimum, .maximum,
      .less,
      .lessOrEqual, .equal, .and, .or, .not, .select:
      throw TaylorError(reason: .notSmooth, expression: Expression(node: node))
    case .sum, .mean: throw TaylorError(reason: .reduction, expression: Expression(node: node))
    case .constant, .symbol: throw singular
    }
  }

  private func combined(
    _ other: LaurentExpansion, _ operation: (Expression, Expression) -> Expression
  ) -> LaurentExpansion {
    let first = min(power, other.power)
    let last = min(power + coefficients.count, other.power + other.coefficients.count)
    let known = (first..<max(last, first)).map { operation(self[$0] ?? 0, other[$0] ?? 0) }
    return LaurentExpansion(power: first, known: known)
  }

  private func multiplied(by other: LaurentExpansion) -> LaurentExpansion {
    let count = min(coefficients.count, other.coefficients.count)
    let known = (0..<count).map { k in
      (0...k).map { coefficients[$0] * other.coefficients[k - $0] }.sum()
    }
    return LaurentExpansion(power: power + other.power, known: known)
  }

  private var reciprocal: LaurentExpansion? {
    guard let start = coefficients.firstIndex(where: { $0.constantValue != 0 }) else { return nil }
    let b = Array(coefficients[start...])
    var known = [1 / b[0]]
    for k in 1..<max(b.count, 1) {
      let rest = (0..<k).map { known[$0] * b[k - $0] }.sum()
      known.append(-(rest / b[0]))
    }
    return LaurentExpansion(power: -(power + start), known: known)
  }

  /// φ(a₀ + a₁ ε + …) by φ's exact derivatives along ε.
  private static func composed(_ node: Node, _ operands: [LaurentExpansion]) -> LaurentExpansion? {
    guard operands.allSatisfy({ $0.power >= 0 || ($0.leadingPower ?? 0) >= 0 }) else { return nil }
    let count = operands.map { $0.power + $0.coefficients.count }.min() ?? 0
    let s = Symbol("s")
    let lines = operands.map { operand in
      (0..<count).map { (operand[$0] ?? 0) * s.expression ** Expression($0) }.sum()
    }
    var derivative = Expression.make(
      node.operation, lines[0], lines.count > 1 ? lines[1] : nil)
    var (known, factorial): ([Expression], Double) = ([], 1)
    for k in 0..<count {
      if k > 0 { factorial *= Double(k) }
      let coefficient = derivative.substituting([s: 0]) / Expression(factorial)
      // √ε and the like have no derivative there.
      if coefficient.dividesByZero { return nil }
      known.append(coefficient)
      derivative = derivative.derivative(withRespectTo: s)
    }
    return LaurentExpansion(power: 0, known: known)
  }
}
