import FastSlow
import FastSlowModels
import RealModule
import Testing

@Suite("Many points at once")
struct BatchTests {
  private func options(_ method: IntegrationOptions.Method = .rosenbrock, rtol: Double = 1e-8)
    -> IntegrationOptions
  {
    IntegrationOptions(
      method: method, relativeTolerance: rtol, absoluteTolerance: AbsoluteTolerance(rtol * 1e-3))
  }

  /// 203 points leave the last vector part empty, and their lengths in steps differ by ten times, so
  /// that lanes are refilled at all phases.
  @Test("each point comes out as it does alone, to the tolerance", arguments: [1, 2, 3])
  func alone(_ threads: Int) async throws {
    let system = try VanDerPol().compiled()
    let small = (0..<203).map { Double.pow(10, -1 - 4 * Double($0) / 202) }
    let starts = (0..<203).map { 2 - 0.01 * Double($0 % 7) }
    let batch = try await system.solve(
      varying: ["ε": small, "x": starts], until: 1, at: [0.3, 1], options: options(),
      threads: threads)
    #expect(batch.count == 203)
    for point in 0..<203 {
      let alone = try system.setting("ε", small[point]).setting("x", initial: starts[point])
        .solve(until: 1, output: .times([0.3, 1]), options: options())
      #expect(batch.statuses[point] == .completed)
      #expect(batch.reachedTimes[point] == 1)
      #expect(batch.state(of: point, at: 1) == batch.end(of: point))
      // The same method with the same error test, and step sizes that differ in the fourth digit.
      #expect(abs(batch.steps[point] - alone.statistics.steps) <= 2 + alone.statistics.steps / 20)
      for record in 0..<2 {
        let pair = zip(batch.state(of: point, at: record), alone.state(at: record))
        for (one, other) in pair { #expect(abs(one - other) < 1e-6) }
      }
    }
  }

  @Test("an audit against CVODE: the flagship model over its learning rate and its start")
  func audit() async throws {
    let system = try FeatureUnlearning().compiled()
    let ratios = (0..<64).map { Double.pow(10, -2 + 1.5 * Double($0) / 63) }
    let starts = (0..<64).map { 0.05 + 0.01 * Double($0 % 9) }
    let batch = try await system.solve(
      varying: ["ε": ratios, "s": starts], until: 1e3, in: .fast, options: options())
    for point in stride(from: 0, to: 64, by: 5) {
      let exact = try system.setting("ε", ratios[point]).setting("s", initial: starts[point])
        .solve(until: 1e3, in: .fast, output: .times([]), options: options(.bdf, rtol: 1e-11))
      for (own, other) in zip(batch.end(of: point), exact.reachedState) {
        #expect(abs(own - other) < 1e-6 * abs(other))
      }
    }
  }

  @Test("rows change places where a pivot asks for it: three stiff species")
  func pivots() async throws {
    let system = try Robertson().compiled()
    let rates = (0..<20).map { 1e4 * Double.pow(2, Double($0 % 5)) }
    let batch = try await system.solve(
      varying: ["k3": rates], until: 1e6,
      options: IntegrationOptions(relativeTolerance: 1e-8, absoluteTolerance: 1e-16))
    for point in 0..<20 {
      let alone = try system.setting("k3", rates[point]).solve(
        until: 1e6, output: .times([]),
        options: IntegrationOptions(
          method: .rosenbrock, relativeTolerance: 1e-8, absoluteTolerance: 1e-16))
      for (own, other) in zip(batch.end(of: point), alone.reachedState) {
        #expect(abs(own - other) < 1e-6 * abs(other))
      }
      #expect(abs(batch.end(of: point).reduce(0, +) - 1) < 1e-12)
    }
  }

  /// x = cos t exactly; five variables go through the loop that is not compiled by dimension.
  @Test("systems that depend on time, and of more variables")
  func forced() async throws {
    let system = try Forced().compiled()
    let batch = try await system.solve(
      varying: ["k": (0..<40).map { 1 + Double($0) * 100 }], until: 3, at: [1, 2],
      options: options())
    for point in 0..<40 {
      for (record, t) in [1.0, 2].enumerated() {
        for value in batch.state(of: point, at: record) { #expect(abs(value - .cos(t)) < 1e-6) }
      }
      #expect(abs(batch.end(of: point)[4] - .cos(3)) < 1e-6)
    }
  }

  @Test("a point that fails says so and leaves the others alone")
  func failing() async throws {
    // ẋ of a fold runs away in finite time for y0 > 0, and settles for y0 < 0 while y < 0.
    let system = try Escape().compiled()
    let batch = try await system.solve(
      varying: ["p": [-1, 1, -4, 4, -9]], until: 10, in: .fast, options: options())
    #expect(batch.statuses == [.completed, .failed, .completed, .failed, .completed])
    #expect(abs(batch.reachedTimes[1] - .pi / 2) < 1e-3)
    #expect(abs(batch.reachedTimes[3] - .pi / 4) < 1e-3)
    #expect(abs(batch.end(of: 2)[0] + 2) < 1e-6)
    #expect(batch.end(of: 1).allSatisfy { $0.isFinite })
  }

  @Test("a budget of steps holds by point, and requests are checked")
  func limits() async throws {
    let system = try VanDerPol().compiled()
    var limited = options()
    limited.maximumSteps = 5
    let batch = try await system.solve(varying: ["a": [0, 0.5]], until: 10, options: limited)
    #expect(batch.statuses == [.stepLimit, .stepLimit])
    #expect(batch.steps == [5, 5])
    await #expect(throws: UnequalColumns.self) {
      try await system.solve(varying: ["a": [0, 1], "ε": [0.1]], until: 1)
    }
    await #expect(throws: UnknownName.self) {
      try await system.solve(varying: ["b": [0, 1]], until: 1)
    }
    await #expect(throws: UnusableValue.self) {
      try await system.solve(varying: ["a": [0, .nan]], until: 1)
    }
    await #expect(throws: IntegrationError.self) {
      try await system.solve(varying: ["a": [0]], until: 1, at: [2])
    }
  }
}

/// x' = p + x² from 0: tan for p > 0, to a rest at −√−p for p < 0.
private struct Escape: FastSlowModel {
  @State(initial: 0) var x
  @Parameter(1) var p

  var equations: [Equation] { d(x) == p + x ** 2 }
}

/// Every variable follows cos t, each at a rate of its own.
private struct Forced: FastSlowModel {
  @State(initial: 1) var v
  @State(initial: 1) var w
  @State(initial: 1) var x
  @State(initial: 1) var y
  @State(initial: 1) var z
  @Parameter(1) var k

  var equations: [Equation] {
    d(v) == k * (cos(time) - v) - sin(time)
    d(w) == 2 * k * (v - w) - sin(time)
    d(x) == 3 * k * (w - x) - sin(time)
    d(y) == 4 * k * (x - y) - sin(time)
    d(z) == 5 * k * (y - z) - sin(time)
  }
}
