import Symbolic

/// Expressions over populations with each reduction replaced by a symbol of its own.
///
/// A reduction ρ_k = Σ_i E_k(x_i, u) or its mean may use earlier ones (nesting); with the
/// ρ as further scalars, everything else is a scalar expression or one of a member.
struct MeanFieldForm: Sendable {
  struct Reduction: Sendable {
    /// ρ_k.
    let symbol: Symbol
    /// The population it runs over, as an index.
    let population: Int
    /// 1 for a sum, 1/n for a mean.
    let weight: Double
    /// E_k, in member symbols, scalars and earlier ρ.
    let argument: Expression
    /// 0 if E_k uses no other reduction, else one more than the highest it uses.
    let level: Int
  }

  let reductions: [Reduction]
  /// The expressions asked for, reductions replaced.
  let expressions: [Expression]

  init(reductions: [Reduction], expressions: [Expression]) {
    self.reductions = reductions
    self.expressions = expressions
  }

  init(_ expressions: [Expression], populations: [System.PopulationInfo]) {
    var replacements: [Expression: Expression] = [:]
    var reductions: [Reduction] = []
    var levels: [Symbol: Int] = [:]
    for node in expressions.reductions {
      guard let population = populations.firstIndex(where: { $0.space == node.reducedSpace })
      else { continue }
      let argument = [node.operands[0]].replacing(replacements)[0]
      let symbol = Symbol("ρ\(reductions.count)")
      let level = argument.symbols.compactMap { levels[$0] }.max().map { $0 + 1 } ?? 0
      let count = Double(populations[population].count)
      reductions.append(
        Reduction(
          symbol: symbol, population: population,
          weight: node.operation == .mean ? 1 / count : 1, argument: argument, level: level))
      levels[symbol] = level
      replacements[node] = symbol.expression
    }
    self.reductions = reductions
    self.expressions = expressions.replacing(replacements)
  }
}
