public import Symbolic

/// A property wrapper that declares a variable or a vector of them; see ``Fast``, ``Slow`` and
/// ``State``.
@propertyWrapper
public struct ModelVariable<Tag: ScaleTag, Value: VariableValue>: Declaration {
  private let declaredVector: SymbolVector
  /// Stands for a vector when its length is replaced at compilation.
  private let key: Symbol?
  private(set) var values: MemberValues
  private let scaleParameter: String?
  let meaning: Meaning

  fileprivate init(
    count: Int?, _ values: MemberValues, _ scale: String?, _ meaning: String, _ unit: String
  ) {
    key = count == nil ? nil : Symbol()
    declaredVector = SymbolVector(count: max(count ?? 1, 0))
    self.values = values
    scaleParameter = scale
    self.meaning = Meaning(meaning, unit: unit)
  }

  /// The initial value, if it is the same for all.
  public var initial: Double {
    get { if case .constant(let value) = values { value } else { .nan } }
    set { values = .constant(newValue) }
  }

  /// The variable in expressions.
  public var wrappedValue: Value { Value(reading: vector.expressions) }

  /// The declaration, for `model.setting(\.$x, initial: …)`.
  public var projectedValue: ModelVariable {
    get { self }
    set { self = newValue }
  }

  private var vector: SymbolVector {
    key.flatMap { SymbolVector.replacements[$0] } ?? declaredVector
  }

  package var declared: Declared {
    .variable(
      VariableDeclaration(
        key: key, symbols: vector.symbols, scale: Tag.scale, scaleParameter: scaleParameter,
        initial: values, meaning: meaning))
  }
}

extension ModelVariable where Value == Expression {
  /// Declares the variable with its initial value, meaning and unit.
  ///
  /// - Parameters:
  ///   - initial: its value at the start.
  ///   - scale: the name of a parameter that multiplies the right side.
  ///   - meaning: what it stands for, in a few words.
  ///   - unit: of its values; empty if it has none.
  public init(initial: Double, scale: String? = nil, _ meaning: String = "", unit: String = "") {
    self.init(count: nil, .constant(initial), scale, meaning, unit)
  }

  /// Declares a member variable with an initial value for each member, meaning and unit.
  public init(
    each values: MemberValues, scale: String? = nil, _ meaning: String = "", unit: String = ""
  ) {
    self.init(count: nil, values, scale, meaning, unit)
  }
}

extension ModelVariable where Value == [Expression] {
  /// Declares `count` variables x[0], x[1], … of one initial value.
  ///
  /// Their number may be changed by name when a model is compiled (`--count x=n`).
  public init(
    count: Int, initial: Double, scale: String? = nil, _ meaning: String = "", unit: String = ""
  ) {
    self.init(count: count, .constant(initial), scale, meaning, unit)
  }

  /// Declares `count` variables x[0], x[1], … with an initial value for each.
  public init(
    count: Int, each values: MemberValues, scale: String? = nil, _ meaning: String = "",
    unit: String = ""
  ) {
    self.init(count: count, values, scale, meaning, unit)
  }
}

/// What a declared variable is in expressions: one expression, or a list.
public protocol VariableValue: Sendable {
  /// Makes the value from the declared variables.
  init(reading variables: [Expression])
}

extension Expression: VariableValue {
  /// The first variable.
  public init(reading variables: [Expression]) { self = variables[0] }
}

extension [Expression]: VariableValue {
  /// All variables.
  public init(reading variables: [Expression]) { self = variables }
}

/// The scale that a wrapper's type stands for.
public protocol ScaleTag: Sendable {
  /// The scale.
  static var scale: Scale { get }
}

/// Fast.
public enum FastScale: ScaleTag {
  /// Fast.
  public static var scale: Scale { .fast }
}

/// Slow.
public enum SlowScale: ScaleTag {
  /// Slow.
  public static var scale: Scale { .slow }
}

/// No scale declared.
public enum NoScale: ScaleTag {
  /// None.
  public static var scale: Scale { .unscaled }
}
