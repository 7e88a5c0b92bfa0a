import CSundials
import NumericKernel

/// One integration: checked request, output cursor, the loop over steps.
struct IntegrationRun {
  private let evaluator: any FieldEvaluator
  private let names: [String]
  private let interval: (start: Double, end: Double)
  private let options: IntegrationOptions
  private let tolerances: [Double]
  private let observe: Observables.Evaluation
  private let observableCount: Int
  /// Output times in the direction of the run, and for each its place in the caller's order.
  private let schedule: [(time: Double, place: Int)]?
  private var next = 0
  private var search: EventSearch
  private var counts: [Int]
  /// Work of solvers before the last reset, and the times of resets.
  private var earlier = SolverStatistics()
  private var resets: [Double] = []
  private(set) var solution: Solution

  init(
    _ field: some VectorField, from state: [Double], over interval: (start: Double, end: Double),
    output: OutputPlan, observables: Observables, events: [Event], options: IntegrationOptions
  ) throws(IntegrationError) {
    names = field.variableNames
    evaluator = field.makeEvaluator()
    self.interval = interval
    self.options = options
    search = EventSearch(events)
    counts = [Int](repeating: 0, count: events.count)
    observe = observables.makeEvaluation()
    observableCount = observables.names.count
    solution = Solution(
      variables: names, observables: observables.names, start: interval.start, state: state)
    let check = RequestCheck(
      names: names, state: state, interval: interval, output: output, options: options)
    if let problem = check.firstProblem() {
      throw IntegrationError.badRequest(problem.message, problem.advice, solution)
    }
    tolerances = check.tolerances
    let fastest = { [evaluator] in
      fastestTimeScale(of: evaluator, at: interval.start, state: state, names: check.names)
    }
    schedule = output.times(over: interval, fastest: fastest).map { times in
      let order = times.enumerated().map { (time: $0.element, place: $0.offset) }
      let forward = interval.end >= interval.start
      return order.sorted { forward ? $0.time < $1.time : $0.time > $1.time }
    }
  }

  /// Runs to the end, the budget, a stop or a failure.
  mutating func execute(_ monitor: (StepReport) -> StepDecision) throws(IntegrationError) {
    let clock = ContinuousClock()
    let begin = clock.now
    recordStart()
    if interval.start == interval.end || names.isEmpty { return finishWithoutSteps() }
    if let fault = evaluator.explainNonFinite(at: interval.start, state: solution.reachedState) {
      throw failure(.nonFiniteRate, "at the start, \(fault)", variable: fault.variable)
    }
    do {
      for hit in try search.start(at: interval.start, solution.reachedState) {
        note(hit, solution.reachedState)
      }
    } catch { throw failure(error) }
    guard var solver = makeSolver(from: interval.start, solution.reachedState) else {
      throw failure(.solver, "CVODE could not be set up")
    }
    let code: Int32
    do { code = try loop(&solver, monitor) } catch {
      solution.reachedTime = solver.time
      solution.reachedState = solver.state
      throw failure(error)
    }
    if solution.status != .event, solution.status != .accumulation {
      // A failed step leaves the solver's copy at the last good point.
      solution.reachedTime = solver.time
      solution.reachedState = solver.state
    }
    solution.statistics = solver.statistics
    solution.statistics.add(earlier)
    solution.statistics.wallSeconds = seconds(clock.now - begin)
    if code < 0 { throw failure(code, solver) }
    putInCallersOrder()
  }

  /// Steps until the run is over; returns a negative code if it failed.
  private mutating func loop(_ solver: inout CVODE, _ monitor: (StepReport) -> StepDecision)
    throws(EventSearch.NonFinite) -> Int32
  {
    var steps = 0
    while true {
      if let limit = options.maximumSteps, steps >= limit {
        solution.status = .stepLimit
        return 0
      }
      let previous = solver.time
      let code = solver.step()
      if code < 0 { return code }
      if solver.time == previous { return stepUnderflowCode }
      steps += 1
      if !search.events.isEmpty {
        switch try handleEvents(&solver, from: previous) {
        case .none: record(solver, until: solver.time, solver.state)
        case .ended: return 0
        case .restarted: break
        case .lost: return stepUnderflowCode
        }
      } else {
        record(solver, until: solver.time, solver.state)
      }
      // After a reset the solver's time is the event's, whatever the step before had reached.
      if solver.time == interval.end { return 0 }
      let report = StepReport(time: solver.time, step: solver.time - previous, steps: steps)
      if monitor(report) == .stop {
        solution.status = .interrupted
        return 0
      }
    }
  }
}

