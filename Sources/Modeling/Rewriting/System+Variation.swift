import Symbolic

extension System {
  /// The system with one perturbation along its solution: δ' = (∂F/∂z) δ, the variational equation.
  ///
  /// Each variable x gets a variable `δx` of its scale. ``withSensitivities(to:)`` is
  /// the same for all derivatives in parameters and initial values.
  ///
  /// - Parameter direction: δ(0) by variable; 0 where none is named.
  /// - Throws: ``UnknownName``, or ``NoSensitivities`` where the equations jump.
  public func withVariation(from direction: [String: Double]) throws -> System {
    let base = expandingPopulations()
    if base.field(in: .slow).isPiecewise {
      throw NoSensitivities(model: name, problem: "its equations jump; make its conditions smooth")
    }
    var start = [Double](repeating: 0, count: base.variables.count)
    for (name, value) in direction { start[try base.variableIndex(named: name)] = value }
    let perturbed = base.variables.map { variable in
      Variable(
        name: "δ\(variable.name)", symbol: Symbol(), scale: variable.scale,
        meaning: Meaning("perturbation of \(variable.name)"))
    }
    let wanted = Set(base.variables.map(\.symbol))
    let sides = base.rightSides.map { side in
      let gradient = side.gradient(withRespectTo: wanted)
      return zip(base.variables, perturbed).compactMap { variable, δ in
        gradient[variable.symbol].map { $0 * δ.symbol.expression }
      }.sum()
    }
    var result = System(
      name: base.name, summary: base.summary, variables: base.variables + perturbed,
      parameters: base.parameters, populations: [], rightSides: base.rightSides + sides,
      observables: base.observables, events: [], conserved: base.conserved,
      nonnegative: base.nonnegative, initialState: base.initialState + start,
      memberParameterValues: [:])
    result.parameterValues = base.parameterValues
    return result
  }
}
