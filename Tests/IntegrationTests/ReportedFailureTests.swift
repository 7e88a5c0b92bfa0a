import Integration
import Modeling
import NumericKernel
import TestSupport
import Testing

@Suite("Reported cases: events, failures, requests")
struct ReportedFailureTests {
  private func failure(_ body: () throws -> Solution) throws -> IntegrationError {
    do { _ = try body() } catch let error as IntegrationError { return error }
    return try #require(nil, "no error")
  }

  private func passages(_ solution: Solution, _ name: String) -> [Double] {
    solution.events.filter { $0.name == name && ($0.kind == .rising || $0.kind == .falling) }
      .map(\.time)
  }

  private static let methods = [IntegrationOptions.Method.bdf, .rosenbrock, .auto]

  // MARK: Events

  @Test("two events that jump at one time are both reported, once each", arguments: methods)
  func jumpsTogether(_ method: IntegrationOptions.Method) throws {
    let solution = try reported("rober-simultaneous-switch-events").solve(
      IntegrationOptions(method: method),
      events: [
        Event("a") { t, _ in t < 10 ? -1 : 1 }, Event("b") { t, _ in t < 10 ? -2 : 3 },
      ])
    for name in ["a", "b"] {
      let times = passages(solution, name)
      #expect(times.count == 1)
      #expect(abs((times.first ?? 0) - 10) <= 100 * 10.0.ulp)
    }
    #expect(solution.reachedTime == 100)
  }

  @Test("an event is found to 1e-9 of an interval of 1e-13", arguments: methods)
  func tiny(_ method: IntegrationOptions.Method) throws {
    let problem = try reported("tiny-time-electron-event")
    let solution = try problem.solve(
      IntegrationOptions(method: method, relativeTolerance: 1e-12),
      events: [Event("hit", direction: .rising, isTerminal: true) { _, y in y[0] - 1e-6 }])
    #expect(solution.status == .event)
    #expect(abs(solution.reachedTime / 1.0663611117783433e-13 - 1) < 1e-9)
  }

