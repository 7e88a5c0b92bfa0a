import NumericKernel

/// A step, or the part of one up to an event.
struct Stretch {
  let begin: Double
  let end: Double
  /// Much may have happened within.
  let isLong: Bool
}

/// What accompanies a run beside its records: audits, the interpolant, the account of steps.
struct RunWatch {
  private var audits: RunAudits
  private var interpolant: ContinuousSolution?
  private var log: StepLog?
  private var reached: Double

  init(
    names: [String], evaluator: any FieldEvaluator, start: Double, state: [Double],
    tolerances: [Double], options: IntegrationOptions, knowsJumps: Bool
  ) {
    audits = RunAudits(
      names: names, evaluator: evaluator, start: start, state: state, tolerances: tolerances,
      options: options, knowsJumps: knowsJumps)
    audits.observe(Stretch(begin: start, end: start, isLong: false), state) { _ in state }
    if options.keepsInterpolant {
      interpolant = ContinuousSolution(
        from: start, dimension: state.count, mostBytes: options.interpolantBytes)
    }
    if options.logsSteps {
      log = StepLog(from: start, state, relativeTolerance: options.relativeTolerance)
    }
    reached = start
  }

  /// Looks at the step just taken, up to a limit within it.
  mutating func observe<Solver: StepSolver & ~Copyable>(
    _ solver: borrowing Solver, until limit: Double, _ state: [Double]
  ) {
    let stretch = Stretch(begin: reached, end: limit, isLong: solver.takesLongSteps)
    audits.observe(stretch, state) { time in
      var between = state
      return solver.interpolate(at: time, into: &between) ? between : state
    }
    interpolant?.append(solver, to: limit)
    log?.append(solver, to: limit, state)
    reached = limit
  }

  /// Hands over what was gathered.
  func close(_ solution: inout Solution) {
    var audits = audits
    solution.suspicions = audits.close(at: reached)
    solution.interpolant = interpolant
    solution.stepLog = log
  }
}
