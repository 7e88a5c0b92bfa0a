public import Modeling
import NumericKernel
public import Symbolic

/// A formula that is no expression of a model.
public struct FormulaError: Error, Sendable, CustomStringConvertible {
  /// The formula as written.
  public let formula: String
  /// What is wrong with it, and the nearest right thing.
  public let problem: String

  /// One sentence.
  public var description: String { "\"\(formula)\": \(problem)" }
}

extension System {
  /// Reads a formula of this system's names, such as `x^2 + ε*y` or `mean(neuron.s)`.
  ///
  /// Names are those of variables, parameters and observables, `time` (slow time) and `pi`; a Greek
  /// letter may be spelt. Operators bind as in mathematics: `|`, `&`, comparisons (1 or 0), `+ -`,
  /// `* /`, `^` or `**` from the right. Functions are those of XPPAUT's files (`log` is the natural
  /// logarithm), with `if(…)then(…)else(…)`, and `mean` and `sum` over a population.
  ///
  /// - Throws: ``FormulaError`` with what was expected, or the nearest name.
  public func expression(parsing formula: String) throws(FormulaError) -> Expression {
    do {
      var formulas = ODEFormulas(namesOf: self)
      return try formulas.expression(try ODEParser.parse(formula, in: .model))
    } catch { throw FormulaError(formula: formula, problem: error.message) }
  }
}

extension ODEFormulas {
  /// For formulas of a declared model.
  fileprivate init(namesOf system: System) {
    self.init()
    let declared =
      system.variables.map { ($0.name, $0.symbol.expression) }
      + system.parameters.map { ($0.name, $0.symbol.expression) }
      + system.observables.map { ($0.name, $0.expression) }
      + [("time", ModelDescription.time), ("pi", Expression(Double.pi))]
    names = [:]
    for (name, expression) in declared {
      names[SymbolName.spelling(of: name)] = expression
      names[SymbolName.greek(name)] = expression
    }
    for (symbol, short) in system.symbolNames where names[short] == nil {
      names[short] = symbol.expression
    }
    for (name, expression) in declared.reversed() { names[name] = expression }
    further = ["mean": .init(1) { mean($0[0]) }, "sum": .init(1) { sum($0[0]) }]
    candidates = declared.map(\.0)
  }
}
