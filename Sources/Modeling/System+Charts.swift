package import Symbolic

extension System {
  /// The chart of that name.
  ///
  /// - Throws: ``UnknownName`` with the nearest name.
  public func chart(named name: String) throws(UnknownName) -> Chart {
    if let chart = charts.first(where: { $0.name == name }) { return chart }
    throw UnknownName(
      kind: "chart", name: name, model: self.name,
      advice: charts.isEmpty
        ? "it declares none" : "it has \(charts.map(\.name).joined(separator: ", "))")
  }

  /// The system in the coordinates of one of its charts; its initial state is the same point.
  ///
  /// Observables, events and their resets are those of the model, as expressions of the new
  /// coordinates.
  public func charted(by chart: Chart) -> System {
    let key = TapeCache.ChartKey(
      name: chart.name, symbols: chart.coordinates.map(\.symbol))
    var system = tapes.chartedSystem(key) { makeCharted(by: chart) }
    system.parameterValues = parameterValues
    system.memberParameterValues = memberParameterValues
    system.initialState = coordinates(of: initialState, in: chart)
    return system
  }

  private func makeCharted(by chart: Chart) -> System {
    let inverse = Dictionary(
      uniqueKeysWithValues: chart.coordinates.compactMap { coordinate in
        coordinate.replaced.symbol.map { ($0, coordinate.inverse) }
      })
    func inside(_ list: [Observable]) -> [Observable] {
      zip(list, list.map(\.expression).substituting(inverse)).map { Observable($0.name, $1) }
    }
    return System(
      name: name, summary: summary, variables: variables(in: chart), parameters: parameters,
      populations: populations, rightSides: rightSides(in: chart, inverse),
      observables: inside(observables), events: events.map { moved($0, to: chart, inverse) },
      conserved: inside(conserved), nonnegative: nonnegative.substituting(inverse),
      initialState: coordinates(of: initialState, in: chart),
      memberParameterValues: memberParameterValues)
  }

  /// The coordinates of a state of the model in a chart.
  package func coordinates(of state: [Double], in chart: Chart) -> [Double] {
    evaluator(coordinateExpressions(in: chart)).values(state)
  }

  /// The model's variables as expressions of a chart's coordinates.
  package func variableExpressions(in chart: Chart) -> [Expression] {
    variables.map { coordinate(for: $0, in: chart)?.inverse ?? $0.symbol.expression }
  }

  /// A chart's coordinates as expressions of the model's variables.
  package func coordinateExpressions(in chart: Chart) -> [Expression] {
    variables.map { coordinate(for: $0, in: chart)?.definition ?? $0.symbol.expression }
  }

  private func coordinate(for variable: Variable, in chart: Chart) -> Chart.Coordinate? {
    chart.coordinates.first { $0.replaced.symbol == variable.symbol }
  }

  private func variables(in chart: Chart) -> [Variable] {
    variables.map { variable in
      guard let coordinate = coordinate(for: variable, in: chart) else { return variable }
      return Variable(
        name: coordinate.name, symbol: coordinate.symbol, scale: variable.scale,
        meaning: variable.meaning)
    }
  }

  private func rightSides(in chart: Chart, _ inverse: [Symbol: Expression]) -> [Expression] {
    zip(variables, variables(in: chart)).enumerated().map { index, pair in
      if let given = chart.equations.first(where: { $0.variable.symbol == pair.1.symbol }) {
        return given.rightSide
      }
      guard let coordinate = coordinate(for: pair.0, in: chart) else {
        return rightSides[index].substituting(inverse)
      }
      return chainRule(coordinate, on: pair.0.scale).substituting(inverse)
    }
  }

  /// dz/d(time of the scale) = Σ ∂z/∂y_j dy_j: in fast time f and ε g, in slow time f/ε and g.
  package func chainRule(_ coordinate: Chart.Coordinate, on scale: Scale) -> Expression {
    let unit: TimeUnit = scale == .fast ? .fast : .slow
    let gradient = coordinate.definition.gradient(withRespectTo: Set(variables.map(\.symbol)))
    return zip(variables, standardRates(in: unit)).map { variable, rate in
      (gradient[variable.symbol] ?? 0) * rate
    }.sum()
  }

  /// Rates with time left as it stands in the right sides, which is slow time.
  private func standardRates(in unit: TimeUnit) -> [Expression] {
    guard hasScales, let ε = smallParameter?.symbol.expression else { return rightSides }
    return zip(variables, rightSides).map { variable, side in
      switch (variable.scale, unit) {
      case (.fast, .slow): side / ε
      case (.slow, .fast): ε * side
      default: side
      }
    }
  }

  /// An event in a chart: a reset moves every coordinate that depends on what it changes.
  private func moved(
    _ event: ModelEvent, to chart: Chart, _ inverse: [Symbol: Expression]
  ) -> ModelEvent {
    var values: [Symbol: Expression] = [:]
    for reset in event.resets {
      if let symbol = reset.variable.symbol { values[symbol] = reset.value }
    }
    let kept = event.resets.filter { reset in
      !chart.coordinates.contains { $0.replaced == reset.variable }
    }
    let changed = chart.coordinates.filter { coordinate in
      coordinate.definition.symbols.contains { values[$0] != nil }
    }
    let resets =
      kept.map { ModelEvent.Reset(variable: $0.variable, value: $0.value.substituting(inverse)) }
      + changed.map {
        ModelEvent.Reset(
          variable: $0.expression, value: $0.definition.substituting(values).substituting(inverse))
      }
    return ModelEvent(
      name: event.name, expression: event.expression.substituting(inverse),
      direction: event.direction, isTerminal: event.isTerminal, resets: resets)
  }
}
