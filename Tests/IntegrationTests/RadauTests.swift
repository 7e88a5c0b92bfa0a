import Integration
import Modeling
import NumericKernel
import RealModule
import Symbolic
import Testing

/// y'' = −9 y + 8 cos t as a system; y = cos t + cos 3t. Linear with constant coefficients, so that
/// Newton's iteration is exact at once however loose the tolerance.
private let forced = ExternalModel(
  variables: ["y", "v"],
  jacobian: { _, _, matrix in
    matrix[1] = -9
    matrix[2] = 1
  },
  timeDerivative: { t, _, result in result[1] = -8 * .sin(t) },
  rate: { t, y, rate in
    rate[0] = y[1]
    rate[1] = -9 * y[0] + 8 * .cos(t)
  })

private func position(_ t: Double) -> Double { .cos(t) + .cos(3 * t) }

/// Seven coupled variables, none alike: for the complex matrices of the modes with their pivots.
private struct Chain: FastSlowModel {
  @State(count: 7, initial: 1) var x

  var equations: [Equation] {
    for k in 0..<7 {
      let speed = Expression(Double.pow(10, k - 2))
      let (next, third): (Expression, Expression) = (x[(k + 1) % 7], x[(k + 3) % 7])
      d(x[k]) == speed * (cos(next) - x[k] * third)
    }
  }
}

@Suite("Radau IIA")
struct RadauTests {
  /// A tolerance of each method by its number of stages.
  private static let tolerances = [3: 1e-2, 5: 1e-4, 7: 1e-8]

  /// Steps of one size: absolute tolerances so loose that the error test never acts.
  private func fixedSteps(_ count: Int, over length: Double, stages: Int) -> IntegrationOptions {
    var options = IntegrationOptions(
      method: .radau, relativeTolerance: Self.tolerances[stages] ?? .nan, absoluteTolerance: 1e6)
    options.firstStep = length / Double(count)
    options.largestStep = options.firstStep
    return options
  }

  private func slopes(_ errors: [(count: Int, error: Double)]) -> [Double] {
    zip(errors, errors.dropFirst()).map {
      .log($0.error / $1.error) / .log(Double($1.count) / Double($0.count))
    }
  }

