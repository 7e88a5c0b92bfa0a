import Symbolic

extension System {
  /// The system with each member of its populations written out as variables of their own.
  ///
  /// What works on scalar systems alone (geometry, a dense or sparse Jacobian) then works on it;
  /// n members make n times as many equations, each with sums over all. Names are those of
  /// ``componentNames``; the order of a state stays the same.
  public func expandingPopulations() -> System {
    populations.isEmpty ? self : PopulationExpansion(self).expanded()
  }
}

/// Symbols of the members, and the expressions rewritten over them.
private struct PopulationExpansion {
  let system: System
  /// For each population and member, new symbols for the member symbols.
  private var members: [[[Symbol: Expression]]] = []
  private var memberVariables: [System.Variable] = []
  private var memberParameters: [(info: System.ParameterInfo, value: Double)] = []

  init(_ system: System) {
    self.system = system
    for (p, population) in system.populations.enumerated() {
      members.append(Array(repeating: [:], count: population.count))
      for index in population.variables { addVariable(index, p) }
      for index in population.parameters { addParameter(index, p) }
    }
  }

  private mutating func addVariable(_ index: Int, _ p: Int) {
    let variable = system.variables[index]
    for member in 0..<system.populations[p].count {
      let symbol = Symbol()
      members[p][member][variable.symbol] = symbol.expression
      memberVariables.append(
        System.Variable(
          name: "\(system.shortName(variable.name))[\(member)]", symbol: symbol,
          scale: variable.scale, meaning: variable.meaning))
    }
  }

  private mutating func addParameter(_ index: Int, _ p: Int) {
    let parameter = system.parameters[index]
    let values = system.memberParameterValues[index] ?? []
    for (member, value) in values.enumerated() {
      let symbol = Symbol()
      members[p][member][parameter.symbol] = symbol.expression
      let info = System.ParameterInfo(
        name: "\(system.shortName(parameter.name))[\(member)]", array: nil, symbol: symbol,
        isSmall: false, meaning: parameter.meaning, defaultValue: value)
      memberParameters.append((info, value))
    }
  }

  func expanded() -> System {
    let count = system.rightSides.count
    let others =
      system.observables.map(\.expression) + system.conserved.map(\.expression)
      + system.events.flatMap { [$0.expression] + $0.resets.map(\.value) }
      + system.nonnegative
    let form = MeanFieldForm(system.rightSides + others, populations: system.populations)
    let sums = reductions(form)
    let written = form.expressions.substituting(sums)
    let scalars = system.scalarIndices
    let memberSides = system.populations.enumerated().flatMap { p, population in
      population.variables.flatMap { index in
        members[p].map { written[index].substituting($0) }
      }
    }
    let scalarParameters = system.parameters.indices.filter {
      system.parameters[$0].population == nil
    }
    var rest = written[count...]
    var result = System(
      name: system.name, summary: system.summary,
      variables: scalars.map { system.variables[$0] } + memberVariables,
      parameters: scalarParameters.map { system.parameters[$0] } + memberParameters.map(\.info),
      populations: [], rightSides: scalars.map { written[$0] } + memberSides,
      observables: system.observables.map { Observable($0.name, rest.removeFirst()) },
      events: [], conserved: system.conserved.map { Observable($0.name, rest.removeFirst()) },
      nonnegative: [], initialState: system.initialState, memberParameterValues: [:])
    result.events = system.events.map { event in
      let expression = rest.removeFirst()
      return ModelEvent(
        name: event.name, expression: expression, direction: event.direction,
        isTerminal: event.isTerminal,
        resets: event.resets.map {
          ModelEvent.Reset(variable: $0.variable, value: rest.removeFirst())
        })
    }
    result.nonnegative = rest.flatMap { bound in
      let population = system.populations.firstIndex { $0.space == bound.space }
      return population.map { members[$0].map { bound.substituting($0) } } ?? [bound]
    }
    result.parameterValues =
      scalarParameters.map { system.parameterValues[$0] } + memberParameters.map(\.value)
    return result
  }

  /// Each ρ as a sum over members, inner ones first.
  private func reductions(_ form: MeanFieldForm) -> [Symbol: Expression] {
    var sums: [Symbol: Expression] = [:]
    for reduction in form.reductions {
      let argument = reduction.argument.substituting(sums)
      let total = members[reduction.population].map { argument.substituting($0) }.sum()
      let count = Double(system.populations[reduction.population].count)
      sums[reduction.symbol] = reduction.weight == 1 ? total : total / Expression(count)
    }
    return sums
  }
}
