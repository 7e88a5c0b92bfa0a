import Integration
import Modeling
import NumericKernel
import RealModule
import TestSupport
import Testing

@Suite("Horizons: rest, budgets, long and far times")
struct HorizonTests {
  private func steady(
    _ equations: [String: String], _ state: [String], from start: [Double],
    until end: Double = 1e100, atol: AbsoluteTolerance = AbsoluteTolerance()
  ) throws -> Solution {
    var options = IntegrationOptions(absoluteTolerance: atol)
    options.stopsAtSteadyState = true
    options.maximumSteps = 100_000
    return try integrate(
      writtenModel(state: state, equations: equations).field(in: .slow), from: start,
      over: (0, end),
      options: options)
  }

  @Test("a reaction comes to rest, though its total is conserved")
  func exchange() throws {
    let end = try steady(["A": "-2*A + B", "B": "2*A - B"], ["A", "B"], from: [1, 0])
    #expect(end.status == .steady)
    #expect(abs(end.reachedState[0] - 1.0 / 3) < 1e-8)
    // e^(−3t) is below the tolerance at t = ln(1e8)/3 = 6.1; steps have grown by then.
    #expect(end.reachedTime < 100)
  }

  /// x' = μ + x² − x³ from −1: a bottleneck of width √μ holds the solution for π/√μ at rates down
  /// to μ, ten decades below any tolerance on the rate one would think of.
  @Test("a bottleneck is not rest", arguments: [1e-4, 1e-8, 1e-12])
  func ghost(_ μ: Double) throws {
    let end = try steady(["x": "\(μ) + x**2 - x**3"], ["x"], from: [-1])
    #expect(end.status == .steady)
    #expect(abs(end.reachedState[0] - 1) < 2 * μ + 1e-8)
    #expect(end.reachedTime > .pi / μ.squareRoot())
  }

  /// y' = ε(1 − y), x' = (y − 1/2) x − x³: x falls by e^(−0.153/ε) before it grows to √½.
  @Test("a slow passage through a change of stability is not rest")
  func delay() throws {
    let end = try steady(
      ["x": "(y - 0.5)*x - x**3", "y": "0.01*(1 - y)"], ["x", "y"], from: [0.1, 0],
      atol: AbsoluteTolerance(1e-14))
    #expect(end.status == .steady)
    #expect(abs(end.reachedState[0] - 0.5.squareRoot()) < 1e-7)
  }

  @Test("a forcing that begins later is not rest before, and a cycle never is")
  func later() throws {
    let forced = try steady(
      ["x": "-x + 0.5*(1 + tanh(t - 1000))"], ["x"], from: [0], until: 2000)
    #expect(abs(forced.reachedState[0] - 1) < 1e-7)
    var options = IntegrationOptions()
    options.stopsAtSteadyState = true
    options.maximumSteps = 500
    let cycle = try integrate(oscillator, from: [1, 0], over: (0, 1e100), options: options)
    #expect(cycle.status == .stepLimit)
  }

