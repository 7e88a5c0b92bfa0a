import FastSlow
import FastSlowModels
import RealModule
import Testing

/// x' = −x through z = ln x, with equations that may be wrong.
private struct Decay: FastSlowModel {
  @State(initial: 1) var x
  @Parameter(-1) var rate

  var equations: [Equation] { d(x) == -x }

  var charts: [Chart] {
    let z = Chart.Coordinate("z", replacing: x, with: log(x)) { exp($0) }
    Chart("logarithm", [z], where: 0.5 - x, margin: 0.1) { d(z.expression) == -1 }
    Chart("given", [z], where: -1, margin: 0.1) { d(z.expression) == rate }
    let w = Chart.Coordinate("w", replacing: x, with: log(x)) { 2 * exp($0) }
    Chart("inverse", [w], where: -1, margin: 0.1)
  }
}

/// Two faults: a margin of zero, and a coordinate in the place of a parameter.
private struct Faulty: FastSlowModel {
  @State(initial: 1) var x
  @Parameter(-1) var rate

  var equations: [Equation] { d(x) == rate * x }

  var charts: [Chart] {
    let z = Chart.Coordinate("z", replacing: x, with: log(x)) { exp($0) }
    Chart("flat", [z], where: x, margin: 0)
    let p = Chart.Coordinate("p", replacing: rate, with: log(x)) { exp($0) }
    Chart("parameter", [p], where: x, margin: 1)
  }
}

@Suite("Declared charts")
struct ChartDeclarationTests {
  @Test("far below the least number a logarithm still knows where it is")
  func logarithm() throws {
    let solution = try Decay().compiled().solve(until: 2000)
    #expect(solution.segments.map(\.chart) == [nil, "logarithm"])
    // z' = −1 exactly: the only errors are those of the first segment, rtol 1e-8.
    #expect(abs((solution.segments.last?["z"] ?? 0) + 2000) < 1e-6)
  }

  @Test("a given equation is held against the chain rule")
  func givenEquation() throws {
    let right = try Decay().compiled()
    #expect(throws: Never.self) { try right.solve(until: 1, charts: .only("given")) }
    let wrong = try right.setting("rate", -1.01)
    let error = #expect(throws: IntegrationError.self) {
      try wrong.solve(until: 1, charts: .only("given"))
    }
    #expect(error?.message.contains("rate of z") == true)
  }

  @Test("an inverse that does not undo its chart is refused")
  func inverse() throws {
    let error = #expect(throws: IntegrationError.self) {
      try Decay().compiled().solve(until: 1, charts: .only("inverse"))
    }
    #expect(error?.message.contains("does not undo itself") == true)
  }

  /// The prey fall below 1e-30 and come back: their logarithm is followed by itself, or the prey with an
  /// absolute tolerance far below their least number.
  @Test("prey that crash recover as they do at any tolerance below their number")
  func crash() throws {
    let system = try RosenzweigMacArthur().compiled()
    let times = [5.0, 10, 20]
    var options = IntegrationOptions(relativeTolerance: 1e-9)
    options.auditsTrust = true
    let charted = try system.solve(until: 20, output: .times(times), options: options)
    #expect(charted.segments.contains { $0.chart == "logarithm" })
    #expect(charted.suspicions.isEmpty, "\(charted.suspicions)")
    options.absoluteTolerance = AbsoluteTolerance(exceptions: ["x": 1e-60])
    options.method = .rosenbrock
    let plain = try system.solve(
      until: 20, output: .times(times), charts: .none, options: options)
    for (a, b) in zip(charted.stateValues, plain.stateValues) {
      #expect(abs(a - b) < 1e-5 * abs(b))
    }
  }

  @Test("faults of charts are listed with the model's")
  func faults() {
    let error = #expect(throws: ModelError.self) { try Faulty().compiled() }
    #expect(error?.faults.count == 2)
  }

  @Test("events are found in the model's variables whatever the chart")
  func events() throws {
    let half = Event("quarter", direction: .falling, isTerminal: true) { _, x in x[0] - 0.25 }
    let solution = try Decay().compiled().solve(until: 10, events: [half])
    #expect(solution.segments.last?.chart == "logarithm")
    #expect(solution.status == .event)
    #expect(abs(solution.reachedTime - Double.log(4)) < 1e-6)
    #expect(abs(solution.events[0].state[0] - 0.25) < 1e-6)
  }
}
