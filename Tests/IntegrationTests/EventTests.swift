import Integration
import NumericKernel
import RealModule
import Testing

/// y' = 1: y is the time since the start.
private let clock = ExternalModel(
  variables: ["y"], jacobian: { _, _, m in m[0] = 0 }, rate: { _, _, rate in rate[0] = 1 })

/// A ball under gravity 9.81.
private let ball = ExternalModel(
  variables: ["height", "velocity"],
  jacobian: { _, _, m in
    for k in 0..<4 { m[k] = 0 }
    m[2] = 1
  },
  rate: { _, y, rate in
    rate[0] = y[1]
    rate[1] = -9.81
  })

@Suite("Events")
struct EventTests {
  @Test("three zeros of a cubic are found though one step spans them")
  func cubic() throws {
    let solution = try integrate(
      clock, from: [-7], over: (-7, 7), output: .times([]),
      events: [Event("cubic") { t, _ in (t + 6) * (t + 2) * (t - 2) }])
    #expect(solution.events.map(\.kind) == [.rising, .falling, .rising])
    for (event, exact) in zip(solution.events, [-6.0, -2, 2]) {
      #expect(abs(event.time - exact) < 1e-12)
    }
  }

  @Test("directions count along the run, also backward")
  func directions() throws {
    let sine: @Sendable (Double, Span<Double>) -> Double = { t, _ in .sin(t) }
    let options = IntegrationOptions(relativeTolerance: 1e-6)
    var small = options
    small.largestStep = 1
    let forward = try integrate(
      clock, from: [0], over: (1, 10), events: [Event("up", direction: .rising, function: sine)],
      options: small)
    #expect(forward.events.map { ($0.time / .pi).rounded() } == [2])
    let backward = try integrate(
      clock, from: [0], over: (10, 1), events: [Event("up", direction: .rising, function: sine)],
      options: small)
    #expect(backward.events.map { ($0.time / .pi).rounded() } == [3, 1])
  }

  @Test("a terminal event ends the run there, before the first output if need be")
  func terminal() throws {
    let solution = try integrate(
      ball, from: [100, 0], over: (0, 66), output: .times([66]),
      events: [Event("ground", direction: .falling, isTerminal: true) { _, y in y[0] }])
    #expect(solution.status == .event)
    #expect(solution.times.isEmpty)
    let exact = (200 / 9.81).squareRoot()
    #expect(abs(solution.reachedTime - exact) < 1e-7)
    #expect(abs(solution.reachedState[0]) < 1e-6)
  }

  @Test("the run can go on until the n-th passage")
  func count() throws {
    let solution = try integrate(
      oscillator, from: [1, 0], over: (0, 100),
      events: [Event("zero", lastCount: 4) { _, y in y[0] }])
    #expect(solution.events.count == 4)
    #expect(abs(solution.reachedTime - 3.5 * .pi) < 1e-6)
  }

  @Test("a bouncing ball: each impact at its time, states before and after recorded")
  func bounce() throws {
    let solution = try integrate(
      ball, from: [1, 0], over: (0, 2),
      events: [
        Event("bounce", direction: .falling, reset: { _, y in y[1] = -0.8 * y[1] }) { _, y in y[0] }
      ])
    // t₁ = √(2h/g); each flight after lasts 2 v/g with v cut to 0.8.
    let first = (2 / 9.81).squareRoot()
    let impacts = [
      first, first * (1 + 1.6), first * (1 + 1.6 + 1.28), first * (1 + 1.6 + 1.28 + 1.024),
    ]
    #expect(solution.events.count == impacts.filter { $0 < 2 }.count)
    for (event, exact) in zip(solution.events, impacts) { #expect(abs(event.time - exact) < 1e-6) }
    let at = solution.times.indices.filter { solution.times[$0] == solution.events[0].time }
    #expect(at.count == 2)
    let velocities = at.map { solution.state(at: $0)[1] }
    #expect(abs(velocities[1] + 0.8 * velocities[0]) < 1e-12)
  }

  @Test("bounces that accumulate end the run with their own reason")
  func zeno() throws {
    let solution = try integrate(
      ball, from: [1, 0], over: (0, 100),
      events: [
        Event("bounce", direction: .falling, reset: { _, y in y[1] = -0.5 * y[1] }) { _, y in y[0] }
      ])
    #expect(solution.status == .accumulation)
    // All flights together: √(2h/g) (1 + 2 Σ 0.5^k) = 3 √(2h/g).
    #expect(abs(solution.reachedTime - 3 * (2 / 9.81).squareRoot()) < 1e-4)
  }

  @Test("a zero at the start is reported and is no passage")
  func atStart() throws {
    let solution = try integrate(
      ball, from: [0, 10], over: (0, 5), output: .times([]),
      events: [Event("ground", direction: .falling, isTerminal: true) { _, y in y[0] }])
    #expect(solution.events.map(\.kind) == [.atStart, .falling])
    #expect(abs(solution.reachedTime - 20 / 9.81) < 1e-7)
  }

  @Test("a touching zero is reported as such and does not end the run")
  func touching() throws {
    var options = IntegrationOptions()
    options.largestStep = 1
    let solution = try integrate(
      clock, from: [0], over: (0, 3), output: .times([]),
      events: [Event("touch", isTerminal: true) { t, _ in (t - 1.3) * (t - 1.3) }],
      options: options)
    #expect(solution.status == .completed)
    #expect(solution.events.map(\.kind) == [.touching])
    #expect(abs((solution.events.first?.time ?? 0) - 1.3) < 1e-6)
  }

  @Test("two events at one time are both reported")
  func simultaneous() throws {
    let solution = try integrate(
      clock, from: [0], over: (0, 3), output: .times([]),
      events: [
        Event("a", isTerminal: true) { t, _ in t - 1.5 }, Event("b") { t, _ in 2 * t - 3 },
      ])
    #expect(Set(solution.events.map(\.name)) == ["a", "b"])
  }

  @Test("a function that is not finite is named, and the run so far is kept")
  func nonFinite() throws {
    do {
      _ = try integrate(
        clock, from: [0], over: (0, 3),
        events: [Event("root") { t, _ in (1 - t).squareRoot() }])
      Issue.record("no error")
    } catch {
      #expect(error.reason == .nonFiniteEvent)
      #expect(error.description.contains("the event root gives nan"))
      #expect(!error.solution.times.isEmpty)
    }
  }
}
