import NumericKernel
import Symbolic

/// Reads a model's declaration, looks for faults, and makes a system of it.
struct ModelCompiler {
  let name: String
  let summary: String
  let equations: [Equation]
  let observables: [Observable]
  var variables: [(variable: System.Variable, initial: MemberValues)] = []
  var parameters: [(info: System.ParameterInfo, values: MemberValues)] = []
  var populations: [System.PopulationInfo] = []
  var faults: [ModelFault] = []

  init<Model: FastSlowModel>(_ model: Model, arrays: [String: [Double]], counts: [String: Int]) {
    name = Model.name
    summary = Model.summary
    let declarations = ModelCompiler.declarations(of: model)
    let (replacements, unknown) = ModelCompiler.replacements(arrays, in: declarations)
    faults = unknown
    (equations, observables) = ParameterArray.$replacements.withValue(replacements) {
      (model.equations, model.observables)
    }
    ParameterArray.$replacements.withValue(replacements) {
      for (label, declaration) in declarations { add(label, declaration.declared, counts) }
    }
    let names = populations.map(\.name)
    for unknown in counts.keys.sorted() where !names.contains(unknown) {
      faults.append(
        .noSuchPopulation(unknown, advice: Spelling.advice(for: unknown, in: names)))
    }
  }

  /// The declared properties, in order, by the names of their wrappers' storage.
  static func declarations(of model: Any) -> [(String, any Declaration)] {
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

  private mutating func add(_ label: String, _ declared: Declared, _ counts: [String: Int]) {
    switch declared {
    case .variable(let symbol, let scale, let initial, let meaning):
      let variable = System.Variable(name: label, symbol: symbol, scale: scale, meaning: meaning)
      variables.append((variable, initial))
    case .parameter(let symbol, let values, let isSmall, let meaning):
      let info = System.ParameterInfo(
        name: label, array: nil, symbol: symbol, isSmall: isSmall, meaning: meaning,
        defaultValue: values.values(count: 1).first ?? .nan)
      parameters.append((info, values))
    case .parameterArray(_, let elements, let meaning):
      for (index, element) in elements.enumerated() {
        let info = System.ParameterInfo(
          name: "\(label)[\(index)]", array: label, symbol: element.symbol, isSmall: false,
          meaning: meaning, defaultValue: element.value)
        parameters.append((info, .constant(element.value)))
      }
    case .population(let space, let declaredCount, let members):
      addPopulation(label, space, counts[label] ?? declaredCount, members)
    }
  }

  private mutating func addPopulation(
    _ label: String, _ space: UInt64, _ count: Int, _ members: [(String, any Declaration)]
  ) {
    let (firstVariable, firstParameter) = (variables.count, parameters.count)
    for (name, member) in members { add("\(label).\(name)", member.declared, [:]) }
    let index = populations.count
    for k in firstVariable..<variables.count { variables[k].variable.population = index }
    for k in firstParameter..<parameters.count { parameters[k].info.population = index }
    populations.append(
      System.PopulationInfo(
        name: label, count: count, variables: Array(firstVariable..<variables.count),
        parameters: Array(firstParameter..<parameters.count), space: space))
  }

  func compile() throws(ModelError) -> System {
    var checked = self
    checked.checkNames()
    checked.checkDefaults()
    checked.checkPopulations()
    checked.checkScales()
    checked.checkEquations()
    checked.checkSymbols()
    guard checked.faults.isEmpty else { throw ModelError(model: name, faults: checked.faults) }
    let rightSide = Dictionary(uniqueKeysWithValues: equations.map { ($0.variable, $0.rightSide) })
    return System(
      name: name, summary: summary, variables: variables.map(\.variable),
      parameters: parameters.map(\.info), populations: populations,
      rightSides: variables.map { rightSide[$0.variable.symbol.expression] ?? 0 },
      observables: observables, initialState: initialState,
      memberParameterValues: memberParameterValues)
  }

  /// Scalars, then each population's variables with all members.
  private var initialState: [Double] {
    let scalars = variables.filter { $0.variable.population == nil }
    let members = populations.flatMap { population in
      population.variables.flatMap { variables[$0].initial.values(count: population.count) }
    }
    return scalars.flatMap { $0.initial.values(count: 1) } + members
  }

  private var memberParameterValues: [Int: [Double]] {
    var values: [Int: [Double]] = [:]
    for population in populations {
      for index in population.parameters {
        values[index] = parameters[index].values.values(count: population.count)
      }
    }
    return values
  }
}
