import Integration
import Modeling
import NumericKernel
import RealModule
import Symbolic
import Testing

/// The problem of Kværnø, Prothero and Robinson, as in SUNDIALS' ark_kpr_mri.c with G = −10:
/// u = √(1 + ½ cos t) slow, v = √(2 + cos t/ε) fast, each driven by the other's error.
private struct KPR: FastSlowModel {
  @Fast(initial: 1.7320508075688772) var v
  @Slow(initial: 1.224744871391589) var u
  @SmallParameter(0.01) var ε

  var equations: [Equation] {
    let slow = (u ** 2 - 1 - cos(time) / 2) / (2 * u)
    let fast = (v ** 2 - 2 - cos(time / ε)) / (2 * v)
    d(v) == ε * (slow / 2 - fast) - sin(time / ε) / (2 * v)
    d(u) == -10 * slow + fast / 2 - sin(time) / (4 * u)
  }
}

private let start: [Double] = [.sqrt(3), .sqrt(1.5)]

/// A fast rotation whose amplitude settles on √y, and y driven slowly.
private struct DrivenOscillator: FastSlowModel {
  @Fast(initial: 1) var x
  @Fast(initial: 0) var w
  @Slow(initial: 1) var y
  @SmallParameter(0.01) var ε

  var equations: [Equation] {
    let growth = y - x ** 2 - w ** 2
    d(x) == growth * x - w
    d(w) == growth * w + x
    d(y) == 0.3 * cos(time) + growth
  }
}

@Suite("Methods that split by scales")
struct SplitMethodTests {
  private func multirate(_ order: Int, step: Double) -> IntegrationOptions {
    var options = IntegrationOptions(method: .mri, relativeTolerance: 1e-12)
    (options.multirateOrder, options.slowStep) = (order, step)
    return options
  }

  private func distance(_ solution: Solution) throws -> Double {
    let (u, v) = (try #require(solution["u"]), try #require(solution["v"]))
    return solution.times.indices.map { k in
      let t = solution.times[k]
      return max(
        abs(u[k] - .sqrt(1 + .cos(t) / 2)), abs(v[k] - .sqrt(2 + .cos(100 * t))))
    }.max() ?? .nan
  }

  /// Over halvings of the slow step, from where the explicit slow part is well within its stability.
  @Test("on the KPR problem a multirate method has its order", arguments: [2, 3, 4])
  func order(_ order: Int) throws {
    let field = try System(KPR()).field(in: .slow)
    let errors = try [0.08, 0.04, 0.02].map { step in
      let solution = try integrate(
        field, from: start, over: (0, 2),
        options: multirate(order, step: step))
      #expect(abs(Double(solution.statistics.steps) - 2 / step) <= 1)
      return try distance(solution)
    }
    let slope = Double.log2(errors[0] / errors[2]) / 2
    #expect(slope > Double(order) - 0.4 && slope < Double(order) + 1.2, "\(errors)")
  }

  /// Every evaluation of BDF is one of the slow part as well.
  @Test("on the KPR problem a quarter of BDF's slow evaluations and a smaller error")
  func slowEvaluations() throws {
    let field = try System(KPR()).field(in: .slow)
    let own = try integrate(field, from: start, over: (0, 2), options: multirate(4, step: 0.02))
    let whole = try integrate(
      field, from: start, over: (0, 2),
      options: IntegrationOptions(method: .bdf, relativeTolerance: 1e-8))
    #expect(try distance(own) < distance(whole))
    let slow = try #require(own.statistics.slowEvaluations)
    #expect(4 * slow < whole.statistics.rhsEvaluations, "\(slow)")
    #expect(slow < own.statistics.rhsEvaluations)
  }

  /// The slow variable sees the oscillation by its amplitude alone, which is slow as well.
  @Test("an expensive slow part: a third of BDF's evaluations at an error alike")
  func expensive() throws {
    let field = try System(DrivenOscillator()).field(in: .slow)
    let solve = { (options: IntegrationOptions) in
      try integrate(field, from: [1, 0, 1], over: (0, 5), output: .times([5]), options: options)
    }
    let exact = try solve(IntegrationOptions(method: .erk, relativeTolerance: 1e-12))
    let whole = try solve(IntegrationOptions(method: .bdf, relativeTolerance: 1e-6))
    var options = multirate(4, step: 0.025)
    options.relativeTolerance = 1e-7
    let own = try solve(options)
    let slow = try #require(own.statistics.slowEvaluations)
    #expect(
      3 * slow < whole.statistics.rhsEvaluations, "\(slow), \(whole.statistics.rhsEvaluations)")
    let error = { (solution: Solution) in
      abs(solution.reachedState[2] - exact.reachedState[2])
    }
    #expect(error(own) < 2 * error(whole), "\(error(own)), \(error(whole))")
  }

