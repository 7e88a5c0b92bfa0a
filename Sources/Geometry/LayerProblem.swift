import Modeling
import NumericKernel
import Symbolic

/// Rest points {f(x, y) = 0} of n equations over m coordinates y, as functions on the graph.
///
/// Of the layer problem: x are the fast variables, y the slow ones, f = f(x, y, 0). Of
/// the full system: x are all variables, y are parameters.
/// A point is z = (x₁ … xₙ, y₁ … yₘ).
struct LayerProblem: Sendable {
  let system: System
  /// n expressions.
  let f: [Expression]
  /// dy/dτ on the slow variables, g(x, y, 0); 0 for a parameter.
  let slowRates: [Expression]
  /// x₁ … xₙ, y₁ … yₘ.
  let symbols: [Symbol]
  let fastNames: [String]
  let slowNames: [String]
  /// Typical sizes of x: initial values, at least 1.
  let sizes: [Double]

  var n: Int { f.count }
  var m: Int { slowRates.count }
  /// g(x, y, 0) of a model with one slow variable.
  var g: Expression { slowRates[0] }
  var fastSymbols: [Symbol] { Array(symbols.prefix(n)) }
  var slowSymbols: [Symbol] { Array(symbols.suffix(m)) }
  /// What a set of its rest points is called in messages.
  var noun: String { isOfFullSystem ? "equilibria" : "rest points of the layer problem" }
  /// Whether x are all variables.
  var isOfFullSystem: Bool { n == system.variables.count }

  /// Takes the limit ε → 0 of a system with so many slow variables.
  init(_ system: System, slowCount: Int = 1) throws(GeometryError) {
    try LayerProblem.check(system)
    let slow = system.slowIndices
    if slow.count != slowCount {
      let names = slow.map { system.variables[$0].name }.joined(separator: ", ")
      throw GeometryError(
        problem: "\(system.name) has \(slow.count) slow variable\(slow.count == 1 ? "" : "s") "
          + "(\(names))",
        advice: LayerProblem.advice(wanted: slowCount, has: slow.count))
    }
    try self.init(system, over: slow.map { system.variables[$0].name }, freezing: [:])
  }

  private static func advice(wanted: Int, has count: Int) -> String {
    switch (wanted, count) {
    case (1, 2): "two span a surface: ask for it over both, or freeze one of them"
    case (1, _): "curves need one: freeze the others at values"
    case (_, 1): "one spans curves: ask for them over that one"
    default: "a surface needs two: freeze the others at values"
    }
  }

  private static func check(_ system: System) throws(GeometryError) {
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
    if !system.isAutonomous {
      throw GeometryError(
        problem: "the equations of \(system.name) depend on time",
        advice: "declare time as a slow variable with d(θ) == 1")
    }
    guard let small = system.smallParameter else {
      throw GeometryError(
        problem: "\(system.name) has no small parameter",
        advice: "declare it with @SmallParameter")
    }
    if let ε = system.epsilon, !(ε >= 0) {
      throw GeometryError(
        problem: "\(small.name) = \(ε): a small parameter is not below 0",
        advice: "give it above 0; to reverse time, change the sign of the equations")
    }
  }

  /// The layer problem over some slow variables and parameters.
  ///
  /// - Parameters:
  ///   - coordinates: names of slow variables and parameters, in order.
  ///   - frozen: values of the slow variables that are no coordinates, by name.
  init(
    _ system: System, over coordinates: [String], freezing frozen: [String: Double]
  ) throws(GeometryError) {
    try LayerProblem.check(system)
    guard let ε = system.smallParameter?.symbol else {
      throw GeometryError(problem: "\(system.name) has no small parameter", advice: "")
    }
    let found = try Coordinates(coordinates, of: system)
    var replaced: [Symbol: Expression] = [ε: 0]
    for name in frozen.keys.sorted() {
      let index = try found.slowVariable(name)
      replaced[system.variables[index].symbol] = frozen[name].map { Expression($0) }
    }
    for index in system.slowIndices where !found.variables.contains(index) {
      let variable = system.variables[index]
      guard replaced[variable.symbol] == nil else { continue }
      throw GeometryError(
        problem: "\(variable.name) is slow, and neither spans the manifold nor has a value",
        advice: "ask for the manifold over \(variable.name) too, or freeze it at a value")
    }
    let limit = system.rightSides.substituting(replaced)
    let fast = system.fastIndices
    self.system = system
    f = fast.map { limit[$0] }
    slowRates = found.items.map { item in item.variable.map { limit[$0] } ?? 0 }
    symbols = fast.map { system.variables[$0].symbol } + found.items.map(\.symbol)
    fastNames = fast.map { system.variables[$0].name }
    slowNames = found.items.map(\.name)
    sizes = fast.map { max(1, system.initialState[$0].magnitude) }
  }

  /// The equilibria of the full system, in fast time at its ε, over parameters.
  init(equilibriaOf system: System, over parameters: [String]) throws(GeometryError) {
    if !system.populations.isEmpty || !system.isAutonomous {
      throw GeometryError(
        problem: "\(system.name) \(system.isAutonomous ? "has populations" : "depends on time")",
        advice: "equilibria are followed for autonomous systems of a few variables")
    }
    let found = try Coordinates(parameters, of: system)
    if let index = found.variables.first {
      throw GeometryError(
        problem: "\(system.variables[index].name) is a variable",
        advice: "equilibria of the full system are followed over parameters")
    }
    self.system = system
    f = system.rates(in: .fast)
    slowRates = found.items.map { _ in 0 }
    symbols = system.variables.map(\.symbol) + found.items.map(\.symbol)
    fastNames = system.variables.map(\.name)
    slowNames = found.items.map(\.name)
    sizes = system.initialState.map { max(1, $0.magnitude) }
  }

  /// The gradient of each expression in all components of z, by rows.
  func gradients(of expressions: [Expression], in unknowns: [Symbol]) -> [[Expression]] {
    let wanted = Set(unknowns)
    return expressions.map { expression in
      let gradient = expression.gradient(withRespectTo: wanted)
      return unknowns.map { gradient[$0] ?? 0 }
    }
  }

  private func fixedParameters(besides unknowns: [Symbol]) -> [Int] {
    let free = Set(unknowns)
    return system.parameters.indices.filter { !free.contains(system.parameters[$0].symbol) }
  }

  /// Values of the parameters that are no unknowns, in their order.
  func fixedParameterValues(besides unknowns: [Symbol]) -> [Double] {
    fixedParameters(besides: unknowns).map { system.parameterValues[$0] }
  }

  /// An evaluator of expressions over given unknowns, parameters at their current values.
  func evaluator(_ outputs: [Expression], unknowns: [Symbol]) throws(GeometryError) -> TapeEvaluator
  {
    do {
      let tape = try Tape(
        outputs, inputs: unknowns,
        parameters: fixedParameters(besides: unknowns).map { system.parameters[$0].symbol })
      return TapeEvaluator(tape, parameters: fixedParameterValues(besides: unknowns))
    } catch {
      throw GeometryError(
        problem: "the equations of \(system.name) have symbols without a value", advice: "")
    }
  }
}
