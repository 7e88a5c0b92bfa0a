import NumericKernel
import Symbolic

/// Reads a model's declaration, looks for faults, and makes a system of it.
struct ModelCompiler {
  private let name: String
  private let summary: String
  private let equations: [Equation]
  private let observables: [Observable]
  private var variables: [(System.Variable, initial: Double)] = []
  private var parameters: [System.ParameterInfo] = []
  private var faults: [ModelFault] = []

  init<Model: FastSlowModel>(_ model: Model, arrays: [String: [Double]]) {
    name = Model.name
    summary = Model.summary
    let declarations = ModelCompiler.declarations(of: model)
    let (replacements, unknown) = ModelCompiler.replacements(arrays, in: declarations)
    faults = unknown
    (equations, observables) = ParameterArray.$replacements.withValue(replacements) {
      (model.equations, model.observables)
    }
    ParameterArray.$replacements.withValue(replacements) {
      for (label, declaration) in declarations { add(label, declaration.declared) }
    }
  }

  /// The declared properties, in order, by the names of their wrappers' storage.
  private static func declarations(of model: some FastSlowModel) -> [(String, any Declaration)] {
    Mirror(reflecting: model).children.compactMap { label, value in
      guard let label, let declaration = value as? any Declaration else { return nil }
      return (label.hasPrefix("_") ? String(label.dropFirst()) : label, declaration)
    }
  }

  private static func replacements(
    _ arrays: [String: [Double]], in declarations: [(String, any Declaration)]
  ) -> ([Symbol: [ParameterArray.Element]], [ModelFault]) {
    var replacements: [Symbol: [ParameterArray.Element]] = [:]
    var keys: [String: Symbol] = [:]
    for case (let label, let array as ParameterArray) in declarations { keys[label] = array.key }
    var faults: [ModelFault] = []
    for (name, values) in arrays.sorted(by: { $0.key < $1.key }) {
      if let key = keys[name] {
        replacements[key] = ParameterArray.elements(values)
      } else {
        let advice = Spelling.advice(for: name, in: keys.keys.sorted())
        faults.append(.noSuchArray(name, advice: advice))
      }
    }
    return (replacements, faults)
  }

  private mutating func add(_ label: String, _ declared: Declared) {
    switch declared {
    case .variable(let symbol, let scale, let initial, let meaning):
      let variable = System.Variable(name: label, symbol: symbol, scale: scale, meaning: meaning)
      variables.append((variable, initial))
    case .parameter(let symbol, let value, let isSmall, let meaning):
      parameters.append(
        .init(
          name: label, array: nil, symbol: symbol, isSmall: isSmall, meaning: meaning,
          defaultValue: value))
    case .parameterArray(_, let elements, let meaning):
      for (index, element) in elements.enumerated() {
        parameters.append(
          .init(
            name: "\(label)[\(index)]", array: label, symbol: element.symbol, isSmall: false,
            meaning: meaning, defaultValue: element.value))
      }
    }
  }

  func compile() throws(ModelError) -> System {
    var checked = self
    checked.checkNames()
    checked.checkDefaults()
    checked.checkScales()
    checked.checkEquations()
    checked.checkSymbols()
    guard checked.faults.isEmpty else { throw ModelError(model: name, faults: checked.faults) }
    let rightSide = Dictionary(uniqueKeysWithValues: equations.map { ($0.variable, $0.rightSide) })
    return System(
      name: name, summary: summary, variables: variables.map(\.0), parameters: parameters,
      rightSides: variables.map { rightSide[$0.0.symbol.expression] ?? 0 },
      observables: observables, initialState: variables.map(\.initial))
  }
}

// MARK: - Faults

extension ModelCompiler {
  private mutating func checkNames() {
    if variables.isEmpty { faults.append(.noVariables) }
    let names = variables.map(\.0.name) + parameters.map(\.name) + observables.map(\.name)
    var seen: [String: String] = [:]
    for name in names {
      let spelling = SymbolName.spelling(of: name)
      if let other = seen[spelling] { faults.append(.duplicateName(name, other: other)) }
      seen[spelling] = name
    }
  }

  private mutating func checkDefaults() {
    for (variable, initial) in variables where !initial.isFinite {
      faults.append(.nonFiniteDefault(variable.name, initial))
    }
    for parameter in parameters where !parameter.defaultValue.isFinite {
      faults.append(.nonFiniteDefault(parameter.name, parameter.defaultValue))
    }
  }

  private mutating func checkScales() {
    let scales = Set(variables.map(\.0.scale))
    let small = parameters.filter(\.isSmall).map(\.name)
    if small.count > 1 { faults.append(.severalSmallParameters(small)) }
    if scales.isSuperset(of: [.fast, .slow]), small.isEmpty { faults.append(.noSmallParameter) }
    if scales.contains(.unscaled), scales.count > 1 {
      let names = variables.filter { $0.0.scale == .unscaled }.map(\.0.name)
      faults.append(.mixedScales(unscaled: names))
    }
  }

  private mutating func checkEquations() {
    var counts: [Expression: Int] = [:]
    for equation in equations {
      counts[equation.variable, default: 0] += 1
      guard counts[equation.variable] == 1, !isVariable(equation.variable) else { continue }
      if let parameter = parameters.first(where: { $0.symbol == equation.variable.symbol }) {
        faults.append(.equationForParameter(parameter.name))
      } else if equation.variable.symbol != nil {
        faults.append(.foreignSymbol(place: "the left side of an equation", expression: "d(…)"))
      } else {
        faults.append(.notAVariable(text(equation.variable)))
      }
    }
    for (variable, _) in variables {
      switch counts[variable.symbol.expression] ?? 0 {
      case 0: faults.append(.noEquation(variable: variable.name))
      case 1: break
      case let count: faults.append(.severalEquations(variable: variable.name, count: count))
      }
    }
  }

  private mutating func checkSymbols() {
    let known = Set(variables.map(\.0.symbol) + parameters.map(\.symbol) + [modelTime])
    for equation in equations where isVariable(equation.variable) {
      if !known.isSuperset(of: equation.rightSide.symbols) {
        faults.append(
          .foreignSymbol(
            place: "the equation of \(text(equation.variable))",
            expression: text(equation.rightSide)))
      }
    }
    for observable in observables where !known.isSuperset(of: observable.expression.symbols) {
      faults.append(
        .foreignSymbol(
          place: "the observable \(observable.name)", expression: text(observable.expression)))
    }
  }

  private func isVariable(_ expression: Expression) -> Bool {
    expression.symbol.map { symbol in variables.contains { $0.0.symbol == symbol } } ?? false
  }

  private func text(_ expression: Expression) -> String {
    var names: [Symbol: String] = [:]
    for (variable, _) in variables { names[variable.symbol] = variable.name }
    for parameter in parameters { names[parameter.symbol] = parameter.name }
    for symbol in expression.symbols where names[symbol] == nil {
      names[symbol] = symbol.name ?? "⟨foreign⟩"
    }
    return expression.formatted(.text, names: names)
  }
}
