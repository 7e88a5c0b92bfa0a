import NumericKernel
import Symbolic

/// A name that a system does not have, with what it might have meant.
public struct UnknownName: Error, Sendable, CustomStringConvertible {
  /// "parameter", "variable", …
  public let kind: String
  /// The name asked for.
  public let name: String
  /// The model.
  public let model: String
  /// The nearest name, or all there are.
  public let advice: String

  /// One sentence.
  public var description: String { "\(model) has no \(kind) \"\(name)\"; \(advice)" }
}

/// A value that cannot be a parameter or an initial value.
public struct UnusableValue: Error, Sendable, CustomStringConvertible {
  /// What it was meant for.
  public let name: String
  /// What is wrong.
  public let problem: String

  /// States the problem.
  public init(name: String, problem: String) {
    self.name = name
    self.problem = problem
  }

  /// One sentence.
  public var description: String { "\(name): \(problem)" }
}

extension System {
  /// The position of a variable by name; a Greek letter also answers to its spelt name.
  public func variableIndex(named name: String) throws(UnknownName) -> Int {
    try index(of: name, in: variables.map(\.name), kind: "variable")
  }

  /// The position of a parameter by name; a Greek letter also answers to its spelt name.
  public func parameterIndex(named name: String) throws(UnknownName) -> Int {
    try index(of: name, in: parameters.map(\.name), kind: "parameter")
  }

  /// What a name sets: a parameter, or the initial value of a variable.
  package enum Adjustable: Sendable, Equatable {
    case parameter(Int)
    case start(Int)
  }

  /// The parameter or variable of a name; a Greek letter also answers to its spelt name.
  package func adjustable(named name: String) throws(UnknownName) -> Adjustable {
    if let index = try? parameterIndex(named: name) { return .parameter(index) }
    if let index = try? variableIndex(named: name) { return .start(index) }
    let names = parameters.map(\.name) + variables.map(\.name)
    let near = Spelling.nearest(to: name, in: names + names.map(SymbolName.spelling))
    throw UnknownName(
      kind: "parameter or variable", name: name, model: self.name,
      advice: near.map { "did you mean \"\($0)\"?" } ?? Spelling.advice(for: "", in: names))
  }

  /// What is said of a name that is no scalar variable and no observable.
  package func unknownQuantity(_ name: String) -> UnknownName {
    let scalars = variables.filter { $0.population == nil }.map(\.name)
    return UnknownName(
      kind: "variable or observable", name: name, model: self.name,
      advice: Spelling.advice(for: name, in: scalars + observables.map(\.name)))
  }

  /// The name that the declaration gives it.
  package func name(of adjustable: Adjustable) -> String {
    switch adjustable {
    case .parameter(let index): parameters[index].name
    case .start(let index): variables[index].name
    }
  }

  /// The system with another value of a parameter, for a member parameter of all members.
  ///
  /// - Throws: ``UnknownName``, or ``UnusableValue`` if the value is not finite.
  public func setting(_ name: String, _ value: Double) throws -> System {
    var system = self
    let index = try parameterIndex(named: name)
    guard value.isFinite else {
      throw UnusableValue(name: name, problem: "\(value) is not a finite number")
    }
    system.parameterValues[index] = value
    if let members = system.memberParameterValues[index] {
      system.memberParameterValues[index] = members.map { _ in value }
    }
    return system
  }

  /// The system with another initial value of a variable, for a member variable of all members.
  ///
  /// - Throws: ``UnknownName``, or ``UnusableValue`` if the value is not finite.
  public func setting(_ name: String, initial value: Double) throws -> System {
    var system = self
    let index = try variableIndex(named: name)
    guard value.isFinite else {
      throw UnusableValue(name: name, problem: "the initial value \(value) is not a finite number")
    }
    for component in components(of: index) { system.initialState[component] = value }
    return system
  }

  /// The current value of a parameter.
  public func value(of parameter: String) throws(UnknownName) -> Double {
    parameterValues[try parameterIndex(named: parameter)]
  }

  /// The current values of a parameter array; empty if there is none of that name.
  public func values(ofArray name: String) -> [Double] {
    parameters.indices.filter { parameters[$0].array == name }.map { parameterValues[$0] }
  }

  /// Names of the parameter arrays, in order.
  public var arrayNames: [String] {
    var names: [String] = []
    for case let name? in parameters.map(\.array) where !names.contains(name) {
      names.append(name)
    }
    return names
  }

  private func index(of name: String, in names: [String], kind: String) throws(UnknownName) -> Int {
    let spelling = SymbolName.spelling(of: name)
    if let index = names.firstIndex(where: { $0 == name || SymbolName.spelling(of: $0) == spelling }
    ) {
      return index
    }
    // A member's name may stand without its population's where that is not ambiguous.
    if let index = names.firstIndex(where: { shortName($0) == name }) { return index }
    throw UnknownName(
      kind: kind, name: name, model: self.name, advice: Spelling.advice(for: name, in: names))
  }
}
