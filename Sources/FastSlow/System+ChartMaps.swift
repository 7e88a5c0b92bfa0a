import Modeling
import Symbolic

extension System {
  /// A function from a chart's coordinates to the model's variables; it owns its scratch.
  func variableMap(from chart: Chart, in unit: TimeUnit) -> ([Double]) -> [Double] {
    let evaluator = charted(by: chart).evaluator(variableExpressions(in: chart))
    return { evaluator.values($0) }
  }

  /// A chart's rule in its own coordinates.
  func rule(of chart: Chart) -> Expression {
    let inverse = Dictionary(
      uniqueKeysWithValues: zip(variables.map(\.symbol), variableExpressions(in: chart)))
    return chart.rule.substituting(inverse)
  }

  /// Rates in a chart as declared and by the chain rule from the model's, at one point.
  func rateDifferences(
    of chart: Chart, at coordinates: [Double], _ state: [Double], _ unit: TimeUnit
  ) -> [(name: String, given: Double, derived: Double)] {
    let local = charted(by: chart)
    let given = local.evaluator(local.rightSides).values(coordinates)
    let derived = evaluator(
      variables.enumerated().map { index, variable in
        let coordinate = chart.coordinates.first { $0.replaced.symbol == variable.symbol }
        return coordinate.map { chainRule($0, on: variable.scale) } ?? rightSides[index]
      }
    ).values(state)
    return zip(local.variables, zip(given, derived)).map { ($0.name, $1.0, $1.1) }
  }
}
