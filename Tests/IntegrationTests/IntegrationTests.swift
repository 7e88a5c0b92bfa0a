import Integration
import NumericKernel
import RealModule
import Testing

/// y' = −y with exact Jacobian.
let decay = ExternalModel(
  variables: ["y"], jacobian: { _, _, matrix in matrix[0] = -1 },
  rate: { _, y, rate in rate[0] = -y[0] })

/// x' = v, v' = −x.
let oscillator = ExternalModel(variables: ["x", "v"]) { _, y, rate in
  rate[0] = y[1]
  rate[1] = -y[0]
}

@Suite("Integration")
struct IntegrationTests {
  @Test(
    "both methods solve an oscillator",
    arguments: IntegrationOptions.Method.allCases.filter { !$0.needsScales })
  func methods(_ method: IntegrationOptions.Method) throws {
    let solution = try integrate(
      oscillator, from: [1, 0], over: (0, 10), output: .points(21),
      options: .init(method: method, relativeTolerance: 1e-9, absoluteTolerance: 1e-11))
    for (t, x) in zip(solution.times, try #require(solution["x"])) {
      #expect(abs(x - .cos(t)) < 1e-6)
    }
    #expect(solution.status == .completed)
    #expect(solution.statistics.steps > 10)
  }

  /// Local errors of size rtol add up over some hundred steps, so the global error stays within
  /// 10³ rtol and falls with it: six decades of tolerance must buy at least four of error.
  @Test(
    "the error falls with the tolerance",
    arguments: IntegrationOptions.Method.allCases.filter { !$0.needsScales })
  func tolerance(_ method: IntegrationOptions.Method) throws {
    let tolerances = [1e-4, 1e-6, 1e-8, 1e-10]
    let errors = try tolerances.map { rtol in
      let solution = try integrate(
        oscillator, from: [1, 0], over: (0, 10), output: .points(41),
        options: .init(
          method: method, relativeTolerance: rtol, absoluteTolerance: AbsoluteTolerance(rtol)))
      return zip(solution.times, solution["x"] ?? []).map { abs($1 - .cos($0)) }.max() ?? .infinity
    }
    for (error, rtol) in zip(errors, tolerances) { #expect(error < 1e3 * rtol) }
    #expect(errors[3] < 1e-4 * errors[0])
  }

  @Test("output times may be unsorted, repeated and include the start")
  func anyOrder() throws {
    let times = [2, 0, 0.5, 0.5, 1]
    let solution = try integrate(decay, from: [1], over: (0, 2), output: .times(times))
    #expect(solution.times == times)
    for (t, y) in zip(times, solution.stateValues) { #expect(abs(y - .exp(-t)) < 1e-7) }
  }

  @Test("logarithmic points run from the fastest time scale to the end")
  func logarithmic() throws {
    let stiff = ExternalModel(
      variables: ["y"], jacobian: { _, _, matrix in matrix[0] = -1e6 },
      rate: { _, y, rate in rate[0] = -1e6 * y[0] })
    let times = try integrate(
      stiff, from: [1], over: (0, 10), output: .points(10, .logarithmic())
    ).times
    #expect(times.count == 10)
    #expect(times[0] == 0 && times[9] == 10)
    #expect(abs(times[1] - 1e-7) < 1e-20)
    let ratios = zip(times.dropFirst(), times.dropFirst(2)).map { $1 / $0 }
    #expect(ratios.allSatisfy { abs($0 - ratios[0]) < 1e-9 * ratios[0] })
  }

  @Test("a run goes backward as well")
  func backward() throws {
    let solution = try integrate(
      decay, from: [.exp(-3)], over: (3, 0), output: .times([0, 1, 2]))
    #expect(solution.times == [0, 1, 2])
    for (t, y) in zip(solution.times, solution.stateValues) { #expect(abs(y - .exp(-t)) < 1e-6) }
  }

  @Test("an interval of no length gives the start, with no step")
  func noLength() throws {
    let solution = try integrate(decay, from: [1], over: (1, 1), output: .times([1, 1]))
    #expect(solution.stateValues == [1, 1])
    #expect(solution.statistics.steps == 0)
  }

  @Test("no right-hand side is evaluated outside the interval")
  func stays() throws {
    let guarded = ExternalModel(variables: ["y"]) { t, _, rate in
      struct Outside: Error {}
      if t < 0 || t > 1 { throw Outside() }
      rate[0] = 1
    }
    let solution = try integrate(guarded, from: [0], over: (0, 1))
    #expect(abs(solution.reachedState[0] - 1) < 1e-12)
  }

  @Test("observables are evaluated at each record")
  func observables() throws {
    let energy = Observables(["energy"]) { { _, y, out in out[0] = y[0] * y[0] + y[1] * y[1] } }
    let solution = try integrate(
      oscillator, from: [1, 0], over: (0, 5), output: .points(6), observables: energy)
    #expect(solution["energy"]?.count == 6)
    #expect(solution["energy"]?.allSatisfy { abs($0 - 1) < 1e-6 } == true)
    #expect(solution["nothing"] == nil)
  }

  @Test("a run can be stopped, and a budget of steps holds")
  func stops() throws {
    let stopped = try integrate(decay, from: [1], over: (0, 1e9)) {
      $0.steps < 5 ? .proceed : .stop
    }
    #expect(stopped.status == .interrupted)
    #expect(stopped.count == 6)
    var options = IntegrationOptions()
    options.maximumSteps = 7
    let limited = try integrate(oscillator, from: [1, 0], over: (0, 1e9), options: options)
    #expect(limited.status == .stepLimit)
    #expect(limited.reachedTime > 0)
  }

  @Test("an exact Jacobian is used, not differences")
  func jacobian() throws {
    let options = IntegrationOptions(method: .bdf)
    let exact = try integrate(decay, from: [1], over: (0, 2), options: options).statistics
    #expect(exact.jacobianEvaluations > 0)
    let differences = try integrate(
      ExternalModel(variables: ["y"]) { _, y, rate in rate[0] = -y[0] }, from: [1], over: (0, 2),
      options: options
    ).statistics
    #expect(differences.rhsEvaluations > exact.rhsEvaluations)
  }
}

@Suite("Failures of integration", .serialized)
struct IntegrationFailureTests {
  /// The error of a run that must fail.
  private func failure(_ body: () throws(IntegrationError) -> Solution) -> IntegrationError? {
    do { _ = try body() } catch { return error }
    Issue.record("no error")
    return nil
  }

  @Test("a rate that becomes NaN names equation, time and state, and keeps the trajectory")
  func nonFinite() throws {
    let model = ExternalModel(variables: ["u", "v"]) { _, y, rate in
      rate[0] = 1
      rate[1] = (2 - y[0]).squareRoot()
    }
    let error = try #require(
      failure { () throws(IntegrationError) in
        try integrate(model, from: [0, 0], over: (0, 10))
      })
    #expect(error.reason == .nonFiniteRate)
    #expect(error.variable == "v")
    #expect(abs(error.time - 2) < 1e-2)
    #expect(error.solution.count > 3)
    #expect(error.solution.status == .failed)
    #expect(error.solution.stateValues.allSatisfy { $0.isFinite })
    #expect(error.description.contains("the equation of v gives"))
  }

  @Test("an error thrown by the right-hand side comes back in words")
  func thrown() throws {
    struct Broken: Error, CustomStringConvertible { let description = "sensor lost" }
    let model = ExternalModel(variables: ["u"]) { t, _, rate in
      if t > 1 { throw Broken() }
      rate[0] = 1
    }
    let error = try #require(
      failure { () throws(IntegrationError) in
        try integrate(model, from: [0], over: (0, 5), output: .times([3, 0]))
      })
    #expect(error.reason == .rateThrew)
    #expect(error.description.contains("sensor lost"))
    #expect(error.solution.times == [0])
  }

  @Test("blow-up ends near the pole with what was computed")
  func blowUp() throws {
    let model = ExternalModel(
      variables: ["u"], jacobian: { _, y, m in m[0] = 2 * y[0] },
      rate: { _, y, rate in rate[0] = y[0] * y[0] })
    let error = try #require(
      failure { () throws(IntegrationError) in
        try integrate(model, from: [1], over: (0, 2))
      })
    #expect(abs(error.time - 1) < 1e-3)
    #expect(error.solution.count > 10)
  }