// MARK: - What failure messages need

extension IntegrationRun {
  var variableNames: [String] { names }

  func variableName(_ index: Int) -> String { names[index] }

  func explain(_ time: Double, _ state: [Double]) -> NonFiniteRate? {
    evaluator.explainNonFinite(at: time, state: state)
  }

  /// Closes the books on a failed run, so that its error carries a whole solution.
  mutating func markFailed() {
    solution.status = .failed
    putInCallersOrder()
  }
}

// MARK: - Events

extension IntegrationRun {
  private enum EventEffect {
    case none
    case ended
    case restarted
    /// No solver could be made after a reset.
    case lost
  }

  /// Looks for events within the step just taken and does what they ask.
  private mutating func handleEvents(_ solver: inout CVODE, from start: Double)
    throws(EventSearch.NonFinite) -> EventEffect
  {
    let end = solver.time
    let hits = try search.search(from: start, to: end) { time in
      var state = solver.state
      if time != end { _ = solver.interpolate(at: time, into: &state) }
      return state
    }
    for (position, hit) in hits.enumerated() where !isKnown(hit, step: end - start) {
      var state = solver.state
      if hit.time != end { _ = solver.interpolate(at: hit.time, into: &state) }
      note(hit, state)
      guard hit.kind == .rising || hit.kind == .falling else { continue }
      counts[hit.event] += 1
      let event = search.events[hit.event]
      let ends = event.lastCount.map { counts[hit.event] >= $0 } ?? false
      guard ends || event.reset != nil else { continue }
      // What else happens at the very same time is noted before the run goes another way.
      for other in hits[(position + 1)...] where other.time == hit.time { note(other, state) }
      record(solver, until: hit.time, state)
      if ends { return finish(.event, hit.time, state) }
      return try restart(&solver, at: hit.time, state, hit.event)
    }
    return .none
  }

  /// Whether a touching zero was already seen from the step before.
  private func isKnown(_ hit: EventSearch.Hit, step: Double) -> Bool {
    hit.kind == .touching
      && solution.events.contains {
        $0.kind == .touching && $0.name == search.events[hit.event].name
          && ($0.time - hit.time).magnitude < 1e-3 * step.magnitude
      }
  }

  private mutating func note(_ hit: EventSearch.Hit, _ state: [Double]) {
    solution.events.append(
      EventRecord(
        name: search.events[hit.event].name, time: hit.time, state: state, kind: hit.kind))
  }

  private mutating func finish(_ status: Solution.Status, _ time: Double, _ state: [Double])
    -> EventEffect
  {
    solution.status = status
    solution.reachedTime = time
    solution.reachedState = state
    return .ended
  }

  /// Applies a reset and starts the solver anew; both states are recorded at every step.
  private mutating func restart(
    _ solver: inout CVODE, at time: Double, _ state: [Double], _ index: Int
  ) throws(EventSearch.NonFinite) -> EventEffect {
    var changed = state
    var span = changed.mutableSpan
    search.events[index].reset?(time, &span)
    resets.append(time)
    if accumulates { return finish(.accumulation, time, changed) }
    if schedule == nil { append(time, changed) }
    _ = try search.start(at: time, changed)
    try leaveZero(of: index, at: time, changed, lastStep: solver.statistics.lastStep)
    earlier.add(solver.statistics)
    if time == interval.end { return finish(.completed, time, changed) }
    guard let next = makeSolver(from: time, changed, largest: solver.largest) else { return .lost }
    solver = next
    return .restarted
  }

  private mutating func leaveZero(
    of event: Int, at time: Double, _ state: [Double], lastStep: Double
  ) throws(EventSearch.NonFinite) {
    var rates = [Double](repeating: 0, count: state.count)
    var span = rates.mutableSpan
    guard (try? evaluator.rate(at: time, state: state.span, into: &span)) != nil else { return }
    let gap = resets.count > 1 ? resets[resets.count - 1] - resets[resets.count - 2] : lastStep
    let shortest = gap == 0 || gap.magnitude > lastStep.magnitude ? lastStep : gap
    try search.leave(event, at: time, state, rate: rates, span: 1e-3 * shortest)
  }

