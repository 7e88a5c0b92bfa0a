import Integration
import Modeling
import NumericKernel
import RealModule
import Symbolic
import TestSupport
import Testing

private struct Spring: FastSlowModel {
  @State(initial: 1) var q
  @State(initial: 0) var p

  var equations: [Equation] {
    d(q) == p
    d(p) == -q
  }
}

/// Not stiff before t = 5, then a mode of rate 1e5, and not stiff again from t = 10 on: x = cos t.
private struct StiffForAWhile: FastSlowModel {
  @State(initial: 1) var x

  var equations: [Equation] {
    let rate = 1 + 5e4 * (tanh(20 * (time - 5)) - tanh(20 * (time - 10)))
    d(x) == rate * (cos(time) - x) - sin(time)
  }
}

/// Empty at t = 2 − 2 ln 2, beyond which there is no square root.
private struct Tank: FastSlowModel {
  @State(initial: 1) var level
  var equations: [Equation] { d(level) == -sqrt(level) - 1 }
}

@Suite("Method auto")
struct AutomaticTests {
  @Test(
    "an equation that ends is named with its culprit, whatever the method",
    arguments: [IntegrationOptions.Method.auto, .erk, .rosenbrock, .radau, .bdf])
  func culprit(_ method: IntegrationOptions.Method) throws {
    let field = try System(Tank()).field(in: .slow)
    for rtol in [1e-4, 1e-8, 1e-11] {
      let error = #expect(throws: IntegrationError.self) {
        try integrate(field, from: [1], over: (0, 10), options: options(method, rtol))
      }
      #expect(error?.reason == .nonFiniteRate && error?.variable == "level", "rtol \(rtol)")
      #expect(error?.message.contains("`sqrt(level)`") == true)
      #expect(abs((error?.time ?? 0) - (2 - 2 * .log(2))) < 1e-3)
    }
  }

  private func options(_ method: IntegrationOptions.Method, _ rtol: Double = 1e-6)
    -> IntegrationOptions
  {
    IntegrationOptions(method: method, relativeTolerance: rtol)
  }

  @Test("an oscillator is left to the explicit method, also over a thousand periods")
  func notStiff() throws {
    let field = try System(Spring()).field(in: .slow)
    for end in [20, 2000 * Double.pi] {
      let solution = try integrate(
        field, from: [1, 0], over: (0, end), options: options(.auto, 1e-9))
      // A trial is twelve steps of Radau, one Jacobian each, and there and back.
      let trials = solution.methodChanges.count / 2
      #expect(solution.methodChanges.last?.to == .erk && trials <= 4)
      #expect(solution.statistics.jacobianEvaluations == 12 * trials)
    }
  }

  @Test(
    "a stiff relaxation oscillation agrees with the stiff method and is not costlier",
    arguments: zip([1e-5, 1e-6], [IntegrationOptions.Method.rosenbrock, .radau]))
  func relaxation(_ rtol: Double, _ method: IntegrationOptions.Method) throws {
    let system = try System(StiffVanDerPol().setting(\.$ε, 1e-6))
    let field = system.field(in: .slow)
    let own = try integrate(
      field, from: [2, 0], over: (0, 5), output: .times([1, 2, 5]), options: options(.auto, rtol))
    let stiff = try integrate(
      field, from: [2, 0], over: (0, 5), output: .times([1, 2, 5]), options: options(method, rtol))
    let exact = try integrate(
      field, from: [2, 0], over: (0, 5), output: .times([1, 2, 5]),
      options: options(.rosenbrock, 1e-11))
    for k in exact.stateValues.indices {
      #expect(abs(own.stateValues[k] - exact.stateValues[k]) < 1e-3)
    }
    #expect(own.methodChanges.contains { $0.to == method })
    #expect(own.statistics.rhsEvaluations < 3 * stiff.statistics.rhsEvaluations / 2)
  }

  /// Order 13 takes a fortieth of order 8's steps there, and each costs some six times as much.
  @Test(
    "far from stability a trial finds that the stiff method is cheaper",
    arguments: ["michaelis_menten_eps1e-2", "davis_skodje_gamma100"])
  func trial(_ name: String) throws {
    let problem = try #require(WrittenProblem.references.first { $0.name == name })
    let work = try [IntegrationOptions.Method.auto, .radau, .erk].map {
      try ReferenceRun(problem, $0, relativeTolerance: 1e-12).solution
    }
    #expect(work[0].methodChanges.prefix(2).map(\.to) == [.erk, .radau])
    #expect(work[0].methodChanges[1].reason == "tried, after 100 explicit steps, for its cost")
    // A hundred explicit steps of twelve evaluations before, and the restart.
    let evaluations = work.map(\.statistics.rhsEvaluations)
    #expect(evaluations[0] < evaluations[1] + 1800)
    #expect(evaluations[0] < evaluations[2] / 4)
  }

  @Test("the method changes when stiffness begins, and back when it ends")
  func both() throws {
    let field = try System(StiffForAWhile()).field(in: .slow)
    let solution = try integrate(field, from: [1], over: (0, 40), options: options(.auto, 1e-5))
    for (t, x) in zip(solution.times, try #require(solution["x"])) {
      #expect(abs(x - .cos(t)) < 1e-3)
    }
    #expect(solution.methodChanges.map(\.to) == [.erk, .rosenbrock, .erk])
    let times = solution.methodChanges.map(\.time)
    try #require(times.count == 3)
    #expect(times[1] > 4.5 && times[1] < 5.5)
    #expect(times[2] > 9.8)
    #expect(solution.methodChanges[1].from == .erk)
    #expect(solution.methodChanges[1].reason.contains("stability"))
    #expect(solution.methodChanges[2].reason.contains("accuracy"))
  }

  @Test("more than twelve variables or a hand-written field go to bdf where they are stiff")
  func large() throws {
    let chain = ExternalModel(variables: (0..<20).map { "x\($0)" }) { _, x, rate in
      for k in 0..<20 {
        rate[k] = 1e6 * ((k > 0 ? x[k - 1] : 0) - 2 * x[k] + (k < 19 ? x[k + 1] : 0)) + 1
      }
    }
    let solution = try integrate(
      chain, from: (0..<20).map { Double($0 % 3) }, over: (0, 1), options: options(.auto))
    #expect(solution.methodChanges.last?.to == .bdf)
    // At rest: 1e6 x'' = −1 over 21 cells.
    for k in 0..<20 {
      let exact = Double(k + 1) * Double(20 - k) / 2e6
      #expect(abs(solution.reachedState[k] - exact) < 1e-3 * exact + 1e-9)
    }
  }

  @Test("a run repeated is the same to the last bit; in pieces as well")
  func deterministic() throws {
    let field = try System(StiffVanDerPol()).field(in: .slow)
    let once = try integrate(field, from: [2, 0], over: (0, 5), options: options(.auto))
    let again = try integrate(field, from: [2, 0], over: (0, 5), options: options(.auto))
    #expect(once.times == again.times && once.stateValues == again.stateValues)
    #expect(once.methodChanges == again.methodChanges)
    let run = try Integrator(field, from: [2, 0], over: (0, 5), options: options(.auto))
    for time in [1.0, 2, 3] { _ = try run.advance(to: time) }
    let pieces = try run.advance()
    #expect(pieces.times == once.times && pieces.stateValues == once.stateValues)
  }

  /// Between steps the stiff method errs more than at their ends, by itself as well.
  @Test("output within steps is as good across changes of method as without them")
  func output() throws {
    let field = try System(StiffForAWhile()).field(in: .slow)
    let times = (0...1000).map { Double($0) / 50 }
    let errors = try [IntegrationOptions.Method.auto, .rosenbrock].map { method in
      let solution = try integrate(
        field, from: [1], over: (0, 20), output: .times(times), options: options(method, 1e-8))
      return zip(times, solution["x"] ?? []).map { abs($1 - .cos($0)) }.max() ?? .nan
    }
    #expect(errors[0] < 2 * errors[1] && errors[1] < 1e-5, "\(errors)")
  }
}
