public import Symbolic

/// The left side of an equation: the derivative of a variable.
public struct Derivative: Sendable {
  let variable: Expression
}

/// One equation of a model, `d(x) == right side`.
public struct Equation: Sendable {
  /// What the left side is the derivative of.
  public let variable: Expression
  /// f for a fast variable, g for a slow one.
  public let rightSide: Expression
  /// Parameters of parts that were given an expression in their place.
  var bound: Set<Symbol> = []
}

extension [Equation] {
  /// The equations of a part with one of its parameters given by an expression of the whole.
  ///
  /// ```swift
  /// var equations: [Equation] {
  ///   first.equations.binding(first.I, to: κ * (second.v - first.v))
  ///   second.equations.binding(second.I, to: κ * (first.v - second.v))
  /// }
  /// ```
  ///
  /// The parameter is then no parameter of the whole.
  public func binding(_ parameter: Expression, to expression: Expression) -> [Equation] {
    guard let symbol = parameter.symbol else { return self }
    return map {
      Equation(
        variable: $0.variable, rightSide: $0.rightSide.substituting([symbol: expression]),
        bound: $0.bound.union([symbol]))
    }
  }
}

/// The derivative of a variable, for the left side of an equation.
public func d(_ variable: Expression) -> Derivative { Derivative(variable: variable) }

/// Sets the derivative of a variable.
public func == (left: Derivative, right: Expression) -> Equation {
  Equation(variable: left.variable, rightSide: right)
}

/// A named expression of the state, evaluated on the way.
public struct Observable: Sendable {
  /// The column's name.
  public let name: String
  /// What is evaluated.
  public let expression: Expression

  /// Names an expression.
  public init(_ name: String, _ expression: Expression) {
    self.name = name
    self.expression = expression
  }
}

/// Collects the lines of `equations`; `let`, `for` and `if` work as usual.
public typealias EquationsBuilder = ListBuilder<Equation>

/// Collects the lines of `observables`.
public typealias ObservablesBuilder = ListBuilder<Observable>

/// A result builder that makes a list of its lines.
@resultBuilder public enum ListBuilder<Element> {
  /// One line.
  public static func buildExpression(_ element: Element) -> [Element] { [element] }
  /// A list made elsewhere, such as the equations of a part.
  public static func buildExpression(_ elements: [Element]) -> [Element] { elements }
  /// Lines in order.
  public static func buildBlock(_ parts: [Element]...) -> [Element] { parts.flatMap { $0 } }
  /// A `for` loop.
  public static func buildArray(_ parts: [[Element]]) -> [Element] { parts.flatMap { $0 } }
  /// An `if` without `else`.
  public static func buildOptional(_ part: [Element]?) -> [Element] { part ?? [] }
  /// An `if` with `else`, taken.
  public static func buildEither(first part: [Element]) -> [Element] { part }
  /// An `if` with `else`, not taken.
  public static func buildEither(second part: [Element]) -> [Element] { part }
}
