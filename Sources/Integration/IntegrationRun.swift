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
  private(set) var solution: Solution

  init(
    _ field: some VectorField, from state: [Double], over interval: (start: Double, end: Double),
    output: OutputPlan, observables: Observables, options: IntegrationOptions
  ) throws(IntegrationError) {
    names = field.variableNames
    evaluator = field.makeEvaluator()
    self.interval = interval
    self.options = options
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
    guard
      var solver = CVODE(
        evaluator: evaluator, from: interval.start, to: interval.end,
        state: solution.reachedState, options: options, tolerances: tolerances)
    else { throw failure(.solver, "CVODE could not be set up") }
    let code = loop(&solver, monitor)
    // A failed step leaves the solver's copy at the last good point.
    solution.reachedTime = solver.time
    solution.reachedState = solver.state
    solution.statistics = solver.statistics
    solution.statistics.wallSeconds = seconds(clock.now - begin)
    if code < 0 { throw failure(code, solver) }
    putInCallersOrder()
  }

  /// Steps until the run is over; returns a negative code if it failed.
  private mutating func loop(_ solver: inout CVODE, _ monitor: (StepReport) -> StepDecision)
    -> Int32
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
      record(solver)
      if code == FS_END_REACHED { return 0 }
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
  private mutating func record(_ solver: borrowing CVODE) {
    guard let schedule else {
      append(solver.time, solver.state)
      return
    }
    let forward = interval.end > interval.start
    while next < schedule.count {
      let time = schedule[next].time
      guard forward ? time <= solver.time : time >= solver.time else { return }
      if time == solver.time {
        append(time, solver.state)
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
private func fastestTimeScale(
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
