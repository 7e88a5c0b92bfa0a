import Integration
import Modeling
import NumericKernel
import RealModule
import Testing

@Suite("Points between records, for a smooth line")
struct CurveTests {
  /// x = cos t, v = −sin t.
  private let oscillator = ExternalModel(variables: ["x", "v"]) { _, y, rate in
    rate[0] = y[1]
    rate[1] = -y[0]
  }

  private let energy = Observables(["energy"]) {
    { _, y, values in values[0] = y[0] * y[0] + y[1] * y[1] }
  }

  private func run(
    _ field: some VectorField, from start: [Double], over interval: (start: Double, end: Double),
    _ method: IntegrationOptions.Method, events: [Event] = [], keepsCurve: Bool = true
  ) throws -> Solution {
    var options = IntegrationOptions(method: method)
    options.keepsCurve = keepsCurve
    return try integrate(
      field, from: start, over: interval,
      observables: start.count == 2 ? energy : .none, events: events, options: options)
  }

  /// All records are in the curve, and its times are in the order of the run.
  private func expectWhole(_ solution: Solution) {
    let curve = solution.curve
    let forward = (solution.times.last ?? 0) >= (solution.times.first ?? 0)
    #expect(
      zip(curve.times, curve.times.dropFirst()).allSatisfy { $0 == $1 || ($0 < $1) == forward })
    #expect(curve.stateValues.count == curve.count * solution.variableNames.count)
    #expect(curve.observableValues.count == curve.count * solution.observableNames.count)
    var record = 0
    for point in curve.times.indices where record < solution.count {
      if curve.times[point] == solution.times[record],
        curve.state(at: point) == solution.state(at: record)
      {
        record += 1
      }
    }
    #expect(record == solution.count)
  }

  private static let methods: [IntegrationOptions.Method] = [
    .bdf, .rosenbrock, .radau, .erk, .auto,
  ]

  @Test("the steps are the same with them and without", arguments: methods)
  func sameSteps(_ method: IntegrationOptions.Method) throws {
    let field = try System(StiffVanDerPol()).field(in: .slow)
    let with = try run(field, from: [2, 0], over: (0, 3), method)
    let without = try run(field, from: [2, 0], over: (0, 3), method, keepsCurve: false)
    #expect(with.times == without.times && with.stateValues == without.stateValues)
    #expect(without.curve.times == without.times)
    expectWhole(with)
  }

  // Chords of an arc of angle h are off by h²/8: with four in the place of one, by a sixteenth. The
  // points themselves are off by the interpolant's error, which for a method of high order over a
  // long step is far above the tolerance and far below what can be seen.
  @Test(
    "the line is sixteen times as close to the solution as one through records", arguments: methods,
    [10.0, -10])
  func smooth(_ method: IntegrationOptions.Method, _ end: Double) throws {
    let solution = try run(oscillator, from: [1, 0], over: (0, end), method)
    expectWhole(solution)
    let curve = solution.curve
    func sagitta(_ line: Solution) -> Double {
      (0..<(line.count - 1)).map { k in
        let middle = (line.times[k] + line.times[k + 1]) / 2
        return abs((line.state(at: k)[0] + line.state(at: k + 1)[0]) / 2 - .cos(middle))
      }.max() ?? 0
    }
    for (k, time) in curve.times.enumerated() {
      #expect(abs(curve.state(at: k)[0] - .cos(time)) < 1e-5)
      #expect(abs(curve.observableValues[k] - 1) < 1e-5)
    }
    // Steps of BDF may be short enough as they are: a hundredth of the range is a chord off by 5e-5.
    #expect(sagitta(curve) < max(sagitta(solution) / 10, 5e-5))
  }

  @Test("where the equations jump, and where events change the state")
  func joints() throws {
    let bounce = Event(
      "bounce", direction: .falling, reset: { _, y in y[1] = -0.9 * y[1] }, function: { $1[0] })
    let ball = ExternalModel(variables: ["h", "v"]) { _, y, rate in
      rate[0] = y[1]
      rate[1] = -1
    }
    let bounces = try run(ball, from: [1, 0], over: (0, 4), .rosenbrock, events: [bounce])
    expectWhole(bounces)
    #expect(bounces.curve.count > bounces.count)
    // Between bounces h = h₀ + v₀ t − t²/2, so h + v²/2 is constant; it falls from one to the next.
    let totals = zip(bounces.curve["h"] ?? [], bounces.curve["v"] ?? []).map { $0 + $1 * $1 / 2 }
    #expect(zip(totals, totals.dropFirst()).allSatisfy { $1 < $0 + 1e-9 })
    expectWhole(try run(System(FilledTank()).field(in: .slow), from: [0], over: (0, 4), .auto))
  }

  @Test("a run continued has those of both parts")
  func continued() throws {
    let half = try run(oscillator, from: [1, 0], over: (0, 4), .radau)
    var options = IntegrationOptions(method: .radau)
    options.keepsCurve = true
    let whole = try integrate(
      oscillator, continuing: half, until: 8, observables: energy, options: options)
    expectWhole(whole)
    #expect(whole.curve.times.contains { $0 > 4 && !whole.times.contains($0) })
    #expect(whole.curve.times.contains { $0 < 4 && !whole.times.contains($0) })
  }

  @Test("a step over decades has points at equal ratios too")
  func decades() throws {
    // y = 1/(1 + t): at the end a step of Radau goes over much of a decade.
    let decay = ExternalModel(variables: ["y"]) { _, y, rate in rate[0] = -y[0] * y[0] }
    let solution = try run(decay, from: [1], over: (0, 1e4), .radau)
    let curve = solution.curve
    let longest = zip(solution.times, solution.times.dropFirst()).filter { $0 > 0 && $1 > 2.5 * $0 }
    #expect(!longest.isEmpty)
    for (start, end) in longest {
      for power in [0.25, 0.5, 0.75] {
        let time = start * .pow(end / start, power)
        #expect(curve.times.contains { abs($0 / time - 1) < 1e-12 }, "\(start), \(end)")
      }
    }
    for (time, y) in zip(curve.times, curve["y"] ?? []) {
      #expect(abs(y * (1 + time) - 1) < 1e-4)
    }
  }
}
