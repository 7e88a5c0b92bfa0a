/// What is wrong with a model's declaration: every fault, together.
public struct ModelError: Error, Sendable, CustomStringConvertible {
  /// The model's name.
  public let model: String
  /// The faults, in the order of the declaration; never empty.
  public let faults: [ModelFault]

  /// The faults, a line each.
  public var description: String {
    if faults.count == 1 { return "model \(model): \(faults[0])" }
    return "model \(model) has \(faults.count) faults:\n"
      + faults.map { "  - \($0)" }.joined(separator: "\n")
  }
}

/// One fault of a model's declaration.
public enum ModelFault: Sendable, Hashable, CustomStringConvertible {
  /// A variable without an equation.
  case noEquation(variable: String)
  /// A variable with more than one equation.
  case severalEquations(variable: String, count: Int)
  /// An equation for a parameter.
  case equationForParameter(String)
  /// `d(…)` of something that is no bare variable.
  case notAVariable(String)
  /// A symbol that belongs to another model or another instance of this one.
  case foreignSymbol(place: String, expression: String)
  /// Two declarations, or two observables, of one name.
  case duplicateName(String, other: String)
  /// A default that is not a finite number.
  case nonFiniteDefault(String, Double)
  /// More than one `@SmallParameter`.
  case severalSmallParameters([String])
  /// Fast and slow variables, but no ε.
  case noSmallParameter
  /// `@State` beside `@Fast` or `@Slow`.
  case mixedScales(unscaled: [String])
  /// A replaced array that the model does not have.
  case noSuchArray(String, advice: String)
  /// A replaced count of a population that the model does not have.
  case noSuchPopulation(String, advice: String)
  /// A population with no members, or with initial values or parameters that do not fit.
  case unusablePopulation(String, problem: String)
  /// Members of two populations in one expression without a reduction.
  case mixedPopulations(place: String, expression: String)
  /// A mean or sum of something that is the same for all members.
  case reductionOfScalar(place: String, expression: String)
  /// Something that varies by member where one value is needed, or by another population's.
  case wrongPopulation(place: String, expression: String)
  /// A vector of variables that has no length, or initial values that do not fit.
  case unusableVector(String, problem: String)
  /// A scale that is no parameter.
  case noSuchScale(variable: String, scale: String, advice: String)
  /// A condition that holds at single instants or on a set of measure zero.
  case equalityCondition(place: String, expression: String)
  /// A table that is none.
  case unusableTable(place: String, table: String, problem: String)
  /// An event whose expression cannot change.
  case constantEvent(String, expression: String)
  /// An event that resets the variables of a population.
  case resetOfMembers(String, variable: String)
  /// A division by the constant 0, or a constant that is no number.
  case divisionByZero(place: String, expression: String)
  /// A right side that has no value at the declared initial state.
  case undefinedAtStart(variable: String, expression: String, state: String)
  /// A chart that cannot be used.
  case unusableChart(String, problem: String)
  /// The model declares no variable at all.
  case noVariables

  /// The fault in a sentence.
  public var description: String {
    switch self {
    case .noEquation(let name): "\(name) has no equation; add a line d(\(name)) == …"
    case .severalEquations(let name, let count): "\(name) has \(count) equations; keep one"
    case .equationForParameter(let name):
      "d(\(name)): \(name) is a parameter; only variables have equations"
    case .notAVariable(let text): "d(\(text)): only a variable can stand on the left"
    case .foreignSymbol(let place, let expression):
      "\(place) uses a symbol that this model does not declare (of another model or instance): "
        + "`\(expression)`"
    case .duplicateName(let name, let other):
      name == other
        ? "the name \(name) is used twice" : "the names \(name) and \(other) are spelt alike"
    case .nonFiniteDefault(let name, let value): "\(name) has the default \(value), not a number"
    case .severalSmallParameters(let names):
      "several small parameters (\(names.joined(separator: ", "))); mark one, declare the others "
        + "with @Parameter"
    case .noSmallParameter: "fast and slow variables, but no @SmallParameter ε to separate them"
    case .mixedScales(let names):
      "@State variables (\(names.joined(separator: ", "))) beside @Fast and @Slow ones; "
        + "declare their scale"
    case .noSuchArray(let name, let advice): "no parameter array \"\(name)\"; \(advice)"
    case .noSuchPopulation(let name, let advice): "no population \"\(name)\"; \(advice)"
    case .unusablePopulation(let name, let problem): "population \(name): \(problem)"
    case .mixedPopulations(let place, let expression):
      "\(place) mixes members of two populations; reduce one with mean(…) or sum(…): `\(expression)`"
    case .reductionOfScalar(let place, let expression):
      "\(place) reduces what does not vary by member: `\(expression)`"
    case .wrongPopulation(let place, let expression):
      "\(place) varies by the members of a population it does not belong to; reduce it with "
        + "mean(…) or sum(…): `\(expression)`"
    case .unusableVector(let name, let problem): "\(name): \(problem)"
    case .noSuchScale(let variable, let scale, let advice):
      "the scale \"\(scale)\" of \(variable) is no parameter; \(advice)"
    case .equalityCondition(let place, let expression):
      "\(place) has a condition that holds at single points and so contributes nothing: "
        + "`\(expression)`; for an impulse declare an event whose reset adds it, for an interval use < and >"
    case .unusableTable(let place, let table, let problem):
      "\(place) uses the table \(table): \(problem)"
    case .constantEvent(let name, let expression):
      "the event \(name) never happens: `\(expression)` does not depend on the state or on time"
    case .resetOfMembers(let name, let variable):
      "the event \(name) resets \(variable) of a population; an event can reset single variables only"
    case .divisionByZero(let place, let expression):
      "\(place) divides by the constant 0: `\(expression)`"
    case .undefinedAtStart(let variable, let expression, let state):
      "the equation of \(variable) has no finite value at the declared initial state (\(state)): "
        + "`\(expression)`; declare another initial value or default"
    case .unusableChart(let name, let problem): "the chart \(name): \(problem)"
    case .noVariables: "no variables; declare some with @Fast, @Slow or @State"
    }
  }
}
