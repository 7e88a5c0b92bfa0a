import NumericKernel

/// A run over a field with jumps: smooth segments, joined at breakpoints and on switching surfaces.
///
/// On a surface the solution crosses to the other branch if both branches lead across, and slides
/// along it (Filippov) if both lead back to it.
struct PiecewiseRun {
  private let field: any PiecewiseField
  private let interval: (start: Double, end: Double)
  private let observables: Observables
  private let userEvents: [Event]
  private let options: IntegrationOptions
  /// Output times in the direction of the run and their places in the caller's order; nil: all.
  private let schedule: [(time: Double, place: Int)]?
  private var next = 0
  private var branch: Branch
  private var guardian: ChatterGuard
  private var solution: Solution
  private var hasSegments = false
  /// The largest |y| before the segment, when there was one.
  private var sizes: [Double]?

  init(
    _ field: any PiecewiseField, from state: [Double], over interval: (start: Double, end: Double),
    output: OutputPlan, observables: Observables, events: [Event], options: IntegrationOptions,
    sizes: [Double]? = nil
  ) throws(IntegrationError) {
    self.sizes = sizes
    // A run over the whole checks the request, and knows the output times.
    let whole = try IntegrationRun(
      field, from: state, over: interval, output: output, observables: observables, events: events,
      options: options)
    self.field = field
    self.interval = interval
    self.observables = observables
    self.options = options
    userEvents = events
    schedule = whole.schedule
    solution = whole.solution
    solution.times = []
    let h = field.makeSurfaces().values(at: interval.start, state: state.span)
    branch = Branch(sides: h.map { $0 > 0 })
    guardian = ChatterGuard(surfaces: h.count)
  }

  private var isForward: Bool { interval.end >= interval.start }

  /// Runs to the end, the budget, a stop or a failure.
  mutating func execute(_ monitor: (StepReport) -> StepDecision) throws(IntegrationError)
    -> Solution
  {
    var (time, state) = (interval.start, solution.reachedState)
    var isFirst = true
    settle(at: time, state)
    while true {
      let end = field.nextBreakpoint(after: time, toward: interval.end) ?? interval.end
      let part = try segment(from: time, state, to: end, isFirst: isFirst, monitor)
      isFirst = false
      let met = surfacesMet(in: part)
      join(part)
      (time, state) = (part.reachedTime, part.reachedState)
      if !met.isEmpty {
        try switchBranch(met, at: time, state)
      } else if part.status == .completed, time != interval.end {
        settle(at: time, state)
      } else {
        return inCallersOrder()
      }
      if time == interval.end {
        solution.status = .completed
        return inCallersOrder()
      }
    }
  }

  /// One smooth piece, ended by the time given, a surface, or what ends any run.
  private mutating func segment(
    from time: Double, _ state: [Double], to end: Double, isFirst: Bool,
    _ monitor: (StepReport) -> StepDecision
  ) throws(IntegrationError) -> Solution {
    branch.window = window(from: time, to: end)
    let counted = userEvents.map { event in
      event.continuing(
        after: solution.events.filter { $0.name == event.name && $0.isPassage }.count)
    }
    var remaining = options
    remaining.maximumSteps = options.maximumSteps.map { max($0 - solution.statistics.steps, 1) }
    remaining.maximumSeconds = options.maximumSeconds.map {
      max($0 - solution.statistics.wallSeconds, 1e-9)
    }
    let stepsBefore = solution.statistics.steps
    var run = try IntegrationRun(
      BranchField(base: field, branch: branch), from: state, over: (time, end),
      output: plan(from: time, to: end, isFirst: isFirst), observables: observables,
      events: counted + surfaceEvents, options: remaining, sizes: sizes)
    do throws(IntegrationError) {
      try run.execute { report in
        monitor(
          StepReport(time: report.time, step: report.step, steps: stepsBefore + report.steps))
      }
    } catch {
      join(error.solution)
      solution.status = .failed
      throw error.with(inCallersOrder())
    }
    return run.solution
  }