  /// Ten resets in a row at distances that shrink in proportion, so that the time left before
  /// their limit is below what the tolerance lets one resolve.
  private var accumulates: Bool {
    let recent = Array(resets.suffix(11))
    guard recent.count == 11 else { return false }
    let gaps = zip(recent, recent.dropFirst()).map { ($1 - $0).magnitude }
    let ratios = zip(gaps, gaps.dropFirst()).map { $1 / $0 }
    guard let last = gaps.last, let ratio = ratios.max(), !(ratio >= 0.95) else { return false }
    // A geometric series: what is left after a gap is gap · r/(1 − r).
    let left = last * ratio / (1 - ratio)
    return left < 1e3 * options.relativeTolerance * (recent[10] - resets[0]).magnitude
  }

  private func makeSolver(from time: Double, _ state: [Double], largest: [Double]? = nil)
    -> CVODE?
  {
    CVODE(
      evaluator: evaluator, from: time, to: interval.end, state: state, options: options,
      tolerances: tolerances, largest: largest)
  }

  private mutating func failure(_ fault: EventSearch.NonFinite) -> IntegrationError {
    failure(
      .nonFiniteEvent,
      "the event \(fault.name) gives \(fault.value.isNaN ? .nan : fault.value) at t = \(fault.time)",
      advice: "its function must be finite wherever the solution goes")
  }
}

// MARK: - Records

extension IntegrationRun {
  private mutating func recordStart() {
    guard let schedule else {
      append(interval.start, solution.reachedState)
      return
    }
    while next < schedule.count, schedule[next].time == interval.start {
      append(interval.start, solution.reachedState)
      next += 1
    }
  }

  private mutating func finishWithoutSteps() {
    solution.reachedTime = interval.end
    guard let schedule else { return }
    while next < schedule.count {
      append(schedule[next].time, solution.reachedState)
      next += 1
    }
    putInCallersOrder()
  }

  /// Records what was asked for within the step just taken.
  private mutating func record(_ solver: borrowing CVODE, until limit: Double, _ state: [Double]) {
    guard let schedule else {
      append(limit, state)
      return
    }
    let forward = interval.end > interval.start
    while next < schedule.count {
      let time = schedule[next].time
      guard forward ? time <= limit : time >= limit else { return }
      if time == limit {
        append(time, state)
      } else {
        var interpolated = solution.reachedState
        if solver.interpolate(at: time, into: &interpolated) { append(time, interpolated) }
      }
      next += 1
    }
  }

  private mutating func append(_ time: Double, _ state: [Double]) {
    solution.times.append(time)
    solution.stateValues += state
    guard observableCount > 0 else { return }
    var values = [Double](repeating: 0, count: observableCount)
    var span = values.mutableSpan
    observe(time, state.span, &span)
    solution.observableValues += values
  }

  /// Records were made in the direction of the run; the caller may have asked in another order.
  private mutating func putInCallersOrder() {
    guard let schedule else { return }
    let done = schedule.prefix(solution.count).enumerated().sorted {
      $0.element.place < $1.element.place
    }
    let order = done.map(\.offset)
    if order == Array(order.indices) { return }
    let (n, m) = (names.count, observableCount)
    let old = solution
    solution.times = order.map { old.times[$0] }
    solution.stateValues = order.flatMap { old.stateValues[($0 * n)..<(($0 + 1) * n)] }
    solution.observableValues = order.flatMap { old.observableValues[($0 * m)..<(($0 + 1) * m)] }
  }

  private func seconds(_ duration: Duration) -> Double {
    let (seconds, attoseconds) = duration.components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }
}

/// 1/‖∂F/∂y‖∞ at a state: a bound on the fastest time scale; a millionth of |t| without Jacobian.
func fastestTimeScale(
  of evaluator: any FieldEvaluator, at time: Double, state: [Double], names: [String]
) -> Double {
  guard evaluator.hasJacobian, !state.isEmpty else { return 0 }
  let n = state.count
  var matrix = [Double](repeating: 0, count: n * n)
  var span = matrix.mutableSpan
  do { try evaluator.jacobian(at: time, state: state.span, into: &span) } catch { return 0 }
  let rows = (0..<n).map { i in (0..<n).reduce(0) { $0 + matrix[i + $1 * n].magnitude } }
  let largest = rows.max() ?? 0
  return largest.isFinite && largest > 0 ? 1 / largest : 0
}
