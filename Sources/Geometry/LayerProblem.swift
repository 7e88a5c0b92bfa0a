import Modeling
import NumericKernel
import Symbolic

/// The layer problem x' = f(x, y, 0) of a model with one slow variable, as functions on the graph.
///
/// A point is z = (x₁ … xₙ, y): the fast variables in their order, then the slow one.
struct LayerProblem: Sendable {
  let system: System
  /// n expressions f(x, y, 0).
  let f: [Expression]
  /// g(x, y, 0).
  let g: Expression
  /// x₁ … xₙ, y.
  let symbols: [Symbol]

  var n: Int { f.count }

  /// Takes the limit ε → 0 of a system.
  init(_ system: System) throws(GeometryError) {
    let (fast, slow) = (system.fastIndices, system.slowIndices)
    if !system.populations.isEmpty {
      throw GeometryError(
        problem: "\(system.name) has populations",
        advice: "geometry takes a few variables; declare the case of equal members as a model")
    }
    if fast.isEmpty || slow.isEmpty {
      throw GeometryError(
        problem: "\(system.name) declares no \(fast.isEmpty ? "fast" : "slow") variables",
        advice: "declare the scales with @Fast, @Slow and @SmallParameter")
    }
    if slow.count > 1 {
      let names = slow.map { system.variables[$0].name }.joined(separator: ", ")
      throw GeometryError(
        problem: "\(system.name) has \(slow.count) slow variables (\(names))",
        advice: "curves need one; declare the others as parameters to freeze them")
    }
    if !system.isAutonomous {
      throw GeometryError(
        problem: "the equations of \(system.name) depend on time",
        advice: "declare time as a slow variable with d(θ) == 1")
    }
    guard let ε = system.smallParameter?.symbol else {
      throw GeometryError(
        problem: "\(system.name) has no small parameter",
        advice: "declare it with @SmallParameter")
    }
    let limit = system.rightSides.substituting([ε: 0])
    self.system = system
    f = fast.map { limit[$0] }
    g = limit[slow[0]]
    symbols = (fast + slow).map { system.variables[$0].symbol }
  }

  /// The gradient of each expression in all components of z, by rows.
  func gradients(of expressions: [Expression], in unknowns: [Symbol]) -> [[Expression]] {
    let wanted = Set(unknowns)
    return expressions.map { expression in
      let gradient = expression.gradient(withRespectTo: wanted)
      return unknowns.map { gradient[$0] ?? 0 }
    }
  }

  /// An evaluator of expressions over given unknowns, parameters at their current values.
  func evaluator(_ outputs: [Expression], unknowns: [Symbol]) throws(GeometryError) -> TapeEvaluator
  {
    do {
      let tape = try Tape(
        outputs, inputs: unknowns, parameters: system.parameters.map(\.symbol))
      return TapeEvaluator(tape, parameters: system.parameterValues)
    } catch {
      throw GeometryError(
        problem: "the equations of \(system.name) have symbols without a value", advice: "")
    }
  }
}