  /// Times of the segment; the first has its start, others only what lies beyond.
  private func plan(from start: Double, to end: Double, isFirst: Bool) -> OutputPlan {
    guard let schedule else { return .everyStep }
    return .times(
      schedule[next...].map(\.time).filter { time in
        let isWithin = isForward ? time <= end : time >= end
        return isWithin && (isFirst || time != start)
      })
  }

  /// The field is looked at from the inside of a segment: at a jump in time it has one side's value.
  private func window(from start: Double, to end: Double) -> ClosedRange<Double> {
    let margins = (start: 256 * start.ulp, end: end == interval.end ? 0 : 256 * end.ulp)
    let sign: Double = isForward ? 1 : -1
    let (a, b) = (start + sign * margins.start, end - sign * margins.end)
    return min(a, b)...max(a, b)
  }
}

// MARK: - Surfaces

extension PiecewiseRun {
  /// Names that no event of a user has.
  private static let prefix = "\u{0}surface "

  /// What ends a segment: a surface met from this side, or the end of sliding.
  private var surfaceEvents: [Event] {
    branch.sides.indices.flatMap { k -> [Event] in
      if branch.sliding == k { return exits(from: k) }
      let direction: Event.Direction = branch.sides[k] ? .falling : .rising
      return [
        Event(Self.prefix + "\(k)", direction: direction, isTerminal: true) { [field, branch] in
          let surfaces = field.makeSurfaces()
          return { time, state in
            let inside = min(max(time, branch.window.lowerBound), branch.window.upperBound)
            return surfaces.values(at: inside, state: state)[k]
          }
        }
      ]
    }
  }

  /// The solution leaves a surface when the branch of one side no longer leads back to it.
  private func exits(from k: Int) -> [Event] {
    [false, true].map { side in
      var beyond = branch
      beyond.sides[k] = side
      beyond.sliding = nil
      return Event(
        Self.prefix + "\(k) \(side)", direction: side == isForward ? .rising : .falling,
        isTerminal: true
      ) { [field, beyond] in
        let surfaces = field.makeSurfaces()
        let evaluator = field.makeEvaluator(on: beyond)
        return { time, state in
          surfaces.speed(
            of: k, at: time, state: state, rate: rate(of: evaluator, at: time, state))
        }
      }
    }
  }

  /// The surfaces a segment ended on, with the side it leaves a sliding one to.
  private func surfacesMet(in part: Solution) -> [(surface: Int, side: Bool?)] {
    guard part.status == .event else { return [] }
    return part.events.compactMap { event in
      guard event.time == part.reachedTime, event.isPassage, event.name.hasPrefix(Self.prefix)
      else { return nil }
      let words = event.name.dropFirst(Self.prefix.count).split(separator: " ")
      return Int(words[0]).map { ($0, words.count > 1 ? words[1] == "true" : nil) }
    }
  }

  /// Puts sides right after a jump in time may have moved a surface past the state.
  private mutating func settle(at time: Double, _ state: [Double]) {
    let inside = time + (isForward ? 1 : -1) * 256 * time.ulp
    let surfaces = field.makeSurfaces()
    let h = surfaces.values(at: inside, state: state.span)
    for k in h.indices where k != branch.sliding {
      if h[k] != 0 {
        branch.sides[k] = h[k] > 0
      } else {
        // On the surface: the side the solution goes to.
        let speed = speed(of: k, at: time, state, on: branch) * (isForward ? 1 : -1)
        if speed != 0 { branch.sides[k] = speed > 0 }
      }
    }
  }

