import ArgumentParser
import FastSlow

/// `name=formula` on the command line.
struct NamedFormula: Sendable {
  let name: String
  let formula: String

  init(parsing argument: String) throws(ArgumentFault) {
    let halves = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.count == 2, !halves[0].isEmpty, !halves[1].isEmpty else {
      throw ArgumentFault("give it as name=formula, such as work=x*y")
    }
    (name, formula) = (String(halves[0]), String(halves[1]))
  }

  /// The formula as an expression of a system's names.
  fileprivate func observable(of system: System) throws(CommandFailure) -> Observable {
    do { return Observable(name, try system.expression(parsing: formula)) } catch {
      throw .badRequest("--integral \(name)=\(formula): \(error.problem)")
    }
  }
}

extension System {
  /// The system with integrals over the time of a run.
  func integrating(_ formulas: [NamedFormula], over unit: TimeUnit) throws(CommandFailure) -> System
  {
    try requiring { try integrating(formulas.map { try $0.observable(of: self) }, over: unit) }
  }
}
