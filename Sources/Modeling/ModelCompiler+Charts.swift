import Symbolic

extension ModelCompiler {
  /// Charts are of scalar variables, have names of their own and use the model's symbols alone.
  mutating func checkCharts() {
    for (index, chart) in charts.enumerated() {
      if let problem = problem(of: chart, others: charts.prefix(index).map(\.name)) {
        faults.append(.unusableChart(chart.name, problem: problem))
        continue
      }
      let place = "the chart \(chart.name)"
      let own = Dictionary(
        uniqueKeysWithValues: chart.coordinates.map { ($0.symbol, $0.replaced) })
      check(chart.rule, in: place, space: 0)
      for coordinate in chart.coordinates {
        check(coordinate.definition, in: place, space: 0)
        check(coordinate.inverse.substituting(own), in: place, space: 0)
      }
      for equation in chart.equations {
        check(equation.rightSide.substituting(own), in: place, space: 0)
      }
    }
  }

  private func problem(of chart: Chart, others: [String]) -> String? {
    if others.contains(chart.name) || ["auto", "none"].contains(chart.name) {
      return "the name is taken; give it another"
    }
    if chart.coordinates.isEmpty { return "it has no coordinates; give it at least one" }
    if !populations.isEmpty { return "charts are for models without populations" }
    if !(chart.margin > 0 && chart.margin.isFinite) {
      return "the margin \(chart.margin) must be positive and finite, such as 0.05"
    }
    var known = chart.coordinates.map(\.symbol)
    for coordinate in chart.coordinates {
      if !isVariable(coordinate.replaced) {
        return "\(coordinate.name) replaces `\(text(coordinate.replaced))`, which is no variable"
      }
      if variables.contains(where: { $0.variable.name == coordinate.name }) {
        return "the name \(coordinate.name) is that of a variable; give it another"
      }
    }
    if Set(chart.coordinates.map(\.replaced)).count < chart.coordinates.count {
      return "two coordinates replace one variable"
    }
    let replaced = Set(chart.coordinates.compactMap(\.replaced.symbol))
    known += variables.map(\.variable.symbol).filter { !replaced.contains($0) }
    for equation in chart.equations {
      guard let symbol = equation.variable.symbol, known.contains(symbol) else {
        return "d(\(text(equation.variable))): only its coordinates and the variables it keeps "
          + "have equations"
      }
    }
    return nil
  }
}
