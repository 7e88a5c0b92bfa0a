import Integration
import Modeling
import NumericKernel
import RealModule
import Symbolic
import Testing

/// y' = y cos t, z' = y z − z²: smooth, not autonomous, coupled. y = e^{sin t}.
private let smooth = ExternalModel(
  variables: ["y", "z"],
  jacobian: { t, y, matrix in
    matrix[0] = .cos(t)
    matrix[1] = y[1]
    matrix[3] = y[0] - 2 * y[1]
  },
  timeDerivative: { t, y, result in result[0] = -y[0] * .sin(t) },
  rate: { t, y, rate in
    rate[0] = y[0] * .cos(t)
    rate[1] = y[0] * y[1] - y[1] * y[1]
  })

@Suite("Rosenbrock method")
struct RosenbrockTests {
  /// Steps of one size: tolerances so loose that the error test never acts.
  private func fixedSteps(
    _ count: Int, over length: Double, rtol: Double = 0.09, atol: Double = 1e6
  )
    -> IntegrationOptions
  {
    var options = IntegrationOptions(
      method: .rosenbrock, relativeTolerance: rtol, absoluteTolerance: AbsoluteTolerance(atol))
    options.firstStep = length / Double(count)
    options.largestStep = options.firstStep
    return options
  }

  private func slopes(_ errors: [Double]) -> [Double] {
    zip(errors, errors.dropFirst()).map { .log2($0 / $1) }
  }

