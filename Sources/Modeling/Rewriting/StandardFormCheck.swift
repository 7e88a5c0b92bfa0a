import Symbolic

/// Whether a model's right sides have a regular limit ε → 0, as the standard form needs.
///
/// Each right side is expanded in ε: a pole is an ε that the equation hides in a
/// denominator, and what has no expansion (√ε, |ε − x|, e^{−1/ε}) is not smooth in ε.
public struct StandardFormCheck: Sendable {
  /// An equation that is not in standard form.
  public struct Fault: Sendable, CustomStringConvertible {
    /// The variable whose equation it is.
    public let variable: String
    /// What is wrong, naming the part.
    public let problem: String

    /// One sentence.
    public var description: String { "the equation of \(variable) \(problem)" }
  }

  /// The faults; empty if the model is in standard form.
  public let faults: [Fault]

  /// Whether ε → 0 is regular.
  public var isRegular: Bool { faults.isEmpty }

  /// Checks a system with declared scales; one without ε has nothing to be singular in.
  ///
  /// Cost: one pass over each equation.
  public init(of system: System) {
    guard let ε = system.smallParameter else {
      faults = []
      return
    }
    let names = system.symbolNames
    faults = zip(system.variables, system.rightSides).compactMap { variable, side -> Fault? in
      guard side.symbols.contains(ε.symbol) else { return nil }
      do throws(TaylorError) {
        let expansion = try LaurentExpansion.expand([side], in: ε.symbol, terms: 3)[0]
        guard let lowest = expansion.leadingPower, lowest < 0 else { return nil }
        let part = expansion[lowest]?.formatted(.text, names: names) ?? ""
        return Fault(
          variable: variable.name,
          problem: "grows as \(ε.name)^\(lowest): `\(part)` stands over "
            + (lowest == -1 ? ε.name : "\(ε.name)^\(-lowest)")
            + (variable.scale == .slow ? "; a rate that large makes \(variable.name) fast" : ""))
      } catch {
        return Fault(
          variable: variable.name,
          problem: "is not smooth at \(ε.name) = 0: `"
            + error.expression.formatted(.text, names: names) + "`")
      }
    }
  }
}
