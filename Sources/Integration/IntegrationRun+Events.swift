import NumericKernel

extension IntegrationRun {
  enum EventEffect {
    case none
    case ended
    case restarted
    /// No solver could be made after a reset.
    case lost
  }

  /// Looks for events within the step just taken and does what they ask.
  mutating func handleEvents<Solver: StepSolver & ~Copyable>(
    _ solver: inout Solver, from start: Double
  ) throws(EventSearch.NonFinite) -> EventEffect {
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

  mutating func note(_ hit: EventSearch.Hit, _ state: [Double]) {
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
  private mutating func restart<Solver: StepSolver & ~Copyable>(
    _ solver: inout Solver, at time: Double, _ state: [Double], _ index: Int
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
    earlierChanges += solver.changes
    if time == interval.end { return finish(.completed, time, changed) }
    guard let next: Solver = makeSolver(from: time, changed, largest: solver.largest) else {
      return .lost
    }
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

  func makeSolver<Solver: StepSolver & ~Copyable>(
    from time: Double, _ state: [Double], largest: [Double]? = nil
  ) -> Solver? {
    Solver(
      evaluator: evaluator, from: time, to: interval.end, state: state, options: options,
      tolerances: tolerances, largest: largest)
  }

  mutating func failure(_ fault: EventSearch.NonFinite) -> IntegrationError {
    failure(
      .nonFiniteEvent,
      "the event \(fault.name) gives \(fault.value.isNaN ? .nan : fault.value) at t = \(fault.time)",
      advice: "its function must be finite wherever the solution goes")
  }
}