  @Test(
    "at the ends of steps the order is 2s − 1",
    arguments: zip([3, 5, 7], [[20, 40, 80], [6, 9, 12], [4, 5, 6]]))
  func order(_ stages: Int, _ counts: [Int]) throws {
    let errors = try counts.map { count in
      let end = try integrate(
        forced, from: [2, 0], over: (0, 4), output: .times([4]),
        options: fixedSteps(count, over: 4, stages: stages))
      #expect(end.statistics.lastOrder == 2 * stages - 1)
      return (count: count, error: abs(end.reachedState[0] - position(4)))
    }
    for slope in slopes(errors) { #expect(abs(slope - Double(2 * stages - 1)) < 0.8, "\(errors)") }
  }

  @Test("between the ends of a step the error goes with h^(s+1)", arguments: [3, 5, 7])
  func dense(_ stages: Int) throws {
    let errors = try [3, 4, 6].map { count in
      let step = 1 / Double(count)
      let times = [0.1, 0.3, 0.5, 0.7, 0.9].map { $0 * step }
      let solution = try integrate(
        forced, from: [2, 0], over: (0, step), output: .times(times),
        options: fixedSteps(1, over: step, stages: stages))
      #expect(solution.statistics.steps == 1)
      let error = zip(times, solution["y"] ?? []).map { abs($1 - position($0)) }.max() ?? .nan
      return (count: count, error: error)
    }
    for slope in slopes(errors) { #expect(slope > Double(stages) + 0.5, "\(errors)") }
  }

  /// Stage order s, whatever the stiffness (Hairer and Wanner II, IV.15).
  @Test("a slow solution is followed at order s however stiff its neighbours", arguments: [3, 5])
  func protheroRobinson(_ stages: Int) throws {
    let errors = try [2, 4].map { count in
      let worst =
        try (4...32).map { quarter in
          let model = try System(SlowCosine().setting(\.$ε, .pow(10, -Double(quarter) / 4)))
          let solution = try integrate(
            model.field(in: .slow), from: [1], over: (0, 2),
            options: fixedSteps(count, over: 2, stages: stages))
          return zip(solution.times, solution["x"] ?? []).map { abs($1 - .cos($0)) }.max() ?? .nan
        }.max() ?? .nan
      return (count: count, error: worst)
    }
    for slope in slopes(errors) { #expect(slope > Double(stages) - 0.3, "\(errors)") }
  }

  /// The polynomial between the stages is far off in the first step tried, and is tried again.
  @Test(
    "output within steps is accurate where a first step is much too long", arguments: [1e-5, 1e-9])
  func longFirstStep(_ rtol: Double) throws {
    var options = IntegrationOptions(method: .radau, relativeTolerance: rtol)
    options.firstStep = 5
    let times = (1...200).map { Double($0) / 20 }
    let solution = try integrate(
      System(SlowCosine()).field(in: .slow), from: [1], over: (0, 10), output: .times(times),
      options: options)
    #expect(solution.statistics.errorTestFailures > 0)
    for (t, x) in zip(times, try #require(solution["x"])) {
      #expect(abs(x - .cos(t)) < 100 * rtol, "at \(t)")
    }
  }

  @Test("a fast transient is gone after one long step", arguments: [3, 5, 7])
  func damping(_ stages: Int) throws {
    let stiff = ExternalModel(
      variables: ["x"], jacobian: { _, _, matrix in matrix[0] = -1e9 },
      rate: { _, x, rate in rate[0] = -1e9 * x[0] })
    let solution = try integrate(
      stiff, from: [1], over: (0, 1), options: fixedSteps(1, over: 1, stages: stages))
    #expect(solution.statistics.steps == 1)
    #expect(abs(solution.reachedState[0]) < 1e-7)
  }

  /// Lanes of a tape and calls one by one do the same arithmetic, apart from contracted products.
  @Test(
    "a compiled model and a hand-written one take the same steps", arguments: [1e-2, 1e-5, 1e-9])
  func lanes(_ rtol: Double) throws {
    let system = try System(Chain())
    let field = system.field(in: .slow)
    let written = ExternalModel(
      variables: field.variableNames,
      jacobian: { t, y, matrix in
        try field.makeEvaluator().jacobian(at: t, state: y, into: &matrix)
      },
      rate: { t, y, rate in try field.makeEvaluator().rate(at: t, state: y, into: &rate) })
    let options = IntegrationOptions(method: .radau, relativeTolerance: rtol)
    let start = system.initialState
    let tape = try integrate(field, from: start, over: (0, 5), options: options)
    let calls = try integrate(written, from: start, over: (0, 5), options: options)
    #expect(abs(tape.statistics.steps - calls.statistics.steps) <= 1)
    for (a, b) in zip(tape.reachedState, calls.reachedState) { #expect(abs(a - b) < 10 * rtol) }
    // Against BDF: another method, its tolerance far below.
    let reference = try integrate(
      field, from: start, over: (0, 5),
      options: IntegrationOptions(method: .bdf, relativeTolerance: 1e-11))
    for (a, b) in zip(tape.reachedState, reference.reachedState) { #expect(abs(a - b) < 20 * rtol) }
  }

  /// Every step costs one linearisation, every attempt one factorisation, every iteration s evaluations.
  @Test("the work counts add up", arguments: [3, 5, 7])
  func work(_ stages: Int) throws {
    let field = try System(StiffVanDerPol()).field(in: .slow)
    let options = IntegrationOptions(
      method: .radau, relativeTolerance: Self.tolerances[stages] ?? .nan)
    let work = try integrate(
      field, from: [2, 0], over: (0, 2), output: .times([2]), options: options
    ).statistics
    #expect(work.jacobianEvaluations == work.steps)
    #expect(work.factorisations == work.steps + work.errorTestFailures + work.nonlinearFailures)
    let plain = work.steps + stages * work.nonlinearIterations
    #expect((plain...(plain + work.errorTestFailures + 1)).contains(work.rhsEvaluations))
    #expect(work.errorTestFailures + work.nonlinearFailures < work.steps / 2)
  }

  /// The period of van der Pol's oscillator to 13 digits by Taylor series in quadruple precision is in
  /// the reference set; here order 13 has to beat order 5 by far at equal tolerance.
  @Test("at high accuracy it takes a tenth of Rodas5P's steps")
  func steps() throws {
    let field = try System(StiffVanDerPol()).field(in: .slow)
    let steps = try [IntegrationOptions.Method.radau, .rosenbrock].map { method in
      try integrate(
        field, from: [2, 0], over: (0, 2), output: .times([2]),
        options: IntegrationOptions(method: method, relativeTolerance: 1e-10)
      ).statistics.steps
    }
    #expect(steps[0] * 10 < steps[1])
  }

  @Test("events are located on its interpolant as on Rodas5P's")
  func events() throws {
    let field = try System(StiffVanDerPol()).field(in: .slow)
    let event = Event("fall", direction: .falling) { _, y in y[0] }
    let passages = try [IntegrationOptions.Method.radau, .rosenbrock].map { method in
      try integrate(
        field, from: [2, 0], over: (0, 4), events: [event],
        options: IntegrationOptions(method: method, relativeTolerance: 1e-11)
      ).events.map(\.time)
    }
    #expect(!passages[0].isEmpty && passages[0].count == passages[1].count)
    for (a, b) in zip(passages[0], passages[1]) { #expect(abs(a - b) < 1e-8) }
  }

  @Test("a rate that is not finite ends the run with what was computed")
  func notFinite() throws {
    let field = ExternalModel(
      variables: ["x"], jacobian: { _, x, matrix in matrix[0] = -0.5 / x[0].squareRoot() },
      rate: { _, x, rate in rate[0] = -x[0].squareRoot() - 1 })
    let error = #expect(throws: IntegrationError.self) {
      try integrate(
        field, from: [1], over: (0, 10),
        options: IntegrationOptions(method: .radau, relativeTolerance: 1e-6))
    }
    // x reaches 0 at 2 − 2 ln 2.
    let end = 2 - 2 * Double.log(2)
    let reached = try #require(error?.solution.reachedTime)
    #expect(abs(reached - end) < 1e-3)
  }
}
