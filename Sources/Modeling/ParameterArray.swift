public import Symbolic

/// A list of parameters, such as the Hermite coefficients of a network.
///
/// Its length may be changed by name when a model is compiled
/// (`--set c=0,1,-0.45`); equations that run over `c.indices` follow.
@propertyWrapper public struct ParameterArray: Declaration {
  package struct Element: Sendable {
    let symbol: Symbol
    let value: Double
  }

  /// Stands for this array when it is replaced at compilation.
  let key = Symbol()
  private(set) var elements: [Element]
  let meaning: Meaning

  /// Replacements in force while a model is compiled, by ``key``.
  @TaskLocal static var replacements: [Symbol: [Element]] = [:]

  /// Declares the array with its defaults and meaning.
  public init(_ values: [Double], _ meaning: String = "") {
    elements = ParameterArray.elements(values)
    self.meaning = Meaning(meaning)
  }

  static func elements(_ values: [Double]) -> [Element] {
    values.map { Element(symbol: Symbol(), value: $0) }
  }

  /// The values; setting them may change their number.
  public var values: [Double] {
    get { elements.map(\.value) }
    set { elements = ParameterArray.elements(newValue) }
  }

  /// The parameters in expressions.
  public var wrappedValue: [Expression] {
    (ParameterArray.replacements[key] ?? elements).map(\.symbol.expression)
  }
  /// The declaration, for `model.setting(\.$c, [0, 1, -0.45])`.
  public var projectedValue: ParameterArray {
    get { self }
    set { self = newValue }
  }

  package var declared: Declared {
    .parameterArray(key: key, ParameterArray.replacements[key] ?? elements, meaning)
  }
}
