import NumericKernel

extension IntegrationRun {
  mutating func recordStart() {
    guard let schedule else {
      append(interval.start, solution.reachedState)
      return
    }
    while next < schedule.count, schedule[next].time == interval.start {
      append(interval.start, solution.reachedState)
      next += 1
    }
  }

  mutating func finishWithoutSteps() {
    solution.reachedTime = interval.end
    guard let schedule else { return }
    while next < schedule.count {
      append(schedule[next].time, solution.reachedState)
      next += 1
    }
  }

  /// Records what was asked for within the step just taken.
  mutating func record<Solver: StepSolver & ~Copyable>(
    _ solver: borrowing Solver, until limit: Double, _ state: [Double]
  ) {
    watch.observe(solver, until: limit, state)
    guard let schedule else {
      if options.keepsCurve { appendCurve(solver, until: limit, state) }
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

  /// The observables at a state.
  private func observed(_ time: Double, _ state: [Double]) -> [Double] {
    var values = [Double](repeating: 0, count: observableCount)
    if observableCount > 0 {
      var span = values.mutableSpan
      observe(time, state.span, &span)
    }
    return values
  }

  /// Points of the interpolant since the last record, where the solution moved visibly.
  private mutating func appendCurve<Solver: StepSolver & ~Copyable>(
    _ solver: borrowing Solver, until limit: Double, _ state: [Double]
  ) {
    // Records that are streamed are not here, and are too many to need points between them.
    guard let start = solution.times.last else { return }
    let before = solution.stateValues.suffix(state.count)
    for time in sampler.times(from: start, before, to: limit, state) {
      var within = state
      guard solver.interpolate(at: time, into: &within) else { continue }
      let values = observed(time, within)
      solution.between?.append(time, within, values)
    }
  }

  mutating func append(_ time: Double, _ state: [Double]) {
    let values = observed(time, state)
    if let stream { return stream.append(time, state, values) }
    solution.times.append(time)
    solution.stateValues += state
    solution.observableValues += values
  }

  /// The solution so far with its records in the caller's order.
  var ordered: Solution {
    var run = self
    run.putInCallersOrder()
    return run.solution
  }

  /// Records were made in the direction of the run; the caller may have asked in another order.
  mutating func putInCallersOrder() {
    guard let schedule else { return }
    solution = solution.reordered(places: schedule.prefix(solution.count).map(\.place))
  }
}