  @Test("an additive method keeps its tolerance on a stiff relaxation", arguments: [1e-4, 1e-7])
  func additive(_ rtol: Double) throws {
    let field = try System(StiffVanDerPol()).field(in: .slow)
    let times = [0.1, 0.3, 1, 2]
    let own = try integrate(
      field, from: [2, 0], over: (0, 2), output: .times(times),
      options: IntegrationOptions(method: .imex, relativeTolerance: rtol))
    let exact = try integrate(
      field, from: [2, 0], over: (0, 2), output: .times(times),
      options: IntegrationOptions(method: .rosenbrock, relativeTolerance: 1e-11))
    // Errors of the time of a jump and of some thousand steps; between steps the interpolant is of
    // degree 3.
    for (value, reference) in zip(own.stateValues, exact.stateValues) {
      #expect(abs(value - reference) < 300 * rtol)
    }
    #expect(own.statistics.slowEvaluations != nil && own.statistics.jacobianEvaluations > 0)
    #expect(own.statistics.linearSolver == "dense" && own.statistics.lastOrder == 4)
  }

  @Test("both run backward over smooth problems, and to the very end")
  func ends() throws {
    let field = try System(KPR()).field(in: .slow)
    for method in [IntegrationOptions.Method.imex, .mri] {
      var options = IntegrationOptions(method: method, relativeTolerance: 1e-8)
      options.slowStep = 0.007
      let solution = try integrate(
        field, from: start, over: (0, 1), options: options)
      #expect(solution.reachedTime == 1 && solution.status == .completed)
      let back = try integrate(
        field, from: solution.reachedState, over: (1, 0.9), options: options)
      // Backward e^{10·0.1} amplifies what the first run erred.
      #expect(abs(back.reachedState[1] - .sqrt(1 + .cos(0.9) / 2)) < 1e-4)
      #expect(back.reachedTime == 0.9)
    }
  }

  @Test("what cannot be split, or has no slow step, is refused with advice")
  func refused() throws {
    let plain = ExternalModel(variables: ["x"]) { _, x, rate in rate[0] = -x[0] }
    #expect(throws: IntegrationError.self) {
      try integrate(plain, from: [1], over: (0, 1), options: IntegrationOptions(method: .imex))
    }
    let field = try System(StiffVanDerPol()).field(in: .slow)
    var options = IntegrationOptions(method: .mri)
    for (step, order, words) in [
      (nil, 3, "slow step"), (-1.0, 3, "above 0"), (0.01, 5, "2, 3 or 4"),
    ] {
      (options.slowStep, options.multirateOrder) = (step, order)
      do {
        _ = try integrate(field, from: [2, 0], over: (0, 1), options: options)
        Issue.record("no error")
      } catch {
        #expect(error.reason == .badRequest && "\(error)".contains(words), "\(error)")
      }
    }
  }

  @Test("no object of SUNDIALS outlives such a run")
  func live() async {
    await #expect(processExitsWith: .success) {
      let field = try System(StiffVanDerPol()).field(in: .slow)
      for method in [IntegrationOptions.Method.imex, .mri] {
        var options = IntegrationOptions(method: method)
        options.slowStep = 0.01
        _ = try integrate(field, from: [2, 0], over: (0, 0.1), options: options)
        options.maximumSteps = 2
        _ = try integrate(field, from: [2, 0], over: (0, 0.1), options: options)
        precondition(SUNDIALS.liveObjectCount == 0)
      }
    }
  }
}