  private mutating func switchBranch(
    _ met: [(surface: Int, side: Bool?)], at time: Double, _ state: [Double]
  ) throws(IntegrationError) {
    for (k, side) in met {
      if let side {
        branch.sliding = nil
        branch.sides[k] = side
        note(k, time, side ? .leavesAbove : .leavesBelow)
        continue
      }
      let onward = branch.crossing([k])
      // Backward in time a branch leads where it came from.
      let sign = (onward.sides[k] ? 1.0 : -1) * (isForward ? 1 : -1)
      if speed(of: k, at: time, state, on: branch) * sign < 0 {
        // Just left and moving away: the sign of h was rounding.
      } else if speed(of: k, at: time, state, on: onward) * sign < 0 {
        if let other = branch.sliding, other != k { throw slidesTwice(other, k, time) }
        branch.sliding = k
        note(k, time, .slides)
      } else {
        branch = onward
        note(k, time, onward.sides[k] ? .rises : .falls)
      }
      if guardian.isChattering(k, at: time) { throw chatters(k, time) }
    }
  }

  private func speed(of k: Int, at time: Double, _ state: [Double], on branch: Branch) -> Double {
    field.makeSurfaces().speed(
      of: k, at: time, state: state.span,
      rate: rate(of: field.makeEvaluator(on: branch), at: time, state.span))
  }

  private mutating func note(_ surface: Int, _ time: Double, _ kind: SwitchRecord.Kind) {
    solution.switches.append(
      SwitchRecord(surface: field.surfaceNames[surface], time: time, kind: kind))
  }

  private mutating func slidesTwice(_ first: Int, _ second: Int, _ time: Double) -> IntegrationError
  {
    let names = field.surfaceNames
    return failed(
      "the solution is held on two switching surfaces at once at t = \(time): "
        + "\(names[first]) = 0 and \(names[second]) = 0",
      advice: "there is no unique way on; make one of the conditions smooth", at: time)
  }

  private mutating func chatters(_ surface: Int, _ time: Double) -> IntegrationError {
    failed(
      "the solution crosses \(field.surfaceNames[surface]) = 0 without end at t = \(time)",
      advice: "make the condition smooth, or give it a width", at: time)
  }

  private mutating func failed(_ message: String, advice: String, at time: Double)
    -> IntegrationError
  {
    solution.status = .failed
    return IntegrationError(
      reason: .solver, message: message, advice: advice, time: time,
      step: solution.statistics.lastStep, variable: nil, solution: inCallersOrder())
  }
}

// MARK: - Records

extension PiecewiseRun {
  /// Adds a segment to what is there, without the events of surfaces.
  private mutating func join(_ part: Solution) {
    if schedule != nil { next += part.count }
    var part = part
    part.events.removeAll { $0.name.hasPrefix(Self.prefix) }
    if !part.largest.isEmpty { sizes = part.largest }
    let switches = solution.switches
    solution = hasSegments ? solution.followed(by: part) : part
    solution.switches = switches
    hasSegments = true
  }

  private func inCallersOrder() -> Solution {
    guard let schedule else { return solution }
    return solution.reordered(places: schedule.prefix(solution.count).map(\.place))
  }
}

/// A field kept to one branch.
private struct BranchField: VectorField {
  let base: any PiecewiseField
  let branch: Branch

  var variableNames: [String] { base.variableNames }
  func makeEvaluator() -> any FieldEvaluator { base.makeEvaluator(on: branch) }
}

private func rate(of evaluator: any FieldEvaluator, at time: Double, _ state: Span<Double>)
  -> [Double]
{
  var rates = [Double](repeating: 0, count: state.count)
  var span = rates.mutableSpan
  guard (try? evaluator.rate(at: time, state: state, into: &span)) != nil else {
    return [Double](repeating: .nan, count: state.count)
  }
  return rates
}

/// Sees when a surface is met over and over within rounding.
private struct ChatterGuard {
  private var recent: [[Double]]

  init(surfaces: Int) { recent = Array(repeating: [], count: surfaces) }

  /// Notes a passage; true once a hundred lie within what time can tell apart.
  mutating func isChattering(_ surface: Int, at time: Double) -> Bool {
    recent[surface] = recent[surface].suffix(99) + [time]
    guard recent[surface].count == 100, let first = recent[surface].first else { return false }
    return (time - first).magnitude < 1e5 * time.ulp
  }
}
