import Symbolic

extension System {
  /// The layer problem as a model: x' = f(x, y, 0) in fast time, the slow variables parameters.
  ///
  /// Slow variables become parameters at their initial values, those of members member parameters
  /// and those of a vector a parameter array. A slow time in the equations stands still too, as a
  /// parameter `τ`. Observables go along; events, charts and conserved quantities belong to the
  /// whole and stay behind.
  ///
  /// - Throws: ``NoSuchRewriting`` without declared scales, or where ε = 0 divides.
  public func layerProblem() throws(NoSuchRewriting) -> System {
    let wanted = "layer problem"
    guard let ε = smallParameter?.symbol, !fastIndices.isEmpty else {
      throw NoSuchRewriting(
        model: name, wanted: wanted,
        problem:
          "it declares no fast variables; declare scales with @Fast, @Slow and @SmallParameter"
      )
    }
    var frozen = FrozenParts(self)
    var replacements: [Symbol: Expression] = [ε: 0]
    if !isAutonomous {
      replacements[modelTime] = frozen.addTime(avoiding: variables.map(\.name)).expression
    }
    let sides = fastIndices.map { rightSides[$0] }.substituting(replacements)
    if let place = sides.firstIndex(where: \.dividesByZero) {
      throw NoSuchRewriting(
        model: name, wanted: wanted,
        problem: "the equation of \(variables[fastIndices[place]].name) divides by 0 at ε = 0; "
          + "write it in standard form")
    }
    return frozen.system(
      rightSides: sides,
      observables: observables.map {
        Observable($0.name, $0.expression.substituting(replacements))
      })
  }
}

/// The fast part of a system with the slow variables as parameters.
private struct FrozenParts {
  private let source: System
  private let fast: [Int]
  private var parameters: [System.ParameterInfo] = []
  private var values: [Double] = []
  private var memberValues: [Int: [Double]] = [:]
  private var memberPlaces: [Int: [Int]] = [:]

  init(_ source: System) {
    self.source = source
    fast = source.fastIndices
    for (index, info) in source.parameters.enumerated() where !info.isSmall {
      add(info, source.parameterValues[index], source.memberParameterValues[index])
    }
    for index in source.slowIndices {
      let variable = source.variables[index]
      let start = Array(source.initialState[source.components(of: index)])
      var info = System.ParameterInfo(
        name: variable.name, array: variable.vector, symbol: variable.symbol, isSmall: false,
        meaning: variable.meaning, defaultValue: start.first ?? 0)
      info.population = variable.population
      add(info, start.first ?? 0, variable.population == nil ? nil : start)
    }
  }

  private mutating func add(_ info: System.ParameterInfo, _ value: Double, _ members: [Double]?) {
    if let members {
      memberValues[parameters.count] = members
      if let population = info.population {
        memberPlaces[population, default: []].append(parameters.count)
      }
    }
    parameters.append(info)
    values.append(value)
  }

  mutating func addTime(avoiding names: [String]) -> Symbol {
    let symbol = Symbol()
    let taken = names + parameters.map(\.name)
    let name = ["τ", "slow_time", "slow_time_held"].first { !taken.contains($0) } ?? "τ_"
    add(
      System.ParameterInfo(
        name: name, array: nil, symbol: symbol, isSmall: false,
        meaning: Meaning("slow time, held"), defaultValue: 0), 0, nil)
    return symbol
  }

  func system(rightSides: [Expression], observables: [Observable]) -> System {
    let variables = fast.map { index in
      let old = source.variables[index]
      return System.Variable(
        name: old.name, symbol: old.symbol, scale: .unscaled, meaning: old.meaning,
        vector: old.vector, population: old.population)
    }
    let populations = source.populations.enumerated().map { p, old in
      System.PopulationInfo(
        name: old.name, count: old.count,
        variables: variables.indices.filter { variables[$0].population == p },
        parameters: memberPlaces[p] ?? [], space: old.space)
    }
    let scalars = fast.filter { source.variables[$0].population == nil }
    let members = source.populations.flatMap { $0.variables.filter(fast.contains) }
    var result = System(
      name: source.name + " (layer problem)", summary: source.summary, variables: variables,
      parameters: parameters, populations: populations, rightSides: rightSides,
      observables: observables, events: [], conserved: [], nonnegative: [],
      initialState: (scalars + members).flatMap {
        Array(source.initialState[source.components(of: $0)])
      }, memberParameterValues: memberValues)
    result.parameterValues = values
    return result
  }
}
