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
  private var declaredList: List
  let meaning: Meaning

  /// Replacements in force while a model is compiled, by ``key``.
  @TaskLocal static var replacements: [Symbol: List] = [:]

  /// The elements, and their expressions, which equations read at every mention.
  struct List: Sendable {
    let elements: [Element]
    let expressions: [Expression]

    init(_ values: [Double]) {
      elements = values.map { Element(symbol: Symbol(), value: $0) }
      expressions = elements.map(\.symbol.expression)
    }
  }

  private var list: List { ParameterArray.replacements[key] ?? declaredList }

  /// Declares the array with its defaults and meaning.
  public init(_ values: [Double], _ meaning: String = "") {
    declaredList = List(values)
    self.meaning = Meaning(meaning)
  }

  /// The values; setting them may change their number.
  public var values: [Double] {
    get { declaredList.elements.map(\.value) }
    set { declaredList = List(newValue) }
  }

  /// The parameters in expressions.
  public var wrappedValue: [Expression] { list.expressions }

  /// The declaration, for `model.setting(\.$c, [0, 1, -0.45])`.
  public var projectedValue: ParameterArray {
    get { self }
    set { self = newValue }
  }

  package var declared: Declared {
    .parameterArray(key: key, list.elements, meaning)
  }
}
