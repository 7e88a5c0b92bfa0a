public import Modeling
public import Symbolic

/// A system taken apart by powers of ε: dz/dτ = F(z)/ε + G(z) + O(ε), without fast and slow variables.
///
/// The fast terms are those with the lowest power of ε; G holds those of the next. A model in
/// standard form comes out with F = (f, 0), G = (·, g); a model written as
/// `d(w) == (1 - a * w) * a / ε - w` with F the terms over ε; one in fast time, F + ε G, likewise.
public struct FastSlowSplit: Sendable {
  /// The system.
  public let system: System
  /// Names of the variables.
  public let names: [String]
  /// F.
  public let fast: [Expression]
  /// G.
  public let slow: [Expression]
  /// Whether the equations were in fast time t = τ/ε.
  public let isInFastTime: Bool

  let symbols: [Symbol]

  /// Takes a system apart.
  ///
  /// - Parameters:
  ///   - system: with an ε, or with parameters named as small.
  ///   - small: parameters of order ε, by name: k stands for ε k in the equations, so that slow time
  ///     counts in units in which k is of order 1.
  /// - Throws: ``GeometryError`` if nothing tells the terms apart.
  public init(of system: System, small: [String] = []) throws(GeometryError) {
    if !system.populations.isEmpty {
      throw GeometryError(
        problem: "\(system.name) has populations", advice: "geometry takes a few variables")
    }
    if !system.isAutonomous {
      throw GeometryError(
        problem: "the equations of \(system.name) depend on time",
        advice: "declare time as a variable with d(θ) == 1")
    }
    let (ε, rates) = try FastSlowSplit.rates(system, small)
    let expansions: [LaurentExpansion]
    do { expansions = try LaurentExpansion.expand(rates, in: ε, terms: 4) } catch {
      throw GeometryError(
        problem: "\(system.name): \(error.description(names: system.symbolNames))",
        advice: "write ε outside of piecewise and singular functions")
    }
    guard let lowest = expansions.compactMap(\.leadingPower).min() else {
      throw GeometryError(problem: "all equations of \(system.name) are 0", advice: "")
    }
    self.system = system
    names = system.variables.map(\.name)
    symbols = system.variables.map(\.symbol)
    fast = expansions.map { $0[lowest] ?? 0 }
    slow = expansions.map { $0[lowest + 1] ?? 0 }
    isInFastTime = lowest == 0
    let isEmpty = { (side: [Expression]) in side.allSatisfy { $0.constantValue == 0 } }
    if isEmpty(slow) {
      throw GeometryError(
        problem: "all terms of \(system.name) are of the same order in ε",
        advice: "divide the fast terms by ε in the equations, or name small parameters")
    }
  }

  private static func rates(_ system: System, _ small: [String]) throws(GeometryError) -> (
    Symbol, [Expression]
  ) {
    if small.isEmpty {
      guard let ε = system.smallParameter?.symbol else {
        throw GeometryError(
          problem: "\(system.name) has no small parameter",
          advice: "declare it with @SmallParameter, or name the parameters that are small")
      }
      return (ε, system.rates(in: .slow))
    }
    let ε = Symbol("ε")
    var scaled: [Symbol: Expression] = [:]
    for name in small {
      do {
        let symbol = system.parameters[try system.parameterIndex(named: name)].symbol
        scaled[symbol] = ε.expression * symbol.expression
      } catch {
        throw GeometryError(problem: "\(error)", advice: "")
      }
    }
    return (ε, system.rightSides.substituting(scaled))
  }

  /// A tape over the variables.
  func tape(_ outputs: [Expression]) -> Tape { system.tape(outputs) }

  /// ∂Fᵢ/∂zⱼ by columns.
  var fastJacobian: [Expression] {
    let rows = fast.map { $0.gradient(withRespectTo: Set(symbols)) }
    return symbols.flatMap { symbol in rows.map { $0[symbol] ?? 0 } }
  }

  /// The reduced flow as formulas, if one direction is fast: ẋ = G − A G/tr A, A = ∂F/∂z, on F = 0.
  ///
  /// Exact for a fast part of rank one, where A² = tr(A) A.
  public var rankOneFlow: [Expression] {
    let columns = fastJacobian
    let n = symbols.count
    let trace = (0..<n).map { columns[$0 + $0 * n] }.sum()
    return (0..<n).map { i in
      let pull = (0..<n).map { columns[i + $0 * n] * slow[$0] }.sum()
      return slow[i] - pull / trace
    }
  }
}
