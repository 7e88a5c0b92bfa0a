public import Integration
public import Modeling
import Symbolic

extension System {
  /// Integrates the system from its initial state, with its observables.
  ///
  /// - Parameters:
  ///   - end: the time to reach, in `unit`.
  ///   - unit: slow time τ or fast time t = τ/ε.
  ///   - start: the time of the initial state.
  ///   - output: at which times to record.
  ///   - stream: takes the records as they are made; none are kept in the solution.
  ///   - events: what to look for on the way, beside the model's own events.
  ///   - charts: in which coordinates; those a model declares are changed to by themselves.
  ///   - options: method, accuracy, limits.
  ///   - linearSolver: what solves Newton's matrix of BDF, which `auto` then is, in the model's own
  ///     variables; nil: what its structure suggests.
  ///   - monitor: called after each step; may stop the run.
  /// - Throws: ``IntegrationError`` with all that was computed.
  public func solve(
    until end: Double, in unit: TimeUnit = .slow, from start: Double = 0,
    output: OutputPlan = .everyStep, streamingTo stream: RecordStream? = nil,
    events: [Event] = [], charts: ChartUse = .automatic,
    options: IntegrationOptions = IntegrationOptions(), linearSolver: LinearSolver? = nil,
    monitor: (StepReport) -> StepDecision = { _ in .proceed }
  ) throws(IntegrationError) -> Solution {
    try requireScales(in: unit)
    var options = options
    if linearSolver != nil, options.method == .auto { options.method = .bdf }
    var forced: String?
    if case .only(let name) = charts { forced = name }
    if forced == nil, charts == .none || self.charts.isEmpty || linearSolver != nil {
      return try integrate(
        integrationField(in: unit, linearSolver, options.method), from: initialState,
        over: (start, end), output: output, streamingTo: stream,
        observables: integrationObservables(in: unit),
        events: integrationEvents(in: unit) + events, options: audited(options, in: unit),
        monitor: monitor)
    }
    var run = try ChartedRun(
      self, in: unit, over: (start, end), output: output, events: events, options: options,
      only: forced, stream: stream)
    try run.execute(monitor)
    return run.solution
  }

  /// The model's observables, ready for `integrate`.
  func integrationObservables(in unit: TimeUnit) -> Observables {
    let names = observables.map(\.name)
    if names.isEmpty { return .none }
    return Observables(names) {
      let evaluator = makeObservableEvaluator(in: unit)
      return { time, state, values in evaluator.evaluate(state, time: time, into: &values) }
    }
  }

  /// With what the model declares conserved and nonnegative, unless the caller said it.
  private func audited(_ options: IntegrationOptions, in unit: TimeUnit) -> IntegrationOptions {
    var options = options
    if options.nonnegative.names.isEmpty {
      options.nonnegative = audited(
        nonnegative.map { ($0.formatted(.text, names: symbolNames), $0) }, in: unit)
    }
    if options.conserved.names.isEmpty {
      options.conserved = audited(conserved.map { ($0.name, $0.expression) }, in: unit)
    }
    return options
  }

  /// What the model says of its solutions, held against a run; each a value for the whole system.
  private func audited(_ quantities: [(name: String, expression: Expression)], in unit: TimeUnit)
    -> Observables
  {
    let single = quantities.filter { $0.expression.space == 0 }
    if single.isEmpty { return .none }
    return Observables(single.map(\.name)) {
      let function = makeFunction(of: single.map(\.expression), in: unit)
      return { time, state, values in
        function.evaluate(state, time: time, into: &values)
      }
    }
  }

  /// Slow time is fast time times ε: there is none at ε = 0.
  ///
  /// - Throws: ``IntegrationError``, a wrong request.
  package func requireScales(in unit: TimeUnit) throws(IntegrationError) {
    guard unit == .slow, epsilon == 0, let small = smallParameter else { return }
    throw unfit(
      "\(small.name) = 0: in slow time the equations divide by it; give a value above 0 or take fast "
        + "time; the limit is what the reduced flow and the singular orbit show")
  }

  private func integrationField(
    in unit: TimeUnit, _ solver: LinearSolver?, _ method: IntegrationOptions.Method
  ) throws(IntegrationError) -> SystemField {
    guard let solver else { return field(in: unit) }
    guard method == .bdf || method == .auto else {
      throw unfit("linear solver \(solver.rawValue): only bdf takes one; the method is \(method)")
    }
    do { return try field(in: unit, using: solver) } catch { throw unfit("\(error)") }
  }

  private func unfit(_ message: String) -> IntegrationError {
    .unfit(message, variables: componentNames, state: initialState)
  }
}
