import Integration
import NumericKernel
import Testing

/// In processes of their own: other tests have solvers alive at the same time.
@Suite("No object of SUNDIALS outlives its run")
struct LiveObjectTests {
  @Test("after success, and while a run is paused there are some")
  func success() async {
    await #expect(processExitsWith: .success) {
      for method in [IntegrationOptions.Method.bdf, .adams] {
        do {
          let run = try Integrator(
            decay, from: [1], over: (0, 1), options: IntegrationOptions(method: method))
          _ = try run.advance(to: 0.5)
          precondition(SUNDIALS.liveSolverCount == 1 && SUNDIALS.liveObjectCount > 4)
        }
        precondition(SUNDIALS.liveSolverCount == 0 && SUNDIALS.liveObjectCount == 0)
      }
    }
  }

  @Test("after a request that is wrong")
  func badRequest() async {
    await #expect(processExitsWith: .success) {
      expectFailure(.badRequest) { () throws(IntegrationError) in
        try integrate(decay, from: [.nan], over: (0, 1))
      }
    }
  }

  @Test("after rates that are not finite, at the start and later")
  func nonFinite() async {
    await #expect(processExitsWith: .success) {
      for time in [-1, 0.5] {
        expectFailure(.nonFiniteRate) { () throws(IntegrationError) in
          try integrate(
            ExternalModel(variables: ["u"]) { t, _, r in r[0] = t > time ? .nan : 1 }, from: [0],
            over: (0, 1))
        }
      }
    }
  }

  @Test("after a right-hand side that throws")
  func throwing() async {
    await #expect(processExitsWith: .success) {
      struct Broken: Error {}
      expectFailure(.rateThrew) { () throws(IntegrationError) in
        try integrate(
          ExternalModel(variables: ["u"]) { t, _, r in
            if t > 0.5 { throw Broken() }
            r[0] = 1
          }, from: [0], over: (0, 1))
      }
    }
  }

  @Test("after a budget of steps")
  func budget() async {
    await #expect(processExitsWith: .success) {
      var options = IntegrationOptions()
      options.maximumSteps = 3
      let part = try integrate(decay, from: [1], over: (0, 10), options: options)
      precondition(part.status == .stepLimit)
      precondition(SUNDIALS.liveObjectCount == 0)
    }
  }

  /// y' = y² from 1 has a pole at t = 1.
  @Test("after steps that shrink to nothing")
  func pole() async {
    await #expect(processExitsWith: .success) {
      for method in [IntegrationOptions.Method.bdf, .adams] {
        let pole = ExternalModel(
          variables: ["y"], jacobian: { _, y, m in m[0] = 2 * y[0] },
          rate: { _, y, rate in rate[0] = y[0] * y[0] })
        expectFailure(nil) { () throws(IntegrationError) in
          try integrate(
            pole, from: [1], over: (0, 2), options: IntegrationOptions(method: method))
        }
      }
    }
  }

  /// A rate that jumps by 1e300 with the sign of y: no step is small enough.
  @Test("after an error test that fails without end")
  func errorTest() async {
    await #expect(processExitsWith: .success) {
      expectFailure(nil) { () throws(IntegrationError) in
        try integrate(
          ExternalModel(variables: ["y"]) { t, _, rate in rate[0] = t > 0.5 ? 1e300 : 1 },
          from: [1], over: (0, 1), options: IntegrationOptions(absoluteTolerance: 1e-12))
      }
    }
  }
}

/// Runs what must fail, with the reason given if there is one, and counts what it left behind.
private func expectFailure(
  _ reason: IntegrationError.Reason?, _ run: () throws(IntegrationError) -> Solution
) {
  do {
    _ = try run()
    preconditionFailure("no error")
  } catch {
    precondition(reason == nil || error.reason == reason, "\(error.reason)")
    precondition(SUNDIALS.liveSolverCount == 0 && SUNDIALS.liveObjectCount == 0)
  }
}
