import NumericKernel

/// One integration: checked request, output cursor, the loop over steps.
struct IntegrationRun {
  let evaluator: any FieldEvaluator
  let names: [String]
  let interval: (start: Double, end: Double)
  let options: IntegrationOptions
  let tolerances: [Double]
  let observe: Observables.Evaluation
  let observableCount: Int
  /// Where records go instead of into the solution.
  let stream: RecordStream?
  /// Output times in the direction of the run, and for each its place in the caller's order.
  let schedule: [(time: Double, place: Int)]?
  var next = 0
  var search: EventSearch
  var counts: [Int]
  /// Work and changes of method of solvers before the last reset, and the times of resets.
  var earlier = SolverStatistics()
  var earlierChanges: [MethodChange] = []
  var resets: [Double] = []
  /// The largest |y| before the start, when a run is continued.
  private let sizes: [Double]?
  var rest: SteadyStateTest
  var watch: RunWatch
  var sampler: CurveSampler
  var solution: Solution

  init(
    _ field: some VectorField, from state: [Double], over interval: (start: Double, end: Double),
    output: OutputPlan, observables: Observables, events: [Event], options: IntegrationOptions,
    sizes: [Double]? = nil, stream: RecordStream? = nil
  ) throws(IntegrationError) {
    self.stream = stream
    names = field.variableNames
    evaluator = field.makeEvaluator()
    self.interval = interval
    search = EventSearch(events)
    counts = [Int](repeating: 0, count: events.count)
    observe = observables.makeEvaluation()
    observableCount = observables.names.count
    solution = Solution(
      variables: names, observables: observables.names, start: interval.start, state: state)
    let check = RequestCheck(
      names: names, state: state, interval: interval, output: output, options: options,
      isSplit: (evaluator as? any SplitFieldEvaluator)?.isSplit ?? false,
      integrals: field.integralNames)
    if let problem = check.firstProblem() {
      throw IntegrationError.badRequest(problem.message, problem.advice, solution)
    }
    tolerances = check.tolerances
    let startsAtNothing = state.allSatisfy { $0 == 0 } && tolerances.contains { $0 < 0 }
    self.sizes =
      sizes
      ?? (startsAtNothing
        ? startingSizes(of: evaluator, over: interval, dimension: names.count) : nil)
    sampler = CurveSampler(from: state)
    if options.keepsCurve { solution.between = CurvePoints() }
    rest = SteadyStateTest(
      evaluator: evaluator, relativeTolerance: options.relativeTolerance, tolerances: tolerances,
      interval: interval)
    watch = RunWatch(
      names: names, evaluator: evaluator, start: interval.start, state: state,
      tolerances: tolerances, options: options, knowsJumps: field is any PiecewiseField)
    let fastest = { [evaluator] in
      fastestTimeScale(of: evaluator, at: interval.start, state: state, names: check.names)
    }
    schedule = output.times(over: interval, fastest: fastest).map { times in
      let order = times.enumerated().map { (time: $0.element, place: $0.offset) }
      let forward = interval.end >= interval.start
      return order.sorted { forward ? $0.time < $1.time : $0.time > $1.time }
    }
    let looksWithin = schedule?.contains { $0.time != interval.start && $0.time != interval.end }
    var own = options
    own.controlsInterpolant =
      looksWithin ?? false || options.keepsInterpolant || !events.isEmpty
    self.options = own
  }

  /// Runs to the end, the budget, a stop or a failure.
  mutating func execute(_ monitor: (StepReport) -> StepDecision) throws(IntegrationError) {
    switch options.method {
    case .bdf, .adams: try execute(with: CVODE.self, monitor)
    case .rosenbrock, .radau, .erk: try execute(with: OneStep.self, monitor)
    case .imex, .mri: try execute(with: ARKODE.self, monitor)
    case .auto: try execute(with: Automatic.self, monitor)
    }
  }

  private mutating func execute<Solver: StepSolver & ~Copyable>(
    with: Solver.Type, _ monitor: (StepReport) -> StepDecision
  ) throws(IntegrationError) {
    if var solver: Solver = try begin() { try proceed(&solver, monitor) }
    putInCallersOrder()
  }

  /// Records the start and sets the solver up; nil if there is nothing to step over.
  mutating func begin<Solver: StepSolver & ~Copyable>() throws(IntegrationError) -> Solver? {
    stream?.begin(
      variables: names, observables: solution.observableNames, at: interval.start,
      solution.reachedState)
    recordStart()
    if interval.start == interval.end || names.isEmpty {
      finishWithoutSteps()
      try finishStream()
      return nil
    }
    if let fault = evaluator.explainNonFinite(at: interval.start, state: solution.reachedState) {
      throw failure(.nonFiniteRate, "at the start, \(fault)", variable: fault.variable)
    }
    do {
      for hit in try search.start(at: interval.start, solution.reachedState) {
        note(hit, solution.reachedState)
      }
    } catch { throw failure(error) }
    let made: Solver? = makeSolver(from: interval.start, solution.reachedState, largest: sizes)
    guard let made else { throw failure(.solver, "the solver could not be set up") }
    return made
  }

