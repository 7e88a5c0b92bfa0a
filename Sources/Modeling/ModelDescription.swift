public import Symbolic

/// A model put together while the program runs, such as one read from a file.
///
/// ```swift
/// let x = Symbol("x"), k = Symbol("k")
/// let description = ModelDescription(
///   name: "decay", variables: [.init(x, initial: 1)], parameters: [.init(k, 2)],
///   rightSides: [-k.expression * x.expression])
/// let system = try System(description)
/// ```
public struct ModelDescription: Sendable {
  /// A variable with its initial value and scale.
  public struct Variable: Sendable {
    /// Its symbol, whose name is the variable's.
    public var symbol: Symbol
    /// Its initial value.
    public var initial: Double
    /// Its time scale.
    public var scale: Scale
    /// What it means.
    public var meaning: Meaning

    /// Declares a variable.
    public init(
      _ symbol: Symbol, initial: Double, scale: Scale = .unscaled, _ meaning: Meaning = Meaning()
    ) {
      self.symbol = symbol
      self.initial = initial
      self.scale = scale
      self.meaning = meaning
    }
  }

  /// A parameter with its value.
  public struct Parameter: Sendable {
    /// Its symbol, whose name is the parameter's.
    public var symbol: Symbol
    /// Its value.
    public var value: Double
    /// Whether it is ε.
    public var isSmall: Bool
    /// What it means.
    public var meaning: Meaning

    /// Declares a parameter.
    public init(
      _ symbol: Symbol, _ value: Double, isSmall: Bool = false, _ meaning: Meaning = Meaning()
    ) {
      self.symbol = symbol
      self.value = value
      self.isSmall = isSmall
      self.meaning = meaning
    }
  }

  /// The model's name.
  public var name: String
  /// One line on the model.
  public var summary: String
  /// The variables.
  public var variables: [Variable]
  /// The parameters.
  public var parameters: [Parameter]
  /// f for a fast variable, g for a slow one, in the order of the variables.
  public var rightSides: [Expression]
  /// Named expressions of the state.
  public var observables: [Observable]
  /// What happens when an expression passes zero.
  public var events: [ModelEvent]

  /// Describes a model.
  public init(
    name: String, summary: String = "", variables: [Variable], parameters: [Parameter] = [],
    rightSides: [Expression], observables: [Observable] = [], events: [ModelEvent] = []
  ) {
    self.name = name
    self.summary = summary
    self.variables = variables
    self.parameters = parameters
    self.rightSides = rightSides
    self.observables = observables
    self.events = events
  }

  /// Time in the right sides: slow time τ, or model time if no variable has a scale.
  public static var time: Expression { modelTime.expression }
}

extension System {
  /// Compiles a described model.
  ///
  /// - Throws: ``ModelError`` with every fault of the model.
  public init(_ description: ModelDescription) throws(ModelError) {
    self = try ModelCompiler(description).compile()
  }
}

extension ModelCompiler {
  /// Reads a description, whose symbols carry the names.
  init(_ description: ModelDescription) {
    name = description.name
    checksStart = false
    summary = description.summary
    observables = description.observables
    events = description.events
    conserved = []
    nonnegative = []
    charts = []
    equations = zip(description.variables, description.rightSides).map { variable, side in
      Equation(variable: variable.symbol.expression, rightSide: side)
    }
    for variable in description.variables {
      let declared = System.Variable(
        name: variable.symbol.name ?? "", symbol: variable.symbol, scale: variable.scale,
        meaning: variable.meaning)
      variables.append(VariableEntry(variable: declared, initial: .constant(variable.initial)))
    }
    for parameter in description.parameters {
      let info = System.ParameterInfo(
        name: parameter.symbol.name ?? "", array: nil, symbol: parameter.symbol,
        isSmall: parameter.isSmall, meaning: parameter.meaning, defaultValue: parameter.value)
      parameters.append((info, .constant(parameter.value)))
    }
    nameSymbols()
  }
}
