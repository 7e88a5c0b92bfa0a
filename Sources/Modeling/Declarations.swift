public import Symbolic

/// A property wrapper that declares a part of a model.
package protocol Declaration: Sendable {
  /// What was declared, for the compiler of models.
  var declared: Declared { get }
}

/// A declared part, before it has a name.
package enum Declared: Sendable {
  case variable(VariableDeclaration)
  case parameter(Symbol, MemberValues, isSmall: Bool, Meaning)
  case parameterArray(key: Symbol, [ParameterArray.Element], Meaning)
  case population(space: UInt64, count: Int, members: [(String, any Declaration)])
}

/// What a variable or a vector of variables was declared as.
package struct VariableDeclaration: Sendable {
  /// Stands for a vector when it is replaced at compilation; nil for a single variable.
  let key: Symbol?
  let symbols: [Symbol]
  let scale: Scale
  /// The parameter that the right side is multiplied by.
  let scaleParameter: String?
  let initial: MemberValues
  let meaning: Meaning
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

/// A fast variable, ε dx/dτ = f: `@Fast(initial: 2) var x`, or `@Fast(count: 3, initial: 2) var x`
/// for x[0], x[1], x[2].
public typealias Fast<Value: VariableValue> = ModelVariable<FastScale, Value>

/// A slow variable, dy/dτ = g; with `scale: "δ"` a slower one, dy/dτ = δ g for a parameter δ.
public typealias Slow<Value: VariableValue> = ModelVariable<SlowScale, Value>

/// A variable of no declared scale, dx/dt = right side.
public typealias State<Value: VariableValue> = ModelVariable<NoScale, Value>

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
