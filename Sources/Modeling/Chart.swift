public import Symbolic

/// Other coordinates for a part of the state space, in which a model is integrated there.
///
/// ```swift
/// var charts: [Chart] {
///   let v = Chart.Coordinate("v", replacing: s, with: atanh(s)) { tanh($0) }
///   Chart("artanh", [v], where: abs(s) - 0.7, margin: 0.05) {
///     d(v.expression) == a * force(tanh(v.expression))
///   }
/// }
/// ```
///
/// A run enters the first chart whose rule is above its margin, stays until the rule falls below
/// minus the margin, and reports in the model's own variables. Equations that are not given follow
/// by the chain rule; they are given where that would subtract nearly equal numbers or divide by
/// what becomes zero.
public struct Chart: Sendable {
  /// A coordinate that stands in the place of a variable.
  public struct Coordinate: Sendable {
    /// Its name in messages and records.
    public let name: String
    /// Its symbol.
    public let symbol = Symbol()
    /// The variable whose place it takes.
    public let replaced: Expression
    /// The coordinate in terms of the model's variables.
    public let definition: Expression
    /// The variable in terms of the chart's coordinates and the variables it keeps.
    public let inverse: Expression

    /// Declares a coordinate with its inverse.
    public init(
      _ name: String, replacing variable: Expression, with definition: Expression,
      inverse: (Expression) -> Expression
    ) {
      self.name = name
      replaced = variable
      self.definition = definition
      self.inverse = inverse(symbol.expression)
    }

    /// The coordinate in expressions.
    public var expression: Expression { symbol.expression }
  }

  /// What it is called: in records, and to ask for it.
  public let name: String
  /// The new coordinates.
  public let coordinates: [Coordinate]
  /// Positive where the chart is to be used.
  public let rule: Expression
  /// How far the rule passes zero before the chart is changed.
  public let margin: Double
  /// Right sides in the chart, as in a model; what is missing follows by the chain rule.
  public let equations: [Equation]

  /// Declares a chart.
  ///
  /// - Parameters:
  ///   - name: how records call it.
  ///   - coordinates: the new variables and what each replaces.
  ///   - rule: an expression of the model's variables, positive where the chart is to be used.
  ///   - margin: positive, so that a run on the border does not change charts at every step.
  ///   - equations: `d(v) == …` on the scale of the variable v replaces; may also give those of
  ///     variables that are kept.
  public init(
    _ name: String, _ coordinates: [Coordinate], where rule: Expression, margin: Double,
    @EquationsBuilder equations: () -> [Equation] = { [] }
  ) {
    self.name = name
    self.coordinates = coordinates
    self.rule = rule
    self.margin = margin
    self.equations = equations()
  }
}

/// Collects the lines of `charts`.
public typealias ChartsBuilder = ListBuilder<Chart>
