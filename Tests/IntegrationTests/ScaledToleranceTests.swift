import Integration
import NumericKernel
import RealModule
import Testing

/// x ⇌ y with rates 2 and 1, x + y = total: x(t) = total (1 + 2 e^(−3t))/3 from x = total.
private let exchange = ExternalModel(
  variables: ["x", "y"],
  jacobian: { _, _, m in
    m[0] = -2
    m[1] = 2
    m[2] = 1
    m[3] = -1
  },
  rate: { _, y, rate in
    rate[0] = y[1] - 2 * y[0]
    rate[1] = 2 * y[0] - y[1]
  })

@Suite("Absolute tolerance by size")
struct ScaledToleranceTests {
  @Test(
    "the same problem in any unit is solved with the same steps", arguments: [0x1p-100, 1, 0x1p100])
  func units(_ total: Double) throws {
    let solution = try integrate(
      exchange, from: [total, 0], over: (0, 10), output: .points(11),
      options: .init(relativeTolerance: 1e-6))
    for (t, x) in zip(solution.times, try #require(solution["x"])) {
      let exact = total * (1 + 2 * .exp(-3 * t)) / 3
      #expect(abs(x - exact) < 1e-4 * exact)
    }
    let unit = try integrate(
      exchange, from: [1, 0], over: (0, 10), output: .points(11),
      options: .init(relativeTolerance: 1e-6))
    // A power of two changes no digit: everything scales exactly.
    #expect(solution.statistics.steps == unit.statistics.steps)
  }

  @Test("a start at zero everywhere has a tolerance too")
  func zero() throws {
    let grow = ExternalModel(variables: ["x"]) { _, _, rate in rate[0] = 1 }
    let end = try integrate(grow, from: [0], over: (0, 5)).reachedState[0]
    #expect(abs(end - 5) < 1e-6)
  }

  /// y' = a t³: neither y nor its rate has a size at the start. Powers of two change no digit.
  @Test(
    "growth from nothing with no rate at first is followed, in any unit",
    arguments: [IntegrationOptions.Method.bdf, .adams, .rosenbrock, .radau])
  func nothing(_ method: IntegrationOptions.Method) throws {
    var steps: Set<Int> = []
    for (unit, length) in [(0x1p-100, 10.0), (1, 10), (0x1p100, 10), (1, 10 * 0x1p-30)] {
      let power = ExternalModel(
        variables: ["y"], jacobian: { _, _, _ in },
        timeDerivative: { t, _, result in result[0] = 3 * unit * t * t },
        rate: { t, _, rate in rate[0] = unit * t * t * t })
      let solution = try integrate(
        power, from: [0], over: (0, length), options: IntegrationOptions(method: method))
      let exact = unit * length * length * length * length / 4
      #expect(abs(solution.reachedState[0] - exact) < 1e-6 * exact)
      steps.insert(solution.statistics.steps)
    }
    // Lengths of time count only as parts of the run.
    #expect(steps.count == 1, "\(steps)")
  }

  /// y' = 1e6 (cos t − y) from 0: its rate over the whole run is not its size.
  @Test("a fast start from nothing is not held against the length of the run")
  func layer() throws {
    let layer = ExternalModel(
      variables: ["y"], jacobian: { _, _, m in m[0] = -1e6 },
      rate: { t, y, rate in rate[0] = 1e6 * (.cos(t) - y[0]) })
    let solution = try integrate(layer, from: [0], over: (0, 10), output: .times([1e-6, 10]))
    let exact = [1 - Double.exp(-1), .cos(10) + 1e-6 * .sin(10)]
    for (value, exact) in zip(try #require(solution["y"]), exact) {
      // The exact solution's own terms of order 1e-12 and the local errors of a few hundred steps.
      #expect(abs(value - exact) < 1e-6)
    }
  }

  @Test("a tolerance that is given is kept, others go by size")
  func mixed() throws {
    let loose = try integrate(
      exchange, from: [1e-30, 0], over: (0, 10), output: .times([10]),
      options: .init(relativeTolerance: 1e-6, absoluteTolerance: 1e-9))
    let scaled = try integrate(
      exchange, from: [1e-30, 0], over: (0, 10), output: .times([10]),
      options: .init(
        relativeTolerance: 1e-6, absoluteTolerance: AbsoluteTolerance(exceptions: ["x": 1e-40])))
    // With 1e-9 nothing is controlled at this size, and far fewer steps are taken.
    #expect(loose.statistics.steps < scaled.statistics.steps)
    #expect(abs(scaled.stateValues[0] - 1e-30 / 3) < 1e-34)
  }
}
