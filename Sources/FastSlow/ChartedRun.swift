import Integration
import Modeling
import RealModule

/// An integration that changes charts on the way and reports in the model's own variables.
struct ChartedRun {
  let system: System
  let unit: TimeUnit
  let end: Double
  let events: [Event]
  let options: IntegrationOptions
  /// The chart that holds throughout, if one was asked for.
  let forced: Chart?
  /// Times asked for in the caller's order; nil: every step.
  private let times: [Double]?
  private let stream: RecordStream?

  private(set) var solution: Solution
  private var time: Double
  private var state: [Double]
  /// In which chart the run is; nil: in the model's own variables.
  private var chart: Chart?
  private var isStuck = false

  init(
    _ system: System, in unit: TimeUnit, over interval: (start: Double, end: Double),
    output: OutputPlan, events: [Event], options: IntegrationOptions, only name: String?,
    stream: RecordStream?
  ) throws(IntegrationError) {
    self.system = system
    self.unit = unit
    self.stream = stream
    self.events = events
    self.options = options
    (time, end) = interval
    state = system.initialState
    times = output.times(of: system.field(in: unit), from: state, over: interval)
    solution = Solution(
      startingAt: time, state, variables: system.variables.map(\.name),
      observables: system.observables.map(\.name))
    do { forced = try name.map { try system.chart(named: $0) } } catch {
      throw .unusableChart("\(error)", advice: "", solution)
    }
  }

  /// Runs to the end, an event that ends it, a stop or a failure.
  mutating func execute(_ monitor: (StepReport) -> StepDecision) throws(IntegrationError) {
    stream?.begin(
      variables: solution.variableNames, observables: solution.observableNames, at: time, state)
    chart = forced
    if forced == nil { chart = try chartHere() }
    if let forced { try check(forced) }
    repeat {
      let piece: Solution
      do throws(IntegrationError) {
        piece = try integratePiece(monitor)
      } catch {
        append(error.solution)
        finish()
        throw error.with(solution)
      }
      append(piece)
      guard isAtBorder(piece) else { break }
      // A piece of no length would be followed by another: the chart then stays.
      isStuck = piece.reachedTime == time
      time = piece.reachedTime
      state = solution.reachedState
      if !isStuck { chart = try chartHere() }
    } while time != end
    finish()
  }
}

// MARK: - Pieces

extension ChartedRun {
  private static var borderName: String { "border of the chart" }

  private func integratePiece(_ monitor: (StepReport) -> StepDecision) throws(IntegrationError)
    -> Solution
  {
    let local = chart.map { system.charted(by: $0) } ?? system
    let start = chart.map { system.coordinates(of: state, in: $0) } ?? state
    let done = solution.statistics.steps
    var options = options
    options.maximumSteps = options.maximumSteps.map { max(0, $0 - done) }
    let names = local.variables.map(\.name)
    options.absoluteTolerance.exceptions = options.absoluteTolerance.exceptions.filter {
      names.contains($0.key)
    }
    stream?.mapToVariables = chart.map { system.variableMap(from: $0, in: unit) }
    return try integrate(
      local.field(in: unit), from: start, over: (time, end), output: output, streamingTo: stream,
      observables: local.integrationObservables(in: unit),
      events: local.integrationEvents(in: unit) + events.map(inChart) + borders(of: local),
      options: options
    ) { monitor($0.after(steps: done)) }
  }

  /// What is still to be recorded.
  private var output: OutputPlan {
    guard let times else { return .everyStep }
    let forward = end >= time
    if solution.segments.isEmpty { return .times(times) }
    return .times(times.filter { forward ? $0 > time : $0 < time })
  }

  private func inChart(_ event: Event) -> Event {
    let passages = solution.events.filter {
      $0.name == event.name && ($0.kind == .rising || $0.kind == .falling)
    }.count
    guard let chart else {
      return event.mapped(afterPassages: passages, by: { { $0 } }, back: { $0 })
    }
    let (system, unit) = (system, unit)
    return event.mapped(
      afterPassages: passages, by: { system.variableMap(from: chart, in: unit) },
      back: { system.coordinates(of: $0, in: chart) })
  }

  /// Where the run leaves its chart, or the model's own variables for one.
  private func borders(of local: System) -> [Event] {
    if forced != nil || isStuck { return [] }
    let charts = chart.map { [$0] } ?? system.charts
    return charts.map { candidate in
      let rule = chart.map { system.rule(of: $0) } ?? candidate.rule
      let margin = chart == nil ? -candidate.margin : candidate.margin
      var border = Event(
        Self.borderName, direction: chart == nil ? .rising : .falling, isTerminal: true,
        makeFunction: { [unit] in
          let function = local.makeFunction(of: [rule + Expression(margin)], in: unit)
          return { time, state in
            var value = [0.0]
            var span = value.mutableSpan
            function.evaluate(state, time: time, into: &span)
            return value[0]
          }
        })
      border.reportsTouching = false
      return border
    }
  }

  private func isAtBorder(_ piece: Solution) -> Bool {
    piece.status == .event && piece.events.last?.name == Self.borderName
      && piece.events.last?.time == piece.reachedTime
  }

  private mutating func append(_ piece: Solution) {
    let first = solution.count
    solution.append(
      piece, in: chart.map { system.variableMap(from: $0, in: unit) },
      keeping: { $0.name != Self.borderName })
    solution.segments.append(
      ChartSegment(chart: chart?.name, firstRecord: first, piece, start: time))
  }

  private mutating func finish() {
    if let times { solution.order(as: times) }
  }
}

// MARK: - Choice of chart

extension ChartedRun {
  /// The first chart whose rule holds here and in which the point has finite coordinates.
  private func chartHere() throws(IntegrationError) -> Chart? {
    for candidate in system.charts where candidate.name != chart?.name {
      let rule = system.evaluator([candidate.rule]).values(state)[0]
      guard rule > 0, system.coordinates(of: state, in: candidate).allSatisfy(\.isFinite)
      else { continue }
      try check(candidate)
      return candidate
    }
    return nil
  }

  /// The inverse undoes the chart, and its equations say what the model's do, at this point.
  ///
  /// Six digits: a wrong declaration is off by more, rounding in the chain rule by less.
  private func check(_ chart: Chart) throws(IntegrationError) {
    let coordinates = system.coordinates(of: state, in: chart)
    let place =
      "at "
      + zip(system.variables, state).map { "\($0.name) = \($1)" }
      .joined(separator: ", ")
    guard coordinates.allSatisfy(\.isFinite) else {
      throw .unusableChart(
        "the chart \(chart.name) has no coordinates \(place)",
        advice: "start elsewhere, or let charts be chosen", solution)
    }
    let back = system.variableMap(from: chart, in: unit)(coordinates)
    for (index, value) in back.enumerated()
    where !((value - state[index]).magnitude <= 1e-6 * max(1, state[index].magnitude)) {
      throw .unusableChart(
        "the chart \(chart.name) does not undo itself \(place): \(system.variables[index].name) "
          + "comes back as \(value)", advice: "correct its inverse", solution)
    }
    for (name, given, derived) in system.rateDifferences(of: chart, at: coordinates, state, unit)
    where derived.isFinite && (given - derived).magnitude > 1e-6 * max(1, derived.magnitude) {
      throw .unusableChart(
        "the chart \(chart.name) gives \(given) for the rate of \(name) \(place), the model "
          + "\(derived)", advice: "correct its equation", solution)
    }
  }
}
