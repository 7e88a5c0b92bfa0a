import Symbolic

/// Why a system has no forward sensitivities.
public struct NoSensitivities: Error, Sendable, CustomStringConvertible {
  /// The model.
  public let model: String
  /// What stands in the way.
  public let problem: String

  /// One sentence.
  public var description: String { "\(model) has no sensitivities: \(problem)" }
}

extension System {
  /// The name of a sensitivity: `∂x/∂a`, and `∂x/∂y(0)` for an initial value.
  public static func sensitivityName(of variable: String, to quantity: String) -> String {
    "∂\(variable)/∂\(quantity)"
  }

  /// The system with its forward sensitivities as further variables.
  ///
  /// For each quantity p, a parameter or an initial value written `x(0)`, the variables S = ∂y/∂p
  /// obey the variational equation
  ///
  ///     Ṡ = (∂F/∂y) S + ∂F/∂p,   S(0) = ∂y(0)/∂p
  ///
  /// whose terms are derivatives of the expression graph, so that whatever integrates the system
  /// integrates them, with the exact Jacobian of the whole and error control on S. A sensitivity
  /// has the scale of its variable. That to ε is taken at a fixed slow time τ.
  ///
  /// Cost: m quantities make (m + 1) n equations; for n or m large, their Jacobian is sparse.
  ///
  /// - Throws: ``UnknownName`` if there is no such quantity, ``NoSensitivities`` if the equations
  ///   jump or an event resets the state, where the variational equation does not hold.
  public func withSensitivities(to quantities: [String]) throws -> System {
    let base = expandingPopulations()
    if base.field(in: .slow).isPiecewise {
      throw NoSensitivities(model: name, problem: "its equations jump; make its conditions smooth")
    }
    if let event = base.events.first(where: { !$0.resets.isEmpty }) {
      throw NoSensitivities(model: name, problem: "its event \(event.name) resets the state")
    }
    let places = try quantities.map { try base.place(of: $0) }
    let blocks = places.map { VariationalBlock(base, $0) }
    var result = System(
      name: base.name, summary: base.summary,
      variables: base.variables + blocks.flatMap(\.variables), parameters: base.parameters,
      populations: [], rightSides: base.rightSides + blocks.flatMap(\.rightSides),
      observables: base.observables, events: base.events, conserved: base.conserved,
      nonnegative: base.nonnegative,
      initialState: base.initialState + blocks.flatMap(\.initialState), memberParameterValues: [:])
    result.parameterValues = base.parameterValues
    return result
  }

  fileprivate enum Quantity {
    case parameter(Int)
    case initialValue(Int)
  }

  private func place(of name: String) throws(UnknownName) -> Quantity {
    if name.hasSuffix("(0)") {
      return .initialValue(try variableIndex(named: String(name.dropLast(3))))
    }
    return .parameter(try parameterIndex(named: name))
  }
}

/// The variational equations for one quantity.
private struct VariationalBlock {
  let variables: [System.Variable]
  let rightSides: [Expression]
  let initialState: [Double]

  init(_ system: System, _ quantity: System.Quantity) {
    let name: String
    let parameter: System.ParameterInfo?
    switch quantity {
    case .parameter(let index):
      parameter = system.parameters[index]
      name = system.parameters[index].name
      initialState = system.variables.map { _ in 0 }
    case .initialValue(let index):
      parameter = nil
      name = "\(system.variables[index].name)(0)"
      initialState = system.variables.indices.map { $0 == index ? 1 : 0 }
    }
    let variables = system.variables.map { variable in
      System.Variable(
        name: System.sensitivityName(of: variable.name, to: name), symbol: Symbol(),
        scale: variable.scale, meaning: Meaning("sensitivity of \(variable.name) to \(name)"))
    }
    rightSides = zip(system.variables, system.rightSides).map { variable, side in
      Self.variation(
        of: side, isFast: variable.scale == .fast, over: zip(system.variables, variables),
        parameter)
    }
    self.variables = variables
  }

  /// Σ ∂F/∂yⱼ Sⱼ + ∂F/∂p; where ε multiplies the rate, its own variation −F/ε as well.
  private static func variation(
    of side: Expression, isFast: Bool,
    over pairs: Zip2Sequence<[System.Variable], [System.Variable]>,
    _ parameter: System.ParameterInfo?
  ) -> Expression {
    let wanted = Set(pairs.map(\.0.symbol) + (parameter.map { [$0.symbol] } ?? []))
    let gradient = side.gradient(withRespectTo: wanted)
    var terms = pairs.compactMap { variable, sensitivity in
      gradient[variable.symbol].map { $0 * sensitivity.symbol.expression }
    }
    if let parameter {
      if let direct = gradient[parameter.symbol] { terms.append(direct) }
      if parameter.isSmall, isFast { terms.append(-side / parameter.symbol.expression) }
    }
    return terms.sum()
  }
}
