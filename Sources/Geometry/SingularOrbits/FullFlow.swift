import Integration
import Modeling
import NumericKernel
import Symbolic

private import RealModule

/// The full system in slow time, in coordinates in which a cycle can be followed in double precision.
///
/// A fast variable that decays towards an invariant value c by e^{−K/ε} is
/// carried as u = ln |x − c|: x itself would underflow, or be lost below the absolute tolerance,
/// and leave the invariant branch too early whatever the tolerance.
struct FullFlow {
  let field: GraphField
  let layer: LayerProblem
  /// The invariant value and the side of it, for the variables carried as logarithms.
  private let logarithms: [(value: Double, side: Double)?]
  private let rates: TapeEvaluator

  init(_ system: System, cycle: SingularCycle) throws(GeometryError) {
    layer = try LayerProblem(system)
    logarithms = FullFlow.logarithms(cycle, layer.n)
    guard let ε = system.smallParameter?.symbol.expression else {
      throw GeometryError(problem: "\(system.name) has no small parameter", advice: "")
    }
    var substitution: [Symbol: Expression] = [:]
    for (symbol, logarithm) in zip(layer.symbols, logarithms) {
      guard let logarithm else { continue }
      substitution[symbol] =
        Expression(logarithm.value) + Expression(logarithm.side) * exp(symbol.expression)
    }
    let fast = system.fastIndices.map { system.rightSides[$0] }
    let sides = zip(zip(fast, layer.symbols), logarithms).map { pair, logarithm -> Expression in
      guard let logarithm else { return pair.0.substituting(substitution) / ε }
      let others = substitution.filter { $0.key != pair.1 }
      return FullFlow.relative(pair.0, pair.1, logarithm).substituting(others) / ε
    }
    let slow = system.rightSides[system.slowIndices[0]].substituting(substitution)
    let names = (system.fastIndices + system.slowIndices).map { system.variables[$0].name }
    field = try GraphField(names, rates: sides + [slow], unknowns: layer.symbols, of: layer)
    rates = field.rateEvaluator()
  }

  /// d(ln |x − c|)/dt · ε = f/(x − c), with its Taylor expansion where x − c could underflow.
  private static func relative(
    _ f: Expression, _ symbol: Symbol, _ logarithm: (value: Double, side: Double)
  ) -> Expression {
    let small = 1e-4
    let u = symbol.expression
    let distance = Expression(logarithm.side) * exp(u)
    let safe = Expression(logarithm.side) * exp(max(u, Expression(Double.log(small))))
    let quotient = f.substituting([symbol: Expression(logarithm.value) + safe]) / safe
    var (series, derivative, power, factorial) = (Expression(0), f, Expression(1), 1.0)
    for k in 1...4 {
      derivative = derivative.derivative(withRespectTo: symbol)
      factorial *= Double(k)
      let value = derivative.substituting([symbol: Expression(logarithm.value)])
      series += value * power / Expression(factorial)
      power *= distance
    }
    return ifelse(u > Expression(Double.log(small)), quotient, series)
  }

  /// The variables that stay constant along the branches left by a delayed exit.
  private static func logarithms(_ cycle: SingularCycle, _ n: Int)
    -> [(value: Double, side: Double)?]
  {
    // One fast variable: with more, the direction of approach turns, and ln |x − c| is no help.
    guard n == 1, let exit = cycle.segments.first(where: { $0.departure == .delayedExit }) else {
      return (0..<n).map { _ in nil }
    }
    let value = exit.points[0].fast[0]
    return [(value, exit.points[1].fast[0] > value ? 1 : -1)]
  }

  /// Coordinates of a state.
  func coordinates(_ z: [Double]) -> [Double] {
    var q = z
    for (k, logarithm) in logarithms.enumerated() {
      if let logarithm { q[k] = .log((z[k] - logarithm.value).magnitude) }
    }
    return q
  }

  /// The state at given coordinates.
  func state(_ q: [Double]) -> [Double] {
    var z = q
    for (k, logarithm) in logarithms.enumerated() {
      if let logarithm { z[k] = logarithm.value + logarithm.side * .exp(q[k]) }
    }
    return z
  }

  /// Rates of the coordinates.
  func rate(_ q: [Double]) -> [Double] { rates.values(q) }

  /// The trace of the field's Jacobian; over a cycle it integrates to ln of the product of the
  /// Floquet multipliers, in any coordinates.
  var divergence: Expression {
    zip(field.expressions, layer.symbols).map { $0.derivative(withRespectTo: $1) }.sum()
  }
}
