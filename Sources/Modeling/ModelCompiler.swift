import NumericKernel
import Symbolic

/// Reads a model's declaration, looks for faults, and makes a system of it.
struct ModelCompiler {
  let name: String
  let summary: String
  let equations: [Equation]
  let observables: [Observable]
  let events: [ModelEvent]
  let conserved: [Observable]
  let nonnegative: [Expression]
  let charts: [Chart]
  var variables: [VariableEntry] = []
  var parameters: [(info: System.ParameterInfo, values: MemberValues)] = []
  var populations: [System.PopulationInfo] = []
  /// What is declared, by symbol, time included.
  private(set) var symbolNames: [Symbol: String] = [modelTime: "time"]
  private(set) var variableSymbols: Set<Symbol> = []
  var faults: [ModelFault] = []
  /// Whether the declared initial state must have rates; a model read from a file may get its
  /// initial state later.
  var checksStart = true

  struct VariableEntry {
    var variable: System.Variable
    let initial: MemberValues
    /// Its place among the values, and their number, for one of a vector.
    var place = 0
    var length = 1
    var scaleParameter: String?
  }

  init<Model: FastSlowModel>(_ model: Model, arrays: [String: [Double]], counts: [String: Int]) {
    name = Model.name
    summary = Model.summary
    let declarations = ModelCompiler.declarations(of: model)
    let (replacements, unknown) = ModelCompiler.replacements(arrays, in: declarations)
    let lengths = ModelCompiler.lengths(counts, in: declarations)
    faults = unknown
    (equations, observables, events, conserved, nonnegative, charts) =
      ParameterArray.$replacements.withValue(replacements) {
        SymbolVector.$replacements.withValue(lengths) {
          (
            model.equations, model.observables, model.events, model.conserved, model.nonnegative,
            model.charts
          )
        }
      }
    ParameterArray.$replacements.withValue(replacements) {
      SymbolVector.$replacements.withValue(lengths) {
        for (label, declaration) in declarations { add(label, declaration.declared, counts) }
      }
    }
    nameSymbols()
    checkCounts(counts)
  }

  /// Notes what is declared, once all is.
  mutating func nameSymbols() {
    for entry in variables { symbolNames[entry.variable.symbol] = entry.variable.name }
    for (info, _) in parameters { symbolNames[info.symbol] = info.name }
    variableSymbols = Set(variables.map(\.variable.symbol))
  }

  /// The declared properties, in order, by the names of their wrappers' storage; those of a part
  /// have its name in front: `first.x`.
  static func declarations(of model: Any) -> [(String, any Declaration)] {
    Mirror(reflecting: model).children.flatMap { label, value -> [(String, any Declaration)] in
      guard let label else { return [] }
      if let declaration = value as? any Declaration {
        return [(label.hasPrefix("_") ? String(label.dropFirst()) : label, declaration)]
      }
      guard value is any FastSlowModel else { return [] }
      return declarations(of: value).map { ("\(label).\($0.0)", $0.1) }
    }
  }

  /// New symbols for the vectors whose length is set by name.
  private static func lengths(
    _ counts: [String: Int], in declarations: [(String, any Declaration)]
  ) -> [Symbol: SymbolVector] {
    var lengths: [Symbol: SymbolVector] = [:]
    for (label, declaration) in declarations {
      guard let count = counts[label], count > 0,
        case .variable(let vector) = declaration.declared, let key = vector.key
      else { continue }
      lengths[key] = SymbolVector(count: count)
    }
    return lengths
  }

  private mutating func checkCounts(_ counts: [String: Int]) {
    let names = populations.map(\.name) + Set(variables.compactMap(\.variable.vector)).sorted()
    for (name, count) in counts.sorted(by: { $0.key < $1.key }) {
      if !names.contains(name) {
        faults.append(.noSuchPopulation(name, advice: Spelling.advice(for: name, in: names)))
      } else if count < 1, !populations.contains(where: { $0.name == name }) {
        faults.append(.unusableVector(name, problem: "length \(count); give it 1 or more"))
      }
    }
  }

