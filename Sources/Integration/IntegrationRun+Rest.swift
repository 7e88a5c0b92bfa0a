import NumericKernel

extension IntegrationRun {
  /// Whether the run ends after a step because the solution is at rest.
  mutating func comesToRest<Solver: StepSolver & ~Copyable>(
    _ solver: borrowing Solver, _ report: StepReport
  ) -> Bool {
    guard looksForRest(after: report.steps, at: report.time),
      rest.isAtRest(
        after: report.steps, at: report.time, solver.state, step: report.step,
        largest: solver.largest)
    else { return false }
    if options.stopsAtSteadyState {
      solution.status = .steady
    } else {
      stayAtRest(from: report.time, solver.state)
    }
    return true
  }

  /// On request after every step; else now and then while the end is far, since steps at rest on a
  /// long horizon only follow rounding.
  private func looksForRest(after steps: Int, at time: Double) -> Bool {
    if options.stopsAtSteadyState { return true }
    return steps % 500 == 0 && names.count <= SteadyStateTest.largestDimension
      && search.events.isEmpty
      && (interval.end - time).magnitude > 100 * (time - interval.start).magnitude
  }

  /// The solution stays where it is: what is left to record is this state.
  private mutating func stayAtRest(from time: Double, _ state: [Double]) {
    solution.restsSince = time
    guard let schedule else { return append(interval.end, state) }
    for (time, _) in schedule[next...] { append(time, state) }
    next = schedule.count
    next = schedule.count
  }
}
