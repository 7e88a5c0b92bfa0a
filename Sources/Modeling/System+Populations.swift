extension System {
  /// The number of components of a state vector: scalars, and each member variable of each member.
  public var dimension: Int { initialState.count }

  /// Positions of the scalar variables in ``variables``.
  var scalarIndices: [Int] { variables.indices.filter { variables[$0].population == nil } }

  /// Names of the components of a state vector: `x`, or `neuron.s[3]` for a member's.
  public var componentNames: [String] {
    var names = scalarIndices.map { variables[$0].name }
    names.reserveCapacity(dimension)
    for population in populations {
      for index in population.variables {
        // Fifteen letters at most are stored without a box each: at a million members it shows.
        let name = shortName(variables[index].name)
        for member in 0..<population.count { names.append("\(name)[\(member)]") }
      }
    }
    return names
  }

  /// Where a variable's values lie in a state vector; one component for a scalar.
  public func components(of variable: Int) -> Range<Int> {
    if let place = scalarIndices.firstIndex(of: variable) { return place..<(place + 1) }
    var offset = scalarIndices.count
    for population in populations {
      for index in population.variables {
        if index == variable { return offset..<(offset + population.count) }
        offset += population.count
      }
    }
    return 0..<0
  }

  /// A member's name without its population, if that is not ambiguous: `neuron.s` → `s`.
  func shortName(_ name: String) -> String {
    guard let dot = name.lastIndex(of: ".") else { return name }
    let short = String(name[name.index(after: dot)...])
    let all = variables.map(\.name) + parameters.map(\.name)
    let same = all.filter { $0 == short || $0.hasSuffix("." + short) }
    return same.count == 1 ? short : name
  }
}
