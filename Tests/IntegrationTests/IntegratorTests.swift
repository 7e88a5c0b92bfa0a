import Integration
import NumericKernel
import RealModule
import TestSupport
import Testing

@Suite("A run that pauses, is looked at between steps, and is kept")
struct IntegratorTests {
  private let vanDerPol = ExternalModel(variables: ["x", "y"]) { _, z, rate in
    rate[0] = 100 * (z[1] - z[0] * z[0] * z[0] / 3 + z[0])
    rate[1] = -z[0]
  }

  @Test(
    "in ten pieces it equals the run in one to the last bit",
    arguments: IntegrationOptions.Method.allCases.filter { !$0.needsScales })
  func pieces(_ method: IntegrationOptions.Method) throws {
    let options = IntegrationOptions(method: method)
    let whole = try integrate(vanDerPol, from: [2, 0], over: (0, 5), options: options)
    let run = try Integrator(vanDerPol, from: [2, 0], over: (0, 5), options: options)
    for piece in 1...9 {
      let part = try run.advance(to: 0.5 * Double(piece))
      #expect(part.status == .paused && part.reachedTime >= 0.5 * Double(piece))
    }
    let end = try run.advance()
    #expect(end.status == .completed)
    #expect(end.times == whole.times && end.stateValues == whole.stateValues)
    #expect(end.statistics.steps == whole.statistics.steps)
  }

  @Test("a budget of steps is one for each part")
  func budget() throws {
    var options = IntegrationOptions()
    options.maximumSteps = 10
    let run = try Integrator(oscillator, from: [1, 0], over: (0, 20), options: options)
    var solution = try run.advance()
    var parts = 1
    while solution.status == .stepLimit {
      solution = try run.advance()
      parts += 1
    }
    let whole = try integrate(oscillator, from: [1, 0], over: (0, 20))
    #expect(parts > 3 && solution.stateValues == whole.stateValues)
  }

  @Test(
    "the interpolant is known everywhere with its derivatives",
    arguments: IntegrationOptions.Method.allCases.filter { !$0.needsScales })
  func interpolant(_ method: IntegrationOptions.Method) throws {
    var options = IntegrationOptions(method: method, relativeTolerance: 1e-9)
    options.keepsInterpolant = true
    let times = (0...200).map { 0.05 * Double($0) }
    let solution = try integrate(
      oscillator, from: [1, 0], over: (0, 10), output: .times(times), options: options)
    for (k, t) in times.enumerated() {
      let state = try solution(at: t)
      // The same polynomial, evaluated in another way.
      for (a, b) in zip(state, solution.state(at: k)) { #expect(abs(a - b) < 1e-13) }
      // A derivative costs the interpolant an order of h. The first step here is 1e-21 long: over
      // that length the rounding of the state is all there is.
      if k > 0 { #expect(abs(try solution(at: t, derivative: 1)[0] + .sin(t)) < 1e-3) }
    }
    let knots = try #require(solution.interpolant).knots
    for (a, b) in zip(knots, knots.dropFirst()) where a > 5 {
      let (middle, h) = ((a + b) / 2, (b - a) / 100)
      let difference =
        (try solution(at: middle + h, derivative: 1)[0]
          - solution(at: middle - h, derivative: 1)[0]) / (2 * h)
      #expect(abs(try solution(at: middle, derivative: 2)[0] - difference) < 1e-3)
    }
    #expect(throws: Solution.NotKept.self) { try solution(at: 10.5) }
    let bare = try integrate(oscillator, from: [1, 0], over: (0, 1))
    #expect(throws: Solution.NotKept.self) { try bare(at: 0.5) }
  }

  @Test("memory for the interpolant is bounded, and the run goes on without it")
  func memory() throws {
    var options = IntegrationOptions()
    options.keepsInterpolant = true
    options.interpolantBytes = 10_000
    let solution = try integrate(oscillator, from: [1, 0], over: (0, 100), options: options)
    let kept = try #require(solution.interpolant)
    #expect(kept.isTruncated && kept.bytes <= 10_000 && solution.status == .completed)
  }

  @Test("a saved solution comes back to the last bit")
  func saved() throws {
    var options = IntegrationOptions()
    options.keepsInterpolant = true
    let solution = try integrate(
      oscillator, from: [1, 0], over: (0, 3),
      events: [Event("zero", direction: .falling) { _, y in y[0] }], options: options)
    let loaded = try Solution(json: solution.json())
    #expect(loaded.times == solution.times && loaded.stateValues == solution.stateValues)
    #expect(loaded.events.map(\.time) == solution.events.map(\.time))
    #expect(try loaded(at: 1.234) == solution(at: 1.234))
    #expect(loaded.statistics == solution.statistics)
    let rows = solution.csv.split(separator: "\n")
    #expect(rows[0] == "time,x,v" && rows.count == solution.count + 1)
    let last = rows[rows.count - 1].split(separator: ",").compactMap { Double($0) }
    #expect(last == [solution.reachedTime] + solution.reachedState)
    #expect(throws: Solution.FileError.self) { try Solution(json: "{}") }
    // A loaded run goes on.
    let longer = try integrate(oscillator, continuing: loaded, until: 6)
    #expect(abs(longer.reachedState[0] - .cos(6)) < 1e-6)
  }
}