  private static func replacements(
    _ arrays: [String: [Double]], in declarations: [(String, any Declaration)]
  ) -> ([Symbol: ParameterArray.List], [ModelFault]) {
    var replacements: [Symbol: ParameterArray.List] = [:]
    var keys: [String: Symbol] = [:]
    for case (let label, let array as ParameterArray) in declarations { keys[label] = array.key }
    var faults: [ModelFault] = []
    for (name, values) in arrays.sorted(by: { $0.key < $1.key }) {
      if let key = keys[name] {
        replacements[key] = ParameterArray.List(values)
      } else {
        let advice = Spelling.advice(for: name, in: keys.keys.sorted())
        faults.append(.noSuchArray(name, advice: advice))
      }
    }
    return (replacements, faults)
  }

  private mutating func add(_ label: String, _ declared: Declared, _ counts: [String: Int]) {
    switch declared {
    case .variable(let declaration): addVariables(label, declaration)
    case .parameter(let symbol, _, _, _) where isBound(symbol): break
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

  /// Whether the whole gives an expression in the parameter's place.
  private func isBound(_ symbol: Symbol) -> Bool {
    equations.contains { $0.bound.contains(symbol) }
  }

  private mutating func addVariables(_ label: String, _ declaration: VariableDeclaration) {
    let isVector = declaration.key != nil
    if declaration.symbols.isEmpty {
      faults.append(.unusableVector(label, problem: "length 0; give it 1 or more"))
    }
    if isVector, let problem = declaration.initial.problem(count: declaration.symbols.count) {
      faults.append(.unusableVector(label, problem: problem))
    }
    for (place, symbol) in declaration.symbols.enumerated() {
      let variable = System.Variable(
        name: isVector ? "\(label)[\(place)]" : label, symbol: symbol, scale: declaration.scale,
        meaning: declaration.meaning, vector: isVector ? label : nil)
      variables.append(
        VariableEntry(
          variable: variable, initial: declaration.initial, place: place,
          length: isVector ? declaration.symbols.count : 1,
          scaleParameter: declaration.scaleParameter))
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
    checked.checkConditions()
    checked.checkEvents()
    checked.checkCharts()
    guard checked.faults.isEmpty else { throw ModelError(model: name, faults: checked.faults) }
    let rightSide = Dictionary(uniqueKeysWithValues: equations.map { ($0.variable, $0.rightSide) })
    var system = System(
      name: name, summary: summary, variables: variables.map(\.variable),
      parameters: parameters.map(\.info), populations: populations,
      rightSides: variables.map { entry in
        let side = rightSide[entry.variable.symbol.expression] ?? 0
        return scaleSymbol(of: entry).map { $0.expression * side } ?? side
      },
      observables: observables, events: events, conserved: conserved, nonnegative: nonnegative,
      initialState: initialState,
      memberParameterValues: memberParameterValues)
    system.charts = charts
    if checksStart, let fault = system.faultAtStart {
      throw ModelError(model: name, faults: [fault])
    }
    return system
  }

  /// The parameter that multiplies a variable's right side.
  func scaleSymbol(of entry: VariableEntry) -> Symbol? {
    entry.scaleParameter.flatMap { name in
      parameters.first {
        $0.info.name == name || SymbolName.spelling(of: $0.info.name) == name
      }?.info.symbol
    }
  }

  /// Scalars, then each population's variables with all members.
  private var initialState: [Double] {
    let scalars = variables.filter { $0.variable.population == nil }
    let members = populations.flatMap { population in
      population.variables.flatMap { variables[$0].initial.values(count: population.count) }
    }
    var vectors: [String: [Double]] = [:]
    let starts = scalars.map { entry in
      guard let vector = entry.variable.vector else { return entry.initial.values(count: 1)[0] }
      let values = vectors[vector] ?? entry.initial.values(count: entry.length)
      vectors[vector] = values
      return values[entry.place]
    }
    return starts + members
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
