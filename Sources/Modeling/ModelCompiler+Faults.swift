import NumericKernel
import Symbolic

extension ModelCompiler {
  mutating func checkNames() {
    if variables.isEmpty { faults.append(.noVariables) }
    let names =
      variables.map(\.variable.name) + parameters.map(\.info.name) + observables.map(\.name)
      + populations.map(\.name)
    let eventNames = events.map(\.name)
    for name in Set(eventNames) where eventNames.filter({ $0 == name }).count > 1 {
      faults.append(.duplicateName(name, other: name))
    }
    var seen: [String: String] = [:]
    for name in names {
      let spelling = SymbolName.spelling(of: name)
      if let other = seen[spelling] { faults.append(.duplicateName(name, other: other)) }
      seen[spelling] = name
    }
  }

  mutating func checkDefaults() {
    for entry in variables where entry.variable.population == nil {
      if entry.variable.vector == nil { checkScalar(entry.variable.name, entry.initial) }
      if let scale = entry.scaleParameter, scaleSymbol(of: entry) == nil {
        let names = parameters.map(\.info.name)
        faults.append(
          .noSuchScale(
            variable: entry.variable.name, scale: scale,
            advice: Spelling.advice(for: scale, in: names)))
      }
    }
    for (info, values) in parameters where info.population == nil {
      checkScalar(info.name, values)
    }
  }

  private mutating func checkScalar(_ name: String, _ values: MemberValues) {
    guard case .constant(let value) = values else {
      faults.append(.unusablePopulation(name, problem: "values by member for a scalar"))
      return
    }
    if !value.isFinite { faults.append(.nonFiniteDefault(name, value)) }
  }

  mutating func checkPopulations() {
    for population in populations {
      if population.count < 1 {
        faults.append(
          .unusablePopulation(
            population.name, problem: "\(population.count) members; give it 1 or more"))
      }
      for index in population.variables {
        let entry = variables[index]
        if let problem = entry.initial.problem(count: population.count) {
          faults.append(.unusablePopulation(entry.variable.name, problem: problem))
        }
      }
      for index in population.parameters {
        let (info, values) = parameters[index]
        if let problem = values.problem(count: population.count) {
          faults.append(.unusablePopulation(info.name, problem: problem))
        }
      }
    }
  }

  mutating func checkScales() {
    let scales = Set(variables.map(\.variable.scale))
    let small = parameters.filter(\.info.isSmall).map(\.info.name)
    if small.count > 1 { faults.append(.severalSmallParameters(small)) }
    if scales.isSuperset(of: [.fast, .slow]), small.isEmpty { faults.append(.noSmallParameter) }
    if scales.contains(.unscaled), scales.count > 1 {
      let names = variables.filter { $0.variable.scale == .unscaled }.map(\.variable.name)
      faults.append(.mixedScales(unscaled: names))
    }
  }

  mutating func checkEquations() {
    var counts: [Expression: Int] = [:]
    for equation in equations {
      counts[equation.variable, default: 0] += 1
      guard counts[equation.variable] == 1, !isVariable(equation.variable) else { continue }
      if let parameter = parameters.first(where: { $0.info.symbol == equation.variable.symbol }) {
        faults.append(.equationForParameter(parameter.info.name))
      } else if equation.variable.symbol != nil {
        faults.append(.foreignSymbol(place: "the left side of an equation", expression: "d(…)"))
      } else {
        faults.append(.notAVariable(text(equation.variable)))
      }
    }
    for variable in variables.map(\.variable) {
      switch counts[variable.symbol.expression] ?? 0 {
      case 0: faults.append(.noEquation(variable: variable.name))
      case 1: break
      case let count: faults.append(.severalEquations(variable: variable.name, count: count))
      }
    }
  }

  mutating func checkSymbols() {
    for equation in equations where isVariable(equation.variable) {
      check(
        equation.rightSide, in: "the equation of \(text(equation.variable))",
        space: equation.variable.space)
    }
    for observable in observables {
      check(observable.expression, in: "the observable \(observable.name)", space: 0)
    }
    for quantity in conserved {
      check(quantity.expression, in: "the conserved \(quantity.name)", space: 0)
    }
    for expression in nonnegative { check(expression, in: "nonnegative", space: expression.space) }
  }

  /// Conditions that hold at single points, and tables that are none.
  mutating func checkConditions() {
    for equation in equations where isVariable(equation.variable) {
      let place = "the equation of \(text(equation.variable))"
      for node in equation.rightSide.subexpressions {
        if node.operation == .equal, node.symbols.contains(where: isStateOrTime) {
          faults.append(.equalityCondition(place: place, expression: text(node)))
        }
        if node.isConstantDivisionByZero {
          faults.append(.divisionByZero(place: place, expression: text(node)))
        }
        if let table = node.table, let problem = table.fault {
          faults.append(.unusableTable(place: place, table: table.name, problem: problem))
        }
      }
    }
  }

  mutating func checkEvents() {
    for event in events {
      let place = "the event \(event.name)"
      check(event.expression, in: place, space: 0)
      if !event.expression.symbols.contains(where: isStateOrTime) {
        faults.append(.constantEvent(event.name, expression: text(event.expression)))
      }
      for reset in event.resets {
        check(reset.value, in: place, space: 0)
        if !isVariable(reset.variable) {
          faults.append(.notAVariable(text(reset.variable) + " of " + place))
        } else if reset.variable.space != 0 {
          faults.append(.resetOfMembers(event.name, variable: text(reset.variable)))
        }
      }
    }
  }

  private func isStateOrTime(_ symbol: Symbol) -> Bool {
    symbol == modelTime || variableSymbols.contains(symbol)
  }

  mutating func check(_ expression: Expression, in place: String, space: UInt64) {
    if expression.symbols.contains(where: { symbolNames[$0] == nil }) {
      faults.append(.foreignSymbol(place: place, expression: text(expression)))
      return
    }
    for reduction in [expression].reductions where reduction.reducedSpace == 0 {
      faults.append(.reductionOfScalar(place: place, expression: text(reduction)))
    }
    if let mixed = expression.subexpressions.first(where: \.isMixed) {
      faults.append(.mixedPopulations(place: place, expression: text(mixed)))
    } else if expression.space != 0, expression.space != space {
      faults.append(.wrongPopulation(place: place, expression: text(expression)))
    }
  }

  func isVariable(_ expression: Expression) -> Bool {
    expression.symbol.map(variableSymbols.contains) ?? false
  }

  func text(_ expression: Expression) -> String {
    var names = symbolNames
    for symbol in expression.symbols where names[symbol] == nil {
      names[symbol] = symbol.name ?? "⟨foreign⟩"
    }
    return expression.formatted(.text, names: names)
  }
}