  @Test("at the ends of steps the order is 5")
  func order() throws {
    let reference = try integrate(
      smooth, from: [1, 0.5], over: (0, 2), output: .times([2]), options: fixedSteps(640, over: 2)
    ).reachedState
    let errors = try [10, 20, 40].map { count in
      let end = try integrate(
        smooth, from: [1, 0.5], over: (0, 2), output: .times([2]),
        options: fixedSteps(count, over: 2)
      ).reachedState
      #expect(abs(reference[0] - .exp(.sin(2))) < 1e-12)
      return max(abs(end[0] - reference[0]), abs(end[1] - reference[1]))
    }
    for slope in slopes(errors) { #expect(slope > 4.7 && slope < 5.6, "\(errors)") }
  }

  /// The first step alone: its own error is of order 6 at the end and, with dense output of
  /// order 4, of order 5 between.
  @Test("between the ends of a step the order is 4")
  func dense() throws {
    let errors = try [0.2, 0.1, 0.05].map { step in
      let times = [0.25, 0.5, 0.75].map { $0 * step }
      let options = fixedSteps(1, over: step)
      let solution = try integrate(
        smooth, from: [1, 0.5], over: (0, step), output: .times(times), options: options)
      #expect(solution.statistics.steps == 1)
      return zip(times, solution["y"] ?? []).map { abs($1 - .exp(.sin($0))) }.max() ?? .nan
    }
    for slope in slopes(errors) { #expect(slope > 4.5 && slope < 5.5, "\(errors)") }
  }

  /// The method was made for this problem: order 4 uniformly in the stiffness, where classical
  /// Rosenbrock methods fall to 1 or 2 (Steinebach 2023, section 3).
  @Test("a slow solution is followed at order 4 however stiff its neighbours")
  func protheroRobinson() throws {
    let errors = try [8, 16, 32].map { count in
      try (4...32).map { quarter in
        let model = try System(SlowCosine().setting(\.$ε, .pow(10, -Double(quarter) / 4)))
        let solution = try integrate(
          model.field(in: .slow), from: [1], over: (0, 2), options: fixedSteps(count, over: 2))
        return zip(solution.times, solution["x"] ?? []).map { abs($1 - .cos($0)) }.max() ?? .nan
      }.max() ?? .nan
    }
    for slope in slopes(errors) { #expect(slope > 3.7, "\(errors)") }
  }

  @Test("a fast transient is gone after one long step")
  func damping() throws {
    let stiff = ExternalModel(
      variables: ["x"], jacobian: { _, _, matrix in matrix[0] = -1e9 },
      rate: { _, x, rate in rate[0] = -1e9 * x[0] })
    let solution = try integrate(
      stiff, from: [1], over: (0, 1), options: fixedSteps(1, over: 1))
    #expect(solution.statistics.steps == 1)
    #expect(abs(solution.reachedState[0]) < 1e-6)
  }

  @Test("derivatives by differences serve a hand-written field")
  func differences() throws {
    let bare = ExternalModel(variables: ["y", "z"], rate: smooth.evaluateRate)
    let options = IntegrationOptions(
      method: .rosenbrock, relativeTolerance: 1e-8, absoluteTolerance: 1e-10)
    let exact = try integrate(smooth, from: [1, 0.5], over: (0, 2), options: options)
    let plain = try integrate(bare, from: [1, 0.5], over: (0, 2), options: options)
    #expect(abs(plain.reachedState[0] - .exp(.sin(2))) < 1e-6)
    #expect(abs(plain.statistics.steps - exact.statistics.steps) <= 2)
    // Two columns and ∂F/∂t at every linearisation.
    let extra = 3 * plain.statistics.jacobianEvaluations
    #expect(plain.statistics.rhsEvaluations > exact.statistics.rhsEvaluations + extra / 2)
  }

  /// Every attempt costs one factorisation and seven evaluations of F, every step one linearisation.
  @Test("the work counts add up")
  func work() throws {
    let field = try System(StiffVanDerPol()).field(in: .slow)
    let work = try integrate(
      field, from: [2, 0], over: (0, 2), output: .times([2]),
      options: IntegrationOptions(method: .rosenbrock, relativeTolerance: 1e-6)
    ).statistics
    #expect(work.jacobianEvaluations == work.steps)
    #expect(work.factorisations == work.steps + work.errorTestFailures)
    #expect(work.rhsEvaluations == work.steps + 7 * work.factorisations)
    #expect(work.lastOrder == 5)
    #expect(work.errorTestFailures < work.steps / 4)
  }

  @Test("events are located on its interpolant as on BDF's")
  func events() throws {
    let field = try System(StiffVanDerPol()).field(in: .slow)
    let event = Event("fall", direction: .falling) { _, y in y[0] }
    let passages = try [IntegrationOptions.Method.rosenbrock, .bdf].map { method in
      try integrate(
        field, from: [2, 0], over: (0, 6), output: .times([6]), events: [event],
        options: IntegrationOptions(
          method: method, relativeTolerance: 1e-10, absoluteTolerance: 1e-12)
      ).events.map(\.time)
    }
    #expect(passages[0].count == 4)
    #expect(passages[0].count == passages[1].count)
    for (own, other) in zip(passages[0], passages[1]) { #expect(abs(own - other) < 1e-7) }
  }

  @Test(
    "any dimension will do; Rodas5P goes through LAPACK beyond the compiled ones",
    arguments: [IntegrationOptions.Method.rosenbrock, .radau], [1, 5, 12, 13, 30])
  func dimensions(_ method: IntegrationOptions.Method, _ n: Int) throws {
    // A chain x_k' = k (x_{k−1} − x_k) with x_0 = 1, from 0: x_k = (1 − e^{−t})^k.
    let chain = ExternalModel(
      variables: (1...n).map { "x\($0)" },
      jacobian: { _, _, matrix in
        for k in 0..<n {
          matrix[k + k * n] = -Double(k + 1)
          if k > 0 { matrix[k + (k - 1) * n] = Double(k + 1) }
        }
      },
      rate: { _, x, rate in
        for k in 0..<n { rate[k] = Double(k + 1) * ((k > 0 ? x[k - 1] : 1) - x[k]) }
      })
    let solution = try integrate(
      chain, from: [Double](repeating: 0, count: n), over: (0, 2), output: .times([1, 2]),
      options: IntegrationOptions(
        method: method, relativeTolerance: 1e-9, absoluteTolerance: 1e-12))
    for record in 0..<2 {
      let base = 1 - Double.exp(-solution.times[record])
      for (k, x) in solution.state(at: record).enumerated() {
        #expect(abs(x - .pow(base, k + 1)) < 1e-7)
      }
    }
  }
}

extension ExternalModel {
  /// The rate alone, through an evaluator.
  fileprivate var evaluateRate: ExternalModel.Rate {
    { time, state, rate in try makeEvaluator().rate(at: time, state: state, into: &rate) }
  }
}
