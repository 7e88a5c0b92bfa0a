private import Synchronization

/// A Swift closure as a function in equations, for what has no formula: a fitted curve, a lookup,
/// another program's model.
///
/// ```swift
/// let uptake = ExternalFunction("uptake", { s in measured(s) }, derivative: { s in slope(s) })
/// d(x) == uptake(s) - x
/// ```
///
/// With derivatives given, Jacobians stay exact. Without, central differences stand in for
/// them (of order h², h = 6e-6 of the argument's size: some ten digits of a smooth function), and
/// the model's `System.warnings` say so. It is taken as smooth; it has no Taylor series, no
/// interval bounds and no form as source.
public final class ExternalFunction: Sendable {
  /// What it is called in print.
  public let name: String
  /// The number of arguments, 1 to 3.
  public let arity: Int
  /// Whether differences stand in for its derivatives.
  public let isDifferenced: Bool

  let call: @Sendable ([Double]) -> Double
  /// Its identity in the graph.
  let identifier = Symbol.newSpace()
  private let given: [@Sendable ([Double]) -> Double]?
  private let made = Mutex<[Int: ExternalFunction]>([:])

  /// Declares a function of one argument.
  ///
  /// - Parameters:
  ///   - name: for print.
  ///   - function: called from any thread; NaN outside its domain.
  ///   - derivative: φ′; without it differences are used.
  public convenience init(
    _ name: String, _ function: @escaping @Sendable (Double) -> Double,
    derivative: (@Sendable (Double) -> Double)? = nil
  ) {
    self.init(
      name: name, arity: 1, call: { function($0[0]) },
      derivatives: derivative.map { derivative in [{ derivative($0[0]) }] })
  }

  /// Declares a function of two arguments; `derivatives` in the first and the second.
  public convenience init(
    _ name: String, _ function: @escaping @Sendable (Double, Double) -> Double,
    derivatives: (@Sendable (Double, Double) -> Double, @Sendable (Double, Double) -> Double)? = nil
  ) {
    self.init(
      name: name, arity: 2, call: { function($0[0], $0[1]) },
      derivatives: derivatives.map { pair in
        [{ pair.0($0[0], $0[1]) }, { pair.1($0[0], $0[1]) }]
      })
  }

  /// Declares a function of three arguments, with one derivative for each or none.
  public convenience init(
    _ name: String, _ function: @escaping @Sendable (Double, Double, Double) -> Double,
    derivatives: (
      @Sendable (Double, Double, Double) -> Double, @Sendable (Double, Double, Double) -> Double,
      @Sendable (Double, Double, Double) -> Double
    )? = nil
  ) {
    self.init(
      name: name, arity: 3, call: { function($0[0], $0[1], $0[2]) },
      derivatives: derivatives.map { three in
        [
          { three.0($0[0], $0[1], $0[2]) }, { three.1($0[0], $0[1], $0[2]) },
          { three.2($0[0], $0[1], $0[2]) },
        ]
      })
  }

  private init(
    name: String, arity: Int, call: @escaping @Sendable ([Double]) -> Double,
    derivatives: [@Sendable ([Double]) -> Double]?
  ) {
    self.name = name
    self.arity = arity
    self.call = call
    given = derivatives
    isDifferenced = derivatives == nil
  }

  /// The function's value at an expression.
  public func callAsFunction(_ x: Expression) -> Expression { applied([x]) }

  /// The function's value at two expressions.
  public func callAsFunction(_ x: Expression, _ y: Expression) -> Expression { applied([x, y]) }

  /// The function's value at three expressions.
  public func callAsFunction(_ x: Expression, _ y: Expression, _ z: Expression) -> Expression {
    applied([x, y, z])
  }

  func applied(_ arguments: [Expression]) -> Expression {
    precondition(
      arguments.count == arity, "\(name) takes \(arity) arguments, not \(arguments.count)")
    let nodes = arguments.map(\.node)
    return Expression(
      node: Interning.node(
        .external, nodes[0], arity > 1 ? nodes[1] : nil, arity > 2 ? nodes[2] : nil,
        payload: identifier, external: self))
  }

  /// ∂φ in one argument; always the same object, so that equal derivatives are one node.
  func derivative(_ position: Int) -> ExternalFunction {
    made.withLock { known in
      if let function = known[position] { return function }
      let name = arity == 1 ? name + "′" : "∂\(position + 1)\(name)"
      let function = ExternalFunction(
        name: name, arity: arity, call: given?[position] ?? difference(position), derivatives: nil)
      known[position] = function
      return function
    }
  }

  /// Central differences, the step a cube root of the rounding unit of the argument's size.
  private func difference(_ position: Int) -> @Sendable ([Double]) -> Double {
    let call = call
    return { arguments in
      let h = 6e-6 * max(arguments[position].magnitude, 1)
      var (high, low) = (arguments, arguments)
      high[position] += h
      low[position] -= h
      var (above, below) = (call(high), call(low))
      // At the border of its domain, from the side that has a value.
      if above.isNaN { (above, high) = (call(arguments), arguments) }
      if below.isNaN { (below, low) = (call(arguments), arguments) }
      return (above - below) / (high[position] - low[position])
    }
  }
}

extension Expression {
  /// The function an external call calls.
  package var external: ExternalFunction? { node.external }
}
