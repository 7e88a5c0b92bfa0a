import NumericKernel

/// A run over a field with jumps: smooth segments, joined at breakpoints and on switching surfaces.
///
/// On a surface the solution crosses to the other branch if both branches lead across, and slides
/// along it (Filippov) if both lead back to it.
struct PiecewiseRun {
  private let field: any PiecewiseField
  private let surfaces: any SwitchingSurfaces
  private let interval: (start: Double, end: Double)
  private let observables: Observables
  private let userEvents: [Event]
  private let options: IntegrationOptions
  /// Output times in the direction of the run and their places in the caller's order; nil: all.
  private let schedule: [(time: Double, place: Int)]?
  private var branch: Branch
  /// What ends the present segment, beside the caller's events.
  private var passages: [Passage] = []
  private var guardian: ChatterGuard
  private var solution: Solution
  /// How many of the times asked for are recorded.
  private var recorded = 0
  private let stream: RecordStream?
  /// The largest |y| before the segment, when there was one.
  private var sizes: [Double]?

  init(
    _ field: any PiecewiseField, from state: [Double], over interval: (start: Double, end: Double),
    output: OutputPlan, observables: Observables, events: [Event], options: IntegrationOptions,
    sizes: [Double]? = nil, stream: RecordStream? = nil
  ) throws(IntegrationError) {
    self.stream = stream
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
    surfaces = field.makeSurfaces()
    let h = surfaces.values(at: interval.start, state: state.span)
    branch = Branch(sides: h.map { $0 > 0 })
    guardian = ChatterGuard(surfaces: h.count)
  }

  private var isForward: Bool { interval.end >= interval.start }
  private var sign: Double { isForward ? 1 : -1 }

  /// Just after a time, where a jump at it has happened.
  private func inside(_ time: Double) -> Double { time + sign * Branch.margin(at: time) }

  /// Runs to the end, the budget, a stop or a failure.
  mutating func execute(_ monitor: (StepReport) -> StepDecision) throws(IntegrationError)
    -> Solution
  {
    var (time, state) = (interval.start, solution.reachedState)
    settle(at: time, state)
    while true {
      let end = field.nextBreakpoint(after: time, toward: interval.end) ?? interval.end
      let part = try segment(from: time, state, to: end, monitor)
      let met = passagesMet(in: part)
      join(part)
      (time, state) = (part.reachedTime, part.reachedState)
      if !met.isEmpty {
        try switchBranch(met, at: time, state)
      } else if part.status == .completed || part.status == .steady, end != interval.end {
        // At rest, but only until the next jump in time.
        time = end
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
    from time: Double, _ state: [Double], to end: Double,
    _ monitor: (StepReport) -> StepDecision
  ) throws(IntegrationError) -> Solution {
    branch.window = window(from: time, to: end)
    passages = branch.sides.indices.flatMap(passages(of:))
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
      output: plan(from: time, to: end), observables: observables,
      events: counted + passages.indices.map(event(for:)), options: remaining, sizes: sizes,
      stream: stream)
    defer { recorded += run.next }
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
  private func plan(from start: Double, to end: Double) -> OutputPlan {
    guard let schedule else { return .everyStep }
    return .times(
      schedule[recorded...].map(\.time).filter { time in
        let isWithin = isForward ? time <= end : time >= end
        return isWithin && (time != start || start == interval.start)
      })
  }

  /// The field is looked at from the inside of a segment: at a jump in time it has one side's value.
  private func window(from start: Double, to end: Double) -> ClosedRange<Double> {
    let a = inside(start)
    let b = end == interval.end ? end : end - sign * Branch.margin(at: end)
    return min(a, b)...max(a, b)
  }
}

// MARK: - Surfaces

extension PiecewiseRun {
  /// A surface met from the side the solution is on, or the end of sliding along it.
  private struct Passage {
    let surface: Int
    /// The side that sliding ends to; nil for a surface met.
    var exit: Bool?
  }

  /// Names that no event of a caller has.
  private static let prefix = "\u{0}passage "

  private func passages(of surface: Int) -> [Passage] {
    branch.sliding == surface
      ? [false, true].map { Passage(surface: surface, exit: $0) } : [Passage(surface: surface)]
  }

  private func event(for index: Int) -> Event {
    let passage = passages[index]
    let name = Self.prefix + "\(index)"
    if let side = passage.exit { return exit(passage.surface, to: side, name) }
    return Event(
      name, direction: branch.sides[passage.surface] ? .falling : .rising, isTerminal: true
    ) { [field, branch] in
      let surfaces = field.makeSurfaces()
      return { time, state in
        let inside = min(max(time, branch.window.lowerBound), branch.window.upperBound)
        return surfaces.values(at: inside, state: state)[passage.surface]
      }
    }
  }

  /// The solution leaves a surface when the branch of one side no longer leads back to it.
  private func exit(_ surface: Int, to side: Bool, _ name: String) -> Event {
    var beyond = branch
    beyond.sides[surface] = side
    beyond.sliding = nil
    return Event(name, direction: side == isForward ? .rising : .falling, isTerminal: true) {
      [field, beyond] in
      let surfaces = field.makeSurfaces()
      let evaluator = field.makeEvaluator(on: beyond)
      return { time, state in
        surfaces.speed(
          of: surface, at: time, state: state, rate: rate(of: evaluator, at: time, state))
      }
    }
  }

  /// What a segment ended on.
  private func passagesMet(in part: Solution) -> [Passage] {
    guard part.status == .event else { return [] }
    return part.events.compactMap { event in
      guard event.time == part.reachedTime, event.isPassage, event.name.hasPrefix(Self.prefix)
      else { return nil }
      return Int(event.name.dropFirst(Self.prefix.count)).map { passages[$0] }
    }
  }

  /// Puts sides right after a jump in time may have moved a surface past the state.
  private mutating func settle(at time: Double, _ state: [Double]) {
    let h = surfaces.values(at: inside(time), state: state.span)
    for k in h.indices where k != branch.sliding {
      if h[k] != 0 {
        branch.sides[k] = h[k] > 0
      } else {
        // On the surface: the side the solution goes to.
        let speed = speed(of: k, at: time, state, on: branch) * sign
        if speed != 0 { branch.sides[k] = speed > 0 }
      }
    }
  }

  private mutating func switchBranch(
    _ met: [Passage], at time: Double, _ state: [Double]
  ) throws(IntegrationError) {
    for passage in met {
      let k = passage.surface
      if let side = passage.exit {
        branch.sliding = nil
        branch.sides[k] = side
        note(k, time, side ? .leavesAbove : .leavesBelow)
        continue
      }
      let onward = branch.crossing(k)
      // Backward in time a branch leads where it came from.
      let outward = (onward.sides[k] ? 1.0 : -1) * sign
      if speed(of: k, at: time, state, on: branch) * outward < 0 {
        // Just left and moving away: the sign of h was rounding.
      } else if speed(of: k, at: time, state, on: onward) * outward < 0 {
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
    surfaces.speed(
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
    var part = part
    part.events.removeAll { $0.name.hasPrefix(Self.prefix) }
    if !part.largest.isEmpty { sizes = part.largest }
    let switches = solution.switches
    // Before the first step there is nothing to go on from.
    solution = solution.statistics.steps == 0 ? part : solution.followed(by: part)
    solution.switches = switches
  }

  private func inCallersOrder() -> Solution {
    guard let schedule else { return solution }
    return solution.reordered(places: schedule.prefix(solution.count).map(\.place))
  }
}
