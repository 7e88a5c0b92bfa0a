public import Integration
public import Modeling

/// A stretch of a run, in variables that could not tell its states apart, that then turned back.
///
/// A chart's coordinate z can run to infinity while the variable x it replaces settles on a number
/// (z = artanh s, s → 1). Once rtol·|x|·|∂z/∂x| > 1 the error allowed in x is as large as z itself:
/// the run no longer knows z. That is harmless as long as z would go on growing. Once its rate
/// turns back the true solution is on its way to leave, at a time the run does not know: where the
/// variable rests, or leaves, is then decided by rounding.
public struct ResolutionLoss: Sendable, CustomStringConvertible {
  /// The variable.
  public let variable: String
  /// Its value there.
  public let value: Double
  /// The chart that would have kept the states apart.
  public let chart: String
  /// When the lost coordinate turned back.
  public let time: Double

  /// As a doubt about the run.
  public var suspicion: Suspicion {
    Suspicion(
      kind: .lostResolution,
      message:
        "from t = \(time) on \(variable) = \(value) is on its way to leave where it was held "
        + "no better than the tolerance, so that rounding decides when",
      advice: "use the chart \(chart)", time: time)
  }

  /// What happened, and what to do.
  public var description: String {
    "suspect: \(suspicion)"
  }
}

extension System {
  /// Where a run in the model's own variables lost what one of its charts would have kept.
  ///
  /// Looks at the records and at the state reached; with few records the time is late. Nil for
  /// stretches that were integrated in the chart.
  public func resolutionLoss(
    in solution: Solution, unit: TimeUnit, relativeTolerance: Double
  ) -> ResolutionLoss? {
    for chart in charts {
      var probe = ResolutionProbe(self, chart)
      for (time, state) in records(of: solution, outside: chart.name) {
        if let lost = probe.lostVariable(at: state, relativeTolerance) {
          return ResolutionLoss(
            variable: variables[lost].name, value: state[lost], chart: chart.name, time: time)
        }
      }
    }
    return nil
  }

  private func records(of solution: Solution, outside chart: String) -> [(Double, [Double])] {
    if solution.segments.isEmpty {
      return (0..<solution.count).map { (solution.times[$0], solution.state(at: $0)) }
        + [(solution.reachedTime, solution.reachedState)]
    }
    return solution.segments.filter { $0.chart == nil }.map {
      ($0.end, $0.reachedCoordinates)
    }
  }
}

/// Looks at states of one system with the eyes of one of its charts.
private struct ResolutionProbe {
  private let slope: ([Double]) -> [Double]
  private let coordinate: ([Double]) -> [Double]
  private let rate: ([Double]) -> [Double]
  private let replaced: [Int]
  private var isLost: [Bool]

  init(_ system: System, _ chart: Chart) {
    replaced = chart.coordinates.compactMap { coordinate in
      system.variables.firstIndex { $0.symbol == coordinate.replaced.symbol }
    }
    isLost = replaced.map { _ in false }
    let slopes = system.evaluator(
      chart.coordinates.map { $0.definition.derivative(withRespectTo: $0.replaced) })
    let coordinates = system.evaluator(system.coordinateExpressions(in: chart))
    let local = system.charted(by: chart)
    let rates = local.evaluator(local.rightSides)
    slope = { slopes.values($0) }
    coordinate = { coordinates.values($0) }
    rate = { rates.values($0) }
  }

  /// A variable whose coordinate was lost, here or before, and moves back towards zero.
  mutating func lostVariable(at state: [Double], _ tolerance: Double) -> Int? {
    let slopes = slope(state)
    var z = coordinate(state)
    for (place, index) in replaced.enumerated() {
      let resolution = tolerance * state[index].magnitude * slopes[place].magnitude
      // Beyond the edge of the domain by rounding, slope and coordinate are NaN or of either sign.
      isLost[place] = isLost[place] || !(resolution <= 1) || !z[index].isFinite
      guard isLost[place] else { continue }
      if !z[index].isFinite { z[index] = state[index] < 0 ? -Self.far : Self.far }
      if rate(z)[index] * z[index] < 0 { return index }
    }
    return nil
  }

  /// Any number that no longer differs from infinity.
  private static let far = 1e6
}