  @Test(
    "requests that make no sense are refused before anything runs",
    arguments: [
      ("rtol 0", 0, 1e-9, 1.0, [1.0]), ("rtol NaN", .nan, 1e-9, 1, [1]),
      ("rtol 0.5", 0.5, 1e-9, 1, [1]), ("rtol 1e-15", 1e-15, 1e-9, 1, [1]),
      ("atol -1", 1e-6, -1, 1, [1]), ("atol NaN", 1e-6, .nan, 1, [1]),
      ("end NaN", 1e-6, 1e-9, .nan, [1]), ("end inf", 1e-6, 1e-9, .infinity, [1]),
      ("y0 NaN", 1e-6, 1e-9, 1, [.nan]), ("two values", 1e-6, 1e-9, 1, [1, 2]),
      ("y0 = 0, atol = 0", 1e-6, 0, 1, [0]),
    ] as [(String, Double, Double, Double, [Double])])
  func refused(_ name: String, _ rtol: Double, _ atol: Double, _ end: Double, _ state: [Double])
    throws
  {
    let error = try #require(
      failure { () throws(IntegrationError) in
        try integrate(
          decay, from: state, over: (0, end),
          options: .init(relativeTolerance: rtol, absoluteTolerance: AbsoluteTolerance(atol)))
      })
    #expect(error.reason == .badRequest, "\(name)")
    #expect(!error.advice.isEmpty)
  }

  @Test("output outside the run and tolerances for no variable are named")
  func outside() throws {
    let times = try #require(
      failure { () throws(IntegrationError) in
        try integrate(decay, from: [1], over: (0, 10), output: .times([-1, 5, 11]))
      })
    #expect(times.description.contains("-1, 11"))
    let names = try #require(
      failure { () throws(IntegrationError) in
        try integrate(
          oscillator, from: [1, 0], over: (0, 1),
          options: .init(absoluteTolerance: AbsoluteTolerance(1e-9, exceptions: ["w": 1])))
      })
    #expect(names.description.contains("\"w\""))
  }
}