  /// Steps on until the run is over, paused or out of budget.
  ///
  /// - Parameter pause: a time to stop beyond, between steps; nil: none.
  mutating func proceed<Solver: StepSolver & ~Copyable>(
    _ solver: inout Solver, until pause: Double? = nil, _ monitor: (StepReport) -> StepDecision
  ) throws(IntegrationError) {
    let begin = ContinuousClock.now
    solution.status = .completed
    let code: Int32
    defer { watch.close(&solution) }
    do { code = try loop(&solver, until: pause, monitor) } catch {
      solution.reachedTime = solver.time
      solution.reachedState = solver.state
      throw failure(error)
    }
    close(solver, since: begin)
    if code < 0 { throw failure(code, solver) }
    try finishStream()
  }

  /// The last records reach their place whatever becomes of the run.
  private mutating func finishStream() throws(IntegrationError) {
    stream?.flush()
    guard let fault = stream?.fault else { return }
    // A sentence within a sentence.
    let words = "\(fault)"
    let reason = words.hasSuffix(".") ? String(words.dropLast()) : words
    throw failure(
      .stream, "records cannot be passed on at \(place): \(reason)",
      advice: "blocks passed on before are safe; make room, or record less")
  }

  /// What solved Newton's matrix; only BDF makes use of its structure.
  private var linearSolver: String {
    switch options.method {
    case .adams, .erk: return ""
    case .rosenbrock, .radau, .imex, .mri: return "dense"
    case .auto where solution.statistics.factorisations == 0: return ""
    case .bdf, .auto:
      if evaluator is any KrylovFieldEvaluator { return "krylov" }
      return (evaluator as? any StructuredFieldEvaluator)?.structureName ?? "dense"
    }
  }

  /// Brings the solution up to date with the solver.
  private mutating func close<Solver: StepSolver & ~Copyable>(
    _ solver: borrowing Solver, since begin: ContinuousClock.Instant
  ) {
    if solution.status != .event, solution.status != .accumulation {
      // A failed step leaves the solver's copy at the last good point.
      solution.reachedTime = solution.restsSince == nil ? solver.time : interval.end
      solution.reachedState = solver.state
    }
    let before = solution.statistics.wallSeconds
    solution.statistics = solver.statistics
    solution.statistics.add(earlier)
    solution.statistics.linearSolver = linearSolver
    if options.method == .auto { solution.methodChanges = earlierChanges + solver.changes }
    solution.statistics.wallSeconds = before + (ContinuousClock.now - begin) / .seconds(1)
    solution.largest = solver.largest
  }

  /// Steps until the run is over; returns a negative code if it failed.
  private mutating func loop<Solver: StepSolver & ~Copyable>(
    _ solver: inout Solver, until pause: Double?, _ monitor: (StepReport) -> StepDecision
  ) throws(EventSearch.NonFinite) -> Int32 {
    var budget = Budget(options)
    while true {
      if let status = budget.exceeded ?? pauseStatus(solver.time, pause) {
        solution.status = status
        return 0
      }
      let previous = solver.time
      let code = solver.step()
      if code < 0 { return code }
      budget.steps += 1
      switch try handleStep(&solver, from: previous) {
      case .none, .restarted: break
      case .ended: return 0
      case .lost: return stepUnderflowCode
      }
      // After a reset the solver's time is the event's, whatever the step before had reached.
      if solver.time == interval.end { return 0 }
      let report = StepReport(
        time: solver.time, step: solver.time - previous, steps: budget.steps)
      if comesToRest(solver, report) { return 0 }
      if stream?.fault != nil { return 0 }
      if monitor(report) == .stop {
        solution.status = .interrupted
        return 0
      }
    }
  }

  private func pauseStatus(_ time: Double, _ pause: Double?) -> Solution.Status? {
    guard let pause else { return nil }
    let isBeyond = interval.end > interval.start ? time >= pause : time <= pause
    return isBeyond ? .paused : nil
  }

  /// Records the step just taken, and what happened within it.
  private mutating func handleStep<Solver: StepSolver & ~Copyable>(
    _ solver: inout Solver, from previous: Double
  ) throws(EventSearch.NonFinite) -> EventEffect {
    let effect = search.events.isEmpty ? .none : try handleEvents(&solver, from: previous)
    if effect == .none { record(solver, until: solver.time, solver.state) }
    return effect
  }
}

/// What a run may spend.
private struct Budget {
  var steps = 0
  private let maximumSteps: Int?
  private let deadline: ContinuousClock.Instant?

  init(_ options: IntegrationOptions) {
    maximumSteps = options.maximumSteps
    deadline = options.maximumSeconds.map { ContinuousClock.now + .seconds($0) }
  }

  /// How the run ends if nothing is left.
  var exceeded: Solution.Status? {
    if let maximumSteps, steps >= maximumSteps { return .stepLimit }
    if let deadline, ContinuousClock.now >= deadline { return .timeLimit }
    return nil
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