  @Test("three zeros of a cubic from −6 to 2", arguments: methods)
  func cubic(_ method: IntegrationOptions.Method) throws {
    let solution = try reported("cubic-three-roots").solve(
      IntegrationOptions(method: method), events: [Event("zero") { _, y in y[0] }])
    let times = passages(solution, "zero")
    #expect(times.count == 3)
    for (time, exact) in zip(times, [-6.0, -2, 2]) { #expect(abs(time - exact) < 1e-6) }
  }

  @Test("an event before the first output ends the run with nothing recorded", arguments: methods)
  func cannon(_ method: IntegrationOptions.Method) throws {
    let problem = try reported("cannon-event-before-first-output")
    let solution = try integrate(
      problem.system().field(in: .slow), from: problem.y0, over: (0, 100), output: .times([66]),
      events: [Event("ground", direction: .falling, isTerminal: true) { _, y in y[0] }],
      options: IntegrationOptions(method: method))
    #expect(solution.times.isEmpty)
    #expect(passages(solution, "ground").count == 1)
    #expect(abs(solution.reachedTime - 40) < 1e-6)
  }

  @Test("regular outputs between bounces are right, and each bounce is kept", arguments: methods)
  func bounce(_ method: IntegrationOptions.Method) throws {
    let problem = try reported("bounce-0.8-event-points")
    let event = Event("bounce", direction: .falling, reset: { _, y in y[1] = -0.8 * y[1] }) {
      _, y in y[0]
    }
    let solution = try problem.solve(IntegrationOptions(method: method), events: [event])
    #expect(try problem.error(of: solution) < 1e-5)
    let exact = [0.4515236409857309, 1.1739614665629003, 1.7519117270246358]
    #expect(solution.events.count == exact.count)
    for (record, time) in zip(solution.events, exact) {
      #expect(abs(record.time - time) < 1e-7)
      #expect(abs(record.state[0]) < 1e-6 && record.state[1] < 0)
    }
    let every = try integrate(
      problem.system().field(in: .slow), from: problem.y0, over: (0, 2), events: [event],
      options: IntegrationOptions(method: method))
    for record in every.events {
      #expect(every.times.count { $0 == record.time } == 2)
    }
  }

  @Test(
    "a zero at the start is none, and a reset that flips a sign is no passage", arguments: methods)
  func flips(_ method: IntegrationOptions.Method) throws {
    let solution = try reported("bounce-velocity-event-at-t0").solve(
      IntegrationOptions(method: method),
      events: [
        Event("impact", direction: .falling, reset: { _, y in y[1] = -y[1] }) { _, y in y[0] },
        Event("apex", direction: .falling) { _, y in y[1] },
      ])
    #expect(solution.events.first?.kind == .atStart)
    let exact = [
      "impact": [3.1943828249996997, 9.5831484749991],
      "apex": [6.388765649999399, 12.777531299998799],
    ]
    for (name, times) in exact {
      let found = passages(solution, name)
      #expect(found.count == times.count)
      for (time, expected) in zip(found, times) { #expect(abs(time - expected) < 1e-6) }
    }
  }

  /// y = (t − 1)² is met to rounding or to the tolerance. Where the solution stays above zero it
  /// touches; where it falls below by its error, two passages close together are what it does.
  @Test("a zero that is touched makes no passage alone", arguments: methods)
  func tangent(_ method: IntegrationOptions.Method) throws {
    let solution = try reported("event-tangent").solve(
      IntegrationOptions(method: method), events: [Event("touch") { _, y in y[0] }])
    let times = passages(solution, "touch")
    let touches = solution.events.filter { $0.kind == .touching }.map(\.time)
    #expect(times.count % 2 == 0)
    // BDF goes by at the distance of its error, a thousand tolerances.
    #expect(method == .bdf || !(times + touches).isEmpty)
    for time in times + touches { #expect(abs(time - 1) < 1e-3) }
  }

  @Test("an event that becomes NaN is found before, or is named", arguments: methods)
  func nanEvent(_ method: IntegrationOptions.Method) throws {
    do {
      let solution = try reported("event-nan-loop").solve(
        IntegrationOptions(method: method),
        events: [
          Event("g", direction: .falling, isTerminal: true) { _, y in
            (y[0] - 0.5).squareRoot() - 0.1
          }
        ])
      #expect(solution.status == .event && abs(solution.reachedTime - 0.49) < 1e-9)
    } catch let error as IntegrationError {
      #expect(error.reason == .nonFiniteEvent && error.message.contains("event g"))
    }
  }

  // MARK: Failures

  @Test("a rate that is not finite at the start is named before the first step", arguments: methods)
  func nanAtStart(_ method: IntegrationOptions.Method) throws {
    let error = try failure {
      try reported("nan-at-first-call").solve(IntegrationOptions(method: method))
    }
    #expect(error.reason == .nonFiniteRate && error.variable == "y")
    #expect(error.message.contains("at the start") && error.message.contains("(1 - y) / time"))
    #expect(error.solution.statistics.steps == 0)
  }

  @Test("a solution that leaves the domain is followed to its border", arguments: methods)
  func leavesDomain(_ method: IntegrationOptions.Method) throws {
    let problem = try reported("minus-sqrt")
    let error = try failure { try problem.solve(IntegrationOptions(method: method)) }
    #expect(error.reason == .nonFiniteRate && error.variable == "u")
    // u = (1 − t/2)² is below 1e-8 from 2e-4 before the border on. BDF's polynomial may stay above 0
    // beyond it for as long as |u| < 2e-5, which is where it can no longer turn.
    #expect(abs(error.time - 2) < (method == .bdf ? 1e-2 : 1e-3))
    let exact = try #require(problem.expected)
    for k in 0..<error.solution.count {
      let u = error.solution.state(at: k)[0]
      #expect(abs(u - exact[k].values[0]) < (exact[k].t < 2 ? 1e-5 * exact[k].values[0] : 1e-6))
    }
    #expect(error.solution.count >= 2)
  }

  @Test("a blow-up ends near its time, right before and with nothing after", arguments: methods)
  func blowUp(_ method: IntegrationOptions.Method) throws {
    let problem = try reported("blowup-quadratic-labour")
    let error = try failure { try problem.solve(IntegrationOptions(method: method)) }
    #expect(abs(error.time - 0.609244145024141) < 1e-4)
    #expect(error.solution.times == [0.1, 0.3, 0.5, 0.6])
    #expect(try problem.error(of: error.solution) < 1e-4)
  }

  /// Times near 1 are 2.2e-16 apart, a fifth of the distance to the pole.
  @Test("a start beside a pole ends soon, and not with a wrong success", arguments: methods)
  func besidePole(_ method: IntegrationOptions.Method) throws {
    let problem = try reported("singular-start-1ulp")
    var options = IntegrationOptions(method: method)
    options.maximumSteps = 100_000
    do {
      let solution = try problem.solve(options)
      #expect(solution.statistics.steps < options.maximumSteps ?? 0)
      let exact = 6.8  // log((1e-12)/(1.1e-15)), as near as the spacing of times lets one know
      #expect(
        solution.status != .completed || abs(solution.reachedState[0] - exact) < 1,
        "\(solution.reachedState)")
    } catch let error as IntegrationError {
      #expect([.stepUnderflow, .errorTest, .convergence, .nonFiniteRate].contains(error.reason))
      #expect(error.solution.statistics.steps < options.maximumSteps ?? 0)
    }
  }

  @Test(
    "a rate that ends in mid-run fails there, not at a wrong time with success", arguments: methods)
  func stops(_ method: IntegrationOptions.Method) throws {
    let problem = try reported("h-becomes-zero")
    let model = ExternalModel(variables: ["y"]) { _, y, rate in rate[0] = y[0] > 0.5 ? -1 : .nan }
    let error = try failure {
      try integrate(
        model, from: problem.y0, over: (0, try #require(problem.end)),
        options: IntegrationOptions(method: method))
    }
    #expect([.nonFiniteRate, .stepUnderflow].contains(error.reason))
    #expect(abs(error.time - 0.5) < 1e-3)
  }

  // MARK: Requests

  @Test("an interval of no length gives its start, with no step", arguments: methods)
  func noLength(_ method: IntegrationOptions.Method) throws {
    let solution = try reported("t0-equals-tend").solve(
      IntegrationOptions(method: method), events: [Event("one") { _, y in y[0] - 2 }])
    #expect(solution.stateValues == [1])
    #expect(solution.status == .completed && solution.statistics.steps == 0)
  }

  @Test("times out of order come back in the order asked for", arguments: methods)
  func unsorted(_ method: IntegrationOptions.Method) throws {
    let problem = try reported("output-times-unsorted")
    let times = [0.5, 0.5, 2.0, 1.0]
    let solution = try integrate(
      problem.system().field(in: .slow), from: problem.y0, over: (0, 2), output: .times(times),
      options: IntegrationOptions(method: method))
    #expect(solution.times == times)
    #expect(solution.stateValues[0] == solution.stateValues[1])
    #expect(solution.stateValues[2] < solution.stateValues[3])
  }

  @Test("times outside are named before anything runs")
  func outside() throws {
    let problem = try reported("output-times-outside")
    let error = try failure {
      try integrate(
        problem.system().field(in: .slow), from: problem.y0, over: (0, 10),
        output: .times([-1, 5, 11]))
    }
    #expect(error.reason == .badRequest && error.message.contains("-1, 11"))
  }

  @Test(
    "tolerances that make no sense are each refused before the start",
    arguments: [-1, .nan, .infinity, 0.1, 1, 0, 1e-15])
  func tolerances(_ rtol: Double) throws {
    let problem = try reported("bad-tolerances")
    let error = try failure { try problem.solve(IntegrationOptions(relativeTolerance: rtol)) }
    #expect(error.reason == .badRequest && error.solution.count == 0)
    let unknown = AbsoluteTolerance(exceptions: ["z": 1e-9])
    for atol in [AbsoluteTolerance(-1), AbsoluteTolerance(.nan), unknown] {
      let error = try failure { try problem.solve(IntegrationOptions(absoluteTolerance: atol)) }
      #expect(error.reason == .badRequest)
    }
  }
}
