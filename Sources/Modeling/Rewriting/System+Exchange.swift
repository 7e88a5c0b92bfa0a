public import Symbolic

extension System {
  /// A variable or parameter as an expression, for ``replacing(parameter:by:)`` and the like.
  ///
  /// - Throws: ``UnknownName``.
  public func expression(of name: String) throws(UnknownName) -> Expression {
    if let index = try? variableIndex(named: name) { return variables[index].symbol.expression }
    return parameters[try parameterIndex(named: name)].symbol.expression
  }

  /// The system with an expression of its variables and parameters in a parameter's place.
  ///
  /// - Throws: ``UnknownName``, or ``NoSuchRewriting`` for ε, a member parameter, or an expression
  ///   of other symbols.
  public func replacing(parameter name: String, by expression: Expression) throws -> System {
    let index = try scalarParameter(name, "replacement of \(name)")
    let symbol = parameters[index].symbol
    let known = Set(
      variables.filter { $0.population == nil }.map(\.symbol) + parameters.map(\.symbol)
        + [modelTime])
    guard Set(expression.symbols).isSubset(of: known), !expression.symbols.contains(symbol) else {
      throw NoSuchRewriting(
        model: self.name, wanted: "replacement of \(name)",
        problem: "the expression has symbols that are not its variables or other parameters; "
          + "take them from `expression(of:)`")
    }
    return rebuilt(
      variables: variables, parameters: parameters.indices.filter { $0 != index },
      sides: rightSides, start: initialState, replacements: [symbol: expression])
  }

  /// The system with a parameter as one more variable, starting from the parameter's value.
  ///
  /// - Parameters:
  ///   - name: of the parameter.
  ///   - scale: that of the new variable; by default slow, or a plain state where no
  ///     scales are declared.
  ///   - rate: its right side; 0 keeps it where it is.
  /// - Throws: ``UnknownName``, or ``NoSuchRewriting`` for ε or a member parameter.
  public func promoting(parameter name: String, scale: Scale? = nil, rate: Expression = 0) throws
    -> System
  {
    let index = try scalarParameter(name, "variable \(name)")
    let info = parameters[index]
    let scale = scale ?? (hasScales ? .slow : .unscaled)
    guard (scale == .unscaled) != hasScales else {
      throw NoSuchRewriting(
        model: self.name, wanted: "variable \(name) of scale \(scale.rawValue)",
        problem: hasScales
          ? "its variables have scales; make it fast or slow" : "its variables have no scales")
    }
    return adding(
      Variable(name: info.name, symbol: info.symbol, scale: scale, meaning: info.meaning),
      rate: rate, initial: parameterValues[index],
      parameters: parameters.indices.filter { $0 != index })
  }

  /// The system with one more scalar variable, and of its parameters those kept.
  func adding(
    _ variable: Variable, rate: Expression, initial: Double, parameters kept: [Int]
  ) -> System {
    var (all, sides, start) = (variables, rightSides, initialState)
    // In a state scalars come first, wherever the populations are declared.
    let place = (scalarIndices.last ?? -1) + 1
    all.insert(variable, at: place)
    sides.insert(rate, at: place)
    start.insert(initial, at: scalarIndices.count)
    return rebuilt(
      variables: all, parameters: kept, sides: sides, start: start, replacements: [:])
  }

  /// The system with a variable held at its initial value as a parameter; its equation goes.
  ///
  /// - Throws: ``UnknownName``, or ``NoSuchRewriting`` for a member variable or the last variable.
  public func freezing(variable name: String) throws -> System {
    let index = try variableIndex(named: name)
    let variable = variables[index]
    guard variable.population == nil, variables.count > 1 else {
      throw NoSuchRewriting(
        model: self.name, wanted: "frozen \(name)",
        problem: variable.population == nil
          ? "it is the only variable" : "it varies by member; write members out first")
    }
    let component = components(of: index).lowerBound
    var (all, sides, start) = (variables, rightSides, initialState)
    all.remove(at: index)
    sides.remove(at: index)
    let value = start.remove(at: component)
    let info = ParameterInfo(
      name: variable.name, array: nil, symbol: variable.symbol, isSmall: false,
      meaning: variable.meaning, defaultValue: value)
    return rebuilt(
      variables: all, parameters: Array(parameters.indices), sides: sides, start: start,
      replacements: [:], added: (info, value))
  }

  private func scalarParameter(_ name: String, _ wanted: String) throws -> Int {
    let index = try parameterIndex(named: name)
    guard !parameters[index].isSmall, parameters[index].population == nil else {
      throw NoSuchRewriting(
        model: self.name, wanted: wanted,
        problem: parameters[index].isSmall
          ? "it separates the scales and stays a parameter" : "it varies by member")
    }
    return index
  }

  /// The system of these parts, populations' positions counted anew; charts stay behind.
  private func rebuilt(
    variables all: [Variable], parameters kept: [Int], sides: [Expression], start: [Double],
    replacements: [Symbol: Expression], added: (ParameterInfo, Double)? = nil
  ) -> System {
    let moved = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
    let write = { (expression: Expression) in expression.substituting(replacements) }
    let stays = Set(all.map(\.symbol))
    var result = System(
      name: name, summary: summary, variables: all,
      parameters: kept.map { parameters[$0] } + (added.map { [$0.0] } ?? []),
      populations: populations.enumerated().map { p, old in
        PopulationInfo(
          name: old.name, count: old.count,
          variables: all.indices.filter { all[$0].population == p },
          parameters: old.parameters.compactMap { moved[$0] }, space: old.space)
      }, rightSides: sides.substituting(replacements),
      observables: observables.map { Observable($0.name, write($0.expression)) },
      events: events.filter {
        $0.resets.allSatisfy { stays.contains($0.variable.symbol ?? modelTime) }
      }
      .map { event in
        ModelEvent(
          name: event.name, expression: write(event.expression), direction: event.direction,
          isTerminal: event.isTerminal,
          resets: event.resets.map { .init(variable: $0.variable, value: write($0.value)) })
      },
      conserved: conserved.map { Observable($0.name, write($0.expression)) },
      nonnegative: nonnegative.map(write), initialState: start,
      memberParameterValues: Dictionary(
        uniqueKeysWithValues: memberParameterValues.compactMap { key, value in
          moved[key].map { ($0, value) }
        }))
    result.parameterValues = kept.map { parameterValues[$0] } + (added.map { [$0.1] } ?? [])
    return result
  }
}
