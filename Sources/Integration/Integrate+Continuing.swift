public import NumericKernel

/// Goes on with a run that ended before its time: a budget was used up, it was interrupted, or a
/// later end is wanted.
///
/// The records, events and statistics of both parts come in one solution. The method starts anew at
/// order 1 from the state reached, since the solver's history is not kept: the result agrees with
/// an uninterrupted run to the tolerance, not to the last bit. Passages of events are counted from
/// the continuation on.
///
/// - Parameters:
///   - field: F, as before.
///   - partial: what was computed before.
///   - end: the time to reach.
///   - output: which times of this part to record.
///   - stream: takes the records of this part; none of them are kept in the solution.
///   - observables: what else to record, as before.
///   - events: what to look for on the way.
///   - options: method, accuracy, limits.
///   - monitor: called after each step; may stop the run.
/// - Throws: ``IntegrationError``; the solution in it holds both parts.
public func integrate(
  _ field: some VectorField, continuing partial: Solution, until end: Double,
  output: OutputPlan = .everyStep, streamingTo stream: RecordStream? = nil,
  observables: Observables = .none, events: [Event] = [],
  options: IntegrationOptions = IntegrationOptions(),
  monitor: (StepReport) -> StepDecision = { _ in .proceed }
) throws(IntegrationError) -> Solution {
  let sizes = partial.largest.isEmpty ? nil : partial.largest
  if let field = field as? any PiecewiseField, field.isPiecewise, partial.reachedTime != end {
    var run = try PiecewiseRun(
      field, from: partial.reachedState, over: (partial.reachedTime, end), output: output,
      observables: observables, events: events, options: options, sizes: sizes, stream: stream)
    do { return partial.followed(by: try run.execute(monitor)) } catch {
      throw error.with(partial.followed(by: error.solution))
    }
  }
  var run = try IntegrationRun(
    field, from: partial.reachedState, over: (partial.reachedTime, end), output: output,
    observables: observables, events: events, options: options,
    sizes: sizes, stream: stream)
  do { try run.execute(monitor) } catch {
    throw error.with(partial.followed(by: error.solution))
  }
  return partial.followed(by: run.solution)
}
