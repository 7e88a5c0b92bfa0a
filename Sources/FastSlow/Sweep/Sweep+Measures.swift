import Integration
import Modeling
import Symbolic

extension Sweep {
  /// A point's run, and its extremes and periods in the order of ``measures``; nil if it was stopped.
  func solution(of system: System) throws(IntegrationError) -> (Solution, [Double])? {
    if measures.isEmpty { return (try solve(system, [], output: .times([])), []) }
    let solution = try solve(
      system, quantities.map { zero(of: $0.rate, named: $0.name, .either, system) },
      output: .times([transient, end]))
    if solution.status == .interrupted { return nil }
    var ranges: [String: (low: Double, high: Double)] = [:]
    for (name, value, _) in quantities {
      ranges[name] = range(of: value, named: name, in: solution, system)
    }
    guard let periods = try periods(ranges, quantities.map { ($0.name, $0.value) }, system) else {
      return nil
    }
    let values = measures.map { measure in
      let (low, high) = ranges[measure.quantity] ?? (.nan, .nan)
      return switch measure.kind {
      case .maximum: high
      case .minimum: low
      case .amplitude: high - low
      case .period: periods[measure.quantity] ?? .nan
      }
    }
    return (solution, values)
  }

  private func solve(_ system: System, _ events: [Event], output: OutputPlan)
    throws(IntegrationError) -> Solution
  {
    try system.solve(
      until: end, in: unit, output: output, events: events, charts: charts, options: options,
      linearSolver: linearSolver
    ) { _ in Task.isCancelled ? .stop : .proceed }
  }

  private func zero(
    of expression: Expression, named name: String, _ direction: Event.Direction, _ system: System
  ) -> Event {
    var event = Event(name, direction: direction) { [unit] in
      let function = system.makeFunction(of: [expression], in: unit)
      return { time, state in
        var value = [0.0]
        var span = value.mutableSpan
        function.evaluate(state, time: time, into: &span)
        return value[0]
      }
    }
    // A rate that turns back at zero makes no extreme.
    event.reportsTouching = false
    return event
  }

  /// The range of a quantity after the transient.
  private func range(
    of value: Expression, named name: String, in solution: Solution, _ system: System
  ) -> (low: Double, high: Double) {
    let function = system.makeFunction(of: [value], in: unit)
    let ends = solution.times.indices.map { (solution.times[$0], solution.state(at: $0)) }
    let turns = solution.events.filter { $0.name == name }.map { ($0.time, $0.state) }
    let values = (ends + turns).filter { $0.0 >= transient }.map { time, state in
      var result = [0.0]
      var span = result.mutableSpan
      function.evaluate(state.span, time: time, into: &span)
      return result[0]
    }
    return (values.min() ?? .nan, values.max() ?? .nan)
  }

  /// A second run, which counts passages through the middles that the first has found; nil if it was
  /// stopped.
  private func periods(
    _ ranges: [String: (low: Double, high: Double)], _ quantities: [(String, Expression)],
    _ system: System
  ) throws(IntegrationError) -> [String: Double]? {
    let asked = quantities.filter { name, _ in
      let (low, high) = ranges[name] ?? (.nan, .nan)
      // What moves by no more than its error is at rest: tolerances hold in each step alone.
      let size = max(low.magnitude, high.magnitude)
      return measures.contains { $0.kind == .period && $0.quantity == name }
        && high - low > 1e3 * options.relativeTolerance * size
    }
    if asked.isEmpty { return [:] }
    let events = asked.map { name, value in
      let (low, high) = ranges[name] ?? (.nan, .nan)
      return zero(of: value - Expression((low + high) / 2), named: name, .rising, system)
    }
    let solution = try solve(system, events, output: .times([]))
    if solution.status == .interrupted { return nil }
    var periods: [String: Double] = [:]
    for (name, _) in asked {
      let times = solution.events.filter { event in
        event.name == name && event.kind == .rising && event.time >= transient
      }.map(\.time)
      guard let first = times.first, let last = times.last, times.count > 1 else { continue }
      periods[name] = (last - first) / Double(times.count - 1)
    }
    return periods
  }
}
