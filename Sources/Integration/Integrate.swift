public import NumericKernel

/// A look at a running integration, once a step.
public struct StepReport: Sendable {
  /// The time reached.
  public let time: Double
  /// The size of the last step.
  public let step: Double
  /// Steps so far.
  public let steps: Int
}

/// What to do after a step.
public enum StepDecision: Sendable {
  /// Go on.
  case proceed
  /// Stop here, keeping what was computed.
  case stop
}

/// Integrates y' = F(t, y).
///
/// - Parameters:
///   - field: F; a compiled model (`system.field(in: .slow)`) or an `ExternalModel`.
///   - state: y at the start, in the order of the field's variables.
///   - interval: start and end; the end may lie before the start.
///   - output: at which times to record. F is never evaluated outside the interval.
///   - stream: takes the records as they are made; none are kept in the solution.
///   - observables: what else to record.
///   - events: what to look for on the way.
///   - options: method, accuracy, limits.
///   - monitor: called after each step; may stop the run.
/// - Throws: ``IntegrationError``; the solution in it holds what was computed.
///
/// Memory: n + observables doubles a record, unless they are streamed. The solver is CVODE (SUNDIALS) or one of our own.
public func integrate(
  _ field: some VectorField, from state: [Double], over interval: (start: Double, end: Double),
  output: OutputPlan = .everyStep, streamingTo stream: RecordStream? = nil,
  observables: Observables = .none, events: [Event] = [],
  options: IntegrationOptions = IntegrationOptions(),
  monitor: (StepReport) -> StepDecision = { _ in .proceed }
) throws(IntegrationError) -> Solution {
  if let field = field as? any PiecewiseField, field.isPiecewise, interval.start != interval.end {
    var run = try PiecewiseRun(
      field, from: state, over: interval, output: output, observables: observables,
      events: events, options: options, stream: stream)
    return try run.execute(monitor)
  }
  var run = try IntegrationRun(
    field, from: state, over: interval, output: output, observables: observables,
    events: events, options: options, stream: stream)
  try run.execute(monitor)
  return run.solution
}
