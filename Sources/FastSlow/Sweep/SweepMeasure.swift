import Modeling
import Symbolic

/// A number kept of a run beside its end: an extreme, or a period.
///
/// Extremes lie where the rate of the quantity passes zero, located on the method's own
/// interpolant; they are looked for after the transient, the ends of that stretch included. The
/// period is the mean time between upward passages through the middle of the quantity's range; it
/// is not a number where there are fewer than two, or where the quantity rests.
public struct SweepMeasure: Sendable, Hashable {
  /// The kinds of number.
  public enum Kind: String, Sendable, CaseIterable {
    /// The greatest value.
    case maximum
    /// The least value.
    case minimum
    /// Greatest less least value.
    case amplitude
    /// The time between passages.
    case period
  }

  /// What is measured.
  public let kind: Kind
  /// The variable or observable.
  public let quantity: String

  /// A number of a variable or observable.
  public init(_ kind: Kind, of quantity: String) {
    self.kind = kind
    self.quantity = quantity
  }

  /// The name in results: `period of v`.
  public var name: String { "\(kind.rawValue) of \(quantity)" }

  /// The measure under the quantity's declared name.
  func checked(for system: System) throws(UnknownName) -> SweepMeasure {
    if system.observables.contains(where: { $0.name == quantity }) { return self }
    if let index = try? system.variableIndex(named: quantity),
      system.variables[index].population == nil
    {
      return SweepMeasure(kind, of: system.variables[index].name)
    }
    throw system.unknownQuantity(quantity)
  }
}

extension System {
  /// A variable or observable by its declared name, and its rate in the given time.
  func quantity(_ name: String, in unit: TimeUnit) -> (value: Expression, rate: Expression) {
    let variable = variables.first { $0.name == name }?.symbol.expression
    let value = variable ?? observables.first { $0.name == name }?.expression ?? 0
    let partials = zip(variables, rates(in: unit)).map { variable, rate in
      value.derivative(withRespectTo: variable.symbol) * rate
    }
    // Slow time passes at the rate ε in fast time.
    let clock: Expression = unit == .fast ? smallParameter?.symbol.expression ?? 1 : 1
    let explicit = value.derivative(withRespectTo: ModelDescription.time) * clock
    return (value, partials.reduce(explicit) { $0 + $1 })
  }
}
