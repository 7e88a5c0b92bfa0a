public import NumericKernel

/// A run that can pause and go on with the solver's memory: order, step and history are kept, so a
/// run in ten pieces equals the run in one to the last bit.
///
/// ```swift
/// let run = try Integrator(field, from: y0, over: (0, 100))
/// let early = try run.advance(to: 10)   // looked at, saved, shown
/// let whole = try run.advance()
/// ```
///
/// A model with breakpoints or switching surfaces is refused: use
/// ``integrate(_:continuing:until:output:streamingTo:observables:events:options:monitor:)``.
public final class Integrator {
  private let live: any LiveRun

  /// Prepares a run; the parameters are those of
  /// ``integrate(_:from:over:output:streamingTo:observables:events:options:monitor:)``.
  ///
  /// A budget in `options` holds for each ``advance(to:monitor:)``.
  /// - Throws: ``IntegrationError`` for a request that is wrong or a start that fails.
  public init(
    _ field: some VectorField, from state: [Double], over interval: (start: Double, end: Double),
    output: OutputPlan = .everyStep, observables: Observables = .none, events: [Event] = [],
    options: IntegrationOptions = IntegrationOptions(), streamingTo stream: RecordStream? = nil
  ) throws(IntegrationError) {
    let run = try IntegrationRun(
      field, from: state, over: interval, output: output, observables: observables,
      events: events, options: options, stream: stream)
    if let field = field as? any PiecewiseField, field.isPiecewise {
      throw .badRequest(
        "a run to pause over equations that jump",
        "run it in one, or go on from a finished part", run.solution)
    }
    switch run.options.method {
    case .bdf, .adams: live = try Live<CVODE>(run)
    case .rosenbrock, .radau, .erk: live = try Live<OneStep>(run)
    case .imex, .mri: live = try Live<ARKODE>(run)
    case .auto: live = try Live<Automatic>(run)
    }
  }

  /// Steps on until a step ends at or beyond a time, or to the end.
  ///
  /// - Parameters:
  ///   - time: nil: the end of the run.
  ///   - monitor: called after each step; may stop the run.
  /// - Returns: all that was computed so far.
  /// - Throws: ``IntegrationError``; the run cannot go on after it.
  public func advance(
    to time: Double? = nil, monitor: (StepReport) -> StepDecision = { _ in .proceed }
  ) throws(IntegrationError) -> Solution {
    try live.advance(to: time, monitor)
  }
}

private protocol LiveRun: AnyObject {
  func advance(to time: Double?, _ monitor: (StepReport) -> StepDecision) throws(IntegrationError)
    -> Solution
}

private final class Live<Solver: StepSolver & ~Copyable>: LiveRun {
  private var run: IntegrationRun
  private var solver: Solver?
  private var isOver = false

  init(_ run: IntegrationRun) throws(IntegrationError) {
    var run = run
    solver = try run.begin()
    self.run = run
  }

  func advance(to time: Double?, _ monitor: (StepReport) -> StepDecision)
    throws(IntegrationError) -> Solution
  {
    if isOver { return run.ordered }
    do { try solver?.proceed(with: &run, until: time, monitor) } catch {
      isOver = true
      throw error
    }
    let goesOn: [Solution.Status] = [.paused, .interrupted, .stepLimit, .timeLimit]
    isOver = !goesOn.contains(run.solution.status)
    return run.ordered
  }
}

extension StepSolver where Self: ~Copyable {
  fileprivate mutating func proceed(
    with run: inout IntegrationRun, until time: Double?, _ monitor: (StepReport) -> StepDecision
  ) throws(IntegrationError) {
    try run.proceed(&self, until: time, monitor)
  }
}
