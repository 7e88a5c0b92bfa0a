public import Symbolic

/// A property wrapper that declares a part of a model.
package protocol Declaration: Sendable {
  /// What was declared, for the compiler of models.
  var declared: Declared { get }
}

/// A declared part, before it has a name.
package enum Declared: Sendable {
  case variable(Symbol, Scale, initial: MemberValues, Meaning)
  case parameter(Symbol, MemberValues, isSmall: Bool, Meaning)
  case parameterArray(key: Symbol, [ParameterArray.Element], Meaning)
  case population(space: UInt64, count: Int, members: [(String, any Declaration)])
}

/// The time scale a variable was declared on.
public enum Scale: String, Sendable {
  /// ε dx/dτ = f.
  case fast
  /// dy/dτ = g.
  case slow
  /// No scale declared: dx/dt = right side.
  case unscaled
}

/// What a variable or parameter means, for people and axis labels.
public struct Meaning: Sendable, Hashable {
  /// In words; empty if not given.
  public var text: String
  /// The unit; empty if dimensionless or not given.
  public var unit: String

  /// Describes a quantity.
  public init(_ text: String = "", unit: String = "") {
    self.text = text
    self.unit = unit
  }
}

/// A fast variable: ε dx/dτ = f.
@propertyWrapper public struct Fast: Declaration {
  let symbol = Symbol()
  /// The initial value, if it is the same for all members.
  public var initial: Double {
    get { if case .constant(let value) = values { value } else { .nan } }
    set { values = .constant(newValue) }
  }
  private(set) var values: MemberValues
  let meaning: Meaning

  /// Declares the variable with its initial value, meaning and unit.
  public init(initial: Double, _ meaning: String = "", unit: String = "") {
    values = .constant(initial)
    self.meaning = Meaning(meaning, unit: unit)
  }

  /// Declares a member variable with an initial value for each member, meaning and unit.
  public init(each values: MemberValues, _ meaning: String = "", unit: String = "") {
    self.values = values
    self.meaning = Meaning(meaning, unit: unit)
  }

  /// The variable in expressions.
  public var wrappedValue: Expression { symbol.expression }
  /// The declaration, for `model.setting(\.$x, initial: …)`.
  public var projectedValue: Fast {
    get { self }
    set { self = newValue }
  }

  package var declared: Declared { .variable(symbol, .fast, initial: values, meaning) }
}

/// A slow variable: dy/dτ = g.
@propertyWrapper public struct Slow: Declaration {
  let symbol = Symbol()
  /// The initial value, if it is the same for all members.
  public var initial: Double {
    get { if case .constant(let value) = values { value } else { .nan } }
    set { values = .constant(newValue) }
  }
  private(set) var values: MemberValues
  let meaning: Meaning

  /// Declares the variable with its initial value, meaning and unit.
  public init(initial: Double, _ meaning: String = "", unit: String = "") {
    values = .constant(initial)
    self.meaning = Meaning(meaning, unit: unit)
  }

  /// Declares a member variable with an initial value for each member, meaning and unit.
  public init(each values: MemberValues, _ meaning: String = "", unit: String = "") {
    self.values = values
    self.meaning = Meaning(meaning, unit: unit)
  }

  /// The variable in expressions.
  public var wrappedValue: Expression { symbol.expression }
  /// The declaration, for `model.setting(\.$y, initial: …)`.
  public var projectedValue: Slow {
    get { self }
    set { self = newValue }
  }

  package var declared: Declared { .variable(symbol, .slow, initial: values, meaning) }
}

/// A variable of no declared scale: dx/dt = right side.
@propertyWrapper public struct State: Declaration {
  let symbol = Symbol()
  /// The initial value, if it is the same for all members.
  public var initial: Double {
    get { if case .constant(let value) = values { value } else { .nan } }
    set { values = .constant(newValue) }
  }
  private(set) var values: MemberValues
  let meaning: Meaning

  /// Declares the variable with its initial value, meaning and unit.
  public init(initial: Double, _ meaning: String = "", unit: String = "") {
    values = .constant(initial)
    self.meaning = Meaning(meaning, unit: unit)
  }

  /// Declares a member variable with an initial value for each member, meaning and unit.
  public init(each values: MemberValues, _ meaning: String = "", unit: String = "") {
    self.values = values
    self.meaning = Meaning(meaning, unit: unit)
  }

  /// The variable in expressions.
  public var wrappedValue: Expression { symbol.expression }
  /// The declaration, for `model.setting(\.$x, initial: …)`.
  public var projectedValue: State {
    get { self }
    set { self = newValue }
  }

  package var declared: Declared { .variable(symbol, .unscaled, initial: values, meaning) }
}

/// A parameter.
@propertyWrapper public struct Parameter: Declaration {
  let symbol = Symbol()
  /// The value, if it is the same for all members.
  public var value: Double {
    get { if case .constant(let value) = values { value } else { .nan } }
    set { values = .constant(newValue) }
  }
  private(set) var values: MemberValues
  let meaning: Meaning

  /// Declares the parameter with its default, meaning and unit.
  public init(_ value: Double, _ meaning: String = "", unit: String = "") {
    values = .constant(value)
    self.meaning = Meaning(meaning, unit: unit)
  }

  /// Declares a member parameter with a value for each member, meaning and unit.
  public init(each values: MemberValues, _ meaning: String = "", unit: String = "") {
    self.values = values
    self.meaning = Meaning(meaning, unit: unit)
  }

  /// The parameter in expressions.
  public var wrappedValue: Expression { symbol.expression }
  /// The declaration, for `model.setting(\.$a, …)`.
  public var projectedValue: Parameter {
    get { self }
    set { self = newValue }
  }

  package var declared: Declared { .parameter(symbol, values, isSmall: false, meaning) }
}

/// The small parameter ε, the ratio of the time scales.
@propertyWrapper public struct SmallParameter: Declaration {
  let symbol = Symbol()
  /// The value.
  public var value: Double
  let meaning: Meaning

  /// Declares ε with its default and meaning.
  public init(_ value: Double, _ meaning: String = "") {
    self.value = value
    self.meaning = Meaning(meaning)
  }

  /// ε in expressions.
  public var wrappedValue: Expression { symbol.expression }
  /// The declaration, for `model.setting(\.$ε, …)`.
  public var projectedValue: SmallParameter {
    get { self }
    set { self = newValue }
  }

  package var declared: Declared { .parameter(symbol, .constant(value), isSmall: true, meaning) }
}
