public import Symbolic

/// A property wrapper that declares a part of a model.
package protocol Declaration: Sendable {
  /// What was declared, for the compiler of models.
  var declared: Declared { get }
}

/// A declared part, before it has a name.
package enum Declared: Sendable {
  case variable(Symbol, Scale, initial: Double, Meaning)
  case parameter(Symbol, Double, isSmall: Bool, Meaning)
  case parameterArray(key: Symbol, [ParameterArray.Element], Meaning)
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
  /// The initial value.
  public var initial: Double
  let meaning: Meaning

  /// Declares the variable with its initial value, meaning and unit.
  public init(initial: Double, _ meaning: String = "", unit: String = "") {
    self.initial = initial
    self.meaning = Meaning(meaning, unit: unit)
  }

  /// The variable in expressions.
  public var wrappedValue: Expression { symbol.expression }
  /// The declaration, for `model.setting(\.$x, initial: …)`.
  public var projectedValue: Fast {
    get { self }
    set { self = newValue }
  }

  package var declared: Declared { .variable(symbol, .fast, initial: initial, meaning) }
}

/// A slow variable: dy/dτ = g.
@propertyWrapper public struct Slow: Declaration {
  let symbol = Symbol()
  /// The initial value.
  public var initial: Double
  let meaning: Meaning

  /// Declares the variable with its initial value, meaning and unit.
  public init(initial: Double, _ meaning: String = "", unit: String = "") {
    self.initial = initial
    self.meaning = Meaning(meaning, unit: unit)
  }

  /// The variable in expressions.
  public var wrappedValue: Expression { symbol.expression }
  /// The declaration, for `model.setting(\.$y, initial: …)`.
  public var projectedValue: Slow {
    get { self }
    set { self = newValue }
  }

  package var declared: Declared { .variable(symbol, .slow, initial: initial, meaning) }
}

/// A variable of no declared scale: dx/dt = right side.
@propertyWrapper public struct State: Declaration {
  let symbol = Symbol()
  /// The initial value.
  public var initial: Double
  let meaning: Meaning

  /// Declares the variable with its initial value, meaning and unit.
  public init(initial: Double, _ meaning: String = "", unit: String = "") {
    self.initial = initial
    self.meaning = Meaning(meaning, unit: unit)
  }

  /// The variable in expressions.
  public var wrappedValue: Expression { symbol.expression }
  /// The declaration, for `model.setting(\.$x, initial: …)`.
  public var projectedValue: State {
    get { self }
    set { self = newValue }
  }

  package var declared: Declared { .variable(symbol, .unscaled, initial: initial, meaning) }
}

/// A parameter.
@propertyWrapper public struct Parameter: Declaration {
  let symbol = Symbol()
  /// The value.
  public var value: Double
  let meaning: Meaning

  /// Declares the parameter with its default, meaning and unit.
  public init(_ value: Double, _ meaning: String = "", unit: String = "") {
    self.value = value
    self.meaning = Meaning(meaning, unit: unit)
  }

  /// The parameter in expressions.
  public var wrappedValue: Expression { symbol.expression }
  /// The declaration, for `model.setting(\.$a, …)`.
  public var projectedValue: Parameter {
    get { self }
    set { self = newValue }
  }

  package var declared: Declared { .parameter(symbol, value, isSmall: false, meaning) }
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

  package var declared: Declared { .parameter(symbol, value, isSmall: true, meaning) }
}