  @Test("an unstable equilibrium is not rest; a system too large is refused with advice")
  func unstable() throws {
    let end = try steady(["x": "x*(1 - x)"], ["x"], from: [1e-20])
    #expect(abs(end.reachedState[0] - 1) < 1e-7)
    let large = ExternalModel(variables: (0..<401).map { "x\($0)" }) { _, _, _ in }
    var options = IntegrationOptions()
    options.stopsAtSteadyState = true
    #expect(throws: IntegrationError.self) {
      try integrate(large, from: Array(repeating: 0, count: 401), over: (0, 1), options: options)
    }
  }

  /// y1 falls as 1/t, its own tolerance below 1e-12 included, and the equilibrium has two modes of rate 0.
  @Test(
    "Robertson's reaction comes to rest below its tolerances, with no alarm",
    arguments: [IntegrationOptions.Method.auto, .rosenbrock, .radau])
  func robertson(_ method: IntegrationOptions.Method) throws {
    let problem = try #require(WrittenProblem.references.first { $0.name == "robertson" })
    var options = IntegrationOptions(method: method)
    (options.stopsAtSteadyState, options.auditsTrust) = (true, true)
    options.maximumSteps = 10_000
    let solution = try integrate(
      problem.system().field(in: .slow), from: problem.y0, over: (0, 1e100), options: options)
    #expect(solution.status == .steady)
    #expect(solution.reachedTime > 1e14 && solution.reachedTime < 1e17)
    #expect(abs(solution.reachedState[2] - 1) < 1e-8 && abs(solution.reachedState[0]) < 1e-11)
    #expect(solution.suspicions.isEmpty, "\(solution.suspicions)")
  }

  @Test("a run cut by its budget is continued to the same answer, with all its records")
  func continued() throws {
    let problem = try #require(WrittenProblem.reported["mxstep-default-500"])
    let model = try problem.system().field(in: .slow)
    var options = IntegrationOptions(relativeTolerance: 1e-10)
    options.maximumSteps = 10_000
    var solution = try integrate(model, from: problem.y0, over: (0, 10), options: options)
    #expect(solution.status == .stepLimit)
    var parts = 1
    while solution.status == .stepLimit {
      solution = try integrate(model, continuing: solution, until: 10, options: options)
      parts += 1
    }
    #expect(parts > 2)
    #expect(solution.status == .completed && solution.reachedTime == 10)
    #expect(zip(solution.times, solution.times.dropFirst()).allSatisfy { $0 < $1 })
    #expect(solution.count == solution.statistics.steps + 1)
    let exact = try #require(problem.expected?.last?.values)
    // Phase errors of rtol a step add up over 1592 periods.
    #expect(abs(solution.reachedState[0] - exact[0]) < 1e-3)
  }

  @Test("wall time is a budget as well, and a failure of the second part keeps the first")
  func wallTime() throws {
    var options = IntegrationOptions()
    options.maximumSeconds = 0.01
    let solution = try integrate(oscillator, from: [1, 0], over: (0, 1e9), options: options)
    #expect(solution.status == .timeLimit && solution.count > 1)
    let broken = ExternalModel(variables: ["x", "v"]) { _, _, rate in
      rate[0] = .nan
      rate[1] = 0
    }
    do {
      _ = try integrate(broken, continuing: solution, until: 2e9)
      Issue.record("no error")
    } catch {
      #expect(error.solution.count == solution.count)
    }
  }

  @Test("steps far below the spacing of the times themselves are not lost")
  func far() throws {
    let problem = try #require(WrittenProblem.reported["t0-minus-1e9"])
    // Times near −1e9 are 1.2e-7 apart; the layer is 1e-8 wide.
    let model = try problem.system().field(in: .slow)
    let solution = try integrate(
      model, from: problem.y0, over: (-1e9, 0), output: .times([-999_999_999, -1, 0]))
    for y in solution.stateValues { #expect(abs(y - 1) < 1e-8) }
    let drift = ExternalModel(variables: ["x"]) { _, x, rate in rate[0] = 1e12 * (1 - x[0]) }
    let late = try integrate(drift, from: [0], over: (1e6, 1e6 + 1))
    #expect(abs(late.reachedState[0] - 1) < 1e-8)
  }

  @Test("to t = 1e100 the equilibrium is kept; beyond is refused")
  func veryLong() throws {
    let problem = try #require(WrittenProblem.reported["tout-1e300"])
    let model = try problem.system().field(in: .slow)
    var options = IntegrationOptions()
    options.maximumSteps = 10_000
    let times = (0...10).map { Double.exp10(Double($0) * 10) }
    let solution = try integrate(
      model, from: problem.y0, over: (0, 1e100), output: .times(times), options: options)
    try #require(solution.status == .completed)
    #expect(solution.reachedTime == 1e100 && solution.restsSince != nil)
    #expect(solution.statistics.steps < 1500)
    for k in times.indices.dropFirst() {
      #expect(abs(solution.state(at: k)[0] - 1.0 / 3) < 1e-7)
    }
    #expect(throws: IntegrationError.self) {
      try integrate(model, from: problem.y0, over: (0, 1e300))
    }
  }
}
