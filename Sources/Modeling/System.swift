public import Symbolic

/// A compiled model: named variables, parameters and equations, checked.
///
/// Values of parameters and the initial state can be set by name; the
/// structure is fixed. A system is a value: cheap to copy, safe to share.
public struct System: Sendable {
  /// A variable of the state.
  public struct Variable: Sendable {
    /// Its name in the declaration.
    public let name: String
    /// Its symbol.
    public let symbol: Symbol
    /// Its declared time scale.
    public let scale: Scale
    /// What it means.
    public let meaning: Meaning
    /// The vector it is an element of.
    public var vector: String?
    /// The population it is a member variable of, as an index in ``System/populations``.
    public var population: Int?
    /// Whether it is an integral along the solution; see ``System/integrating(_:over:)``.
    public var isIntegral = false
  }

  /// A population of members.
  public struct PopulationInfo: Sendable {
    /// Its name in the declaration.
    public let name: String
    /// The number of members.
    public let count: Int
    /// Positions of its member variables in ``System/variables``.
    public let variables: [Int]
    /// Positions of its member parameters in ``System/parameters``.
    public let parameters: [Int]
    let space: UInt64
  }

  /// A parameter, or one element of a parameter array.
  public struct ParameterInfo: Sendable {
    /// Its name: `a`, or `c[1]` for an element.
    public let name: String
    /// The array it is an element of.
    public let array: String?
    /// Its symbol.
    public let symbol: Symbol
    /// Whether it is ε.
    public let isSmall: Bool
    /// What it means.
    public let meaning: Meaning
    /// The declared default; for a member parameter, the first member's.
    public let defaultValue: Double
    /// The population it is a member parameter of, as an index in ``System/populations``.
    public var population: Int?
  }

  /// The model's name.
  public let name: String
  /// One line on the model.
  public let summary: String
  /// The variables in the order of their declaration, member variables once each.
  public let variables: [Variable]
  /// The parameters in the order of their declaration.
  public let parameters: [ParameterInfo]
  /// The populations in the order of their declaration.
  public let populations: [PopulationInfo]
  /// f for a fast variable, g for a slow one, in the order of the variables.
  public let rightSides: [Expression]
  /// Whether none of them depends on time.
  public let isAutonomous: Bool
  /// Named expressions of the state.
  public let observables: [Observable]
  /// What happens when an expression passes zero.
  public package(set) var events: [ModelEvent]
  /// Named expressions declared constant along solutions.
  public let conserved: [Observable]
  /// Expressions declared never negative.
  public package(set) var nonnegative: [Expression]
  /// Other coordinates for parts of the state space.
  public package(set) var charts: [Chart] = []
  /// Current parameter values, in the order of ``parameters``.
  public package(set) var parameterValues: [Double]
  /// Values of member parameters by member, for the parameters that have a population.
  public package(set) var memberParameterValues: [Int: [Double]] = [:]
  /// Current initial state: the scalar variables in the order of ``variables``, then for
  /// each population its member variables in their order, each with all members.
  public package(set) var initialState: [Double]

  let tapes: TapeCache

  /// Compiles a model.
  ///
  /// - Parameters:
  ///   - model: its declaration.
  ///   - arrays: values of parameter arrays by name, of any length.
  ///   - counts: numbers of members by population's name, lengths of vectors by their own.
  /// - Throws: ``ModelError`` with every fault of the model.
  public init(
    _ model: some FastSlowModel, arrays: [String: [Double]] = [:], counts: [String: Int] = [:]
  ) throws(ModelError) {
    self = try ModelCompiler(model, arrays: arrays, counts: counts).compile()
  }

  init(
    name: String, summary: String, variables: [Variable], parameters: [ParameterInfo],
    populations: [PopulationInfo], rightSides: [Expression], observables: [Observable],
    events: [ModelEvent], conserved: [Observable], nonnegative: [Expression],
    initialState: [Double], memberParameterValues: [Int: [Double]]
  ) {
    self.name = name
    self.summary = summary
    self.variables = variables
    self.parameters = parameters
    self.populations = populations
    self.memberParameterValues = memberParameterValues
    self.rightSides = rightSides
    isAutonomous = !rightSides.symbols.contains(modelTime)
    self.observables = observables
    self.events = events
    self.conserved = conserved
    self.nonnegative = nonnegative
    self.initialState = initialState
    parameterValues = parameters.map(\.defaultValue)
    tapes = TapeCache()
  }

  /// Names by symbol, for printing.
  public var symbolNames: [Symbol: String] {
    var names: [Symbol: String] = [modelTime: "time"]
    for variable in variables { names[variable.symbol] = shortName(variable.name) }
    for parameter in parameters { names[parameter.symbol] = shortName(parameter.name) }
    return names
  }

  /// ε, if the model declares one.
  public var smallParameter: ParameterInfo? { parameters.first(where: \.isSmall) }

  /// The current value of ε, if the model declares one.
  public var epsilon: Double? {
    parameters.firstIndex(where: \.isSmall).map { parameterValues[$0] }
  }

  /// Positions of the fast variables.
  public var fastIndices: [Int] { variables.indices.filter { variables[$0].scale == .fast } }

  /// Positions of the slow variables.
  public var slowIndices: [Int] { variables.indices.filter { variables[$0].scale == .slow } }

  /// Whether the variables have declared scales.
  public var hasScales: Bool { variables.contains { $0.scale != .unscaled } }
}
