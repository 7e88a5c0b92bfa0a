import FastSlow
import FastSlowModels
import RealModule
import Testing

@Suite("Charts of the unlearning model")
struct ChartTests {
  struct Golden: Sendable, CustomTestStringConvertible {
    let name: String
    let c: [Double]
    let b: [Double]
    let ε: Double
    let a0: Double
    let t: Double
    let s: Double
    let a: Double

    var testDescription: String { "\(name) at t = \(t)" }

    func system() throws -> System {
      try FeatureUnlearning().setting(\.$c, c).setting(\.$b, b).setting(\.$ε, ε)
        .setting(\.$a, initial: a0).compiled()
    }
  }

  /// Values of independent integrators, which agree to about 1e-10.
  static let golden: [Golden] =
    [
      (5, 0.957020565932, 1.087875288914), (50, 0.998350902918, 1.148883853850),
      (500, 0.999999998409, 1.146067419272),
    ].map {
      Golden(
        name: "learn", c: [0, 0.9, 0.6], b: [0, 0.8, 0.5], ε: 0.1, a0: 1, t: $0.0, s: $0.1,
        a: $0.2)
    }
    + [
      (5, 0.579152417514, 0.261861812744), (5e3, 0.137393138343, 6.276456767057),
      (5e7, 0.006859483115, 144.9625294),
    ].map {
      Golden(
        name: "unlearn", c: [0, 1, -0.45], b: [0, 1, 0.9], ε: 0.05, a0: 0.2, t: $0.0, s: $0.1,
        a: $0.2)
    }

  static let uses: [ChartUse] = [.automatic, .none, .only("artanh"), .only("residual")]
  static let tight = IntegrationOptions(
    relativeTolerance: 1e-12, absoluteTolerance: AbsoluteTolerance(1e-15))

  /// 144.9625294 is given to 10 digits, 0.006859483115 to 10 significant ones, so 9 can be held.
  @Test("nine digits in every chart and with charts chosen", arguments: golden, uses)
  func nineDigits(_ value: Golden, _ charts: ChartUse) throws {
    let solution = try value.system().solve(
      until: value.t, in: .fast, output: .times([value.t]), charts: charts, options: Self.tight)
    let state = solution.state(at: 0)
    #expect(abs(state[0] - value.s) < 1e-9 * max(value.s, 1e-3), "s = \(state[0])")
    #expect(abs(state[1] - value.a) < 1e-9 * value.a, "a = \(state[1])")
  }

  static func delay() throws -> System {
    try FeatureUnlearning().setting(\.$c, [0, 1, 0, 0.05]).setting(\.$b, [0, 0.7, 0, 0.4])
      .setting(\.$ε, 0.003).setting(\.$a, initial: 0.0783505).compiled()
  }

  @Test("the delay's golden value", arguments: [ChartUse.automatic, .only("artanh")])
  func delayedValue(_ charts: ChartUse) throws {
    let solution = try Self.delay().solve(
      until: 500, in: .fast, output: .times([500]), charts: charts, options: Self.tight)
    let v = try #require(solution.segments.last?["v"])
    #expect(abs(v - 56.58766) < 5e-6, "v = \(v)")
    #expect(abs(solution.state(at: 0)[1] - 0.710732579606) < 1e-9)
  }

  @Test("the delay ends unlearned; without charts it is suspect")
  func delayedExit() throws {
    let system = try Self.delay()
    let solution = try system.solve(until: 1e5, in: .fast)
    #expect(solution.segments.map(\.chart) == [nil, "artanh", "residual"])
    let s = try #require(solution["s"])
    #expect(FeatureFate(times: solution.times, alignment: s) == .unlearned)
    let loss = system.resolutionLoss(in: solution, unit: .fast, relativeTolerance: 1e-8)
    #expect(loss == nil)

    // In s and a rounding decides: the exit comes a tenth too early, or s passes 1 and blows up.
    for rtol in [1e-6, 1e-8, 1e-11] {
      let plain: Solution
      do throws(IntegrationError) {
        plain = try system.solve(
          until: 1e5, in: .fast, charts: .none, options: .init(relativeTolerance: rtol))
      } catch {
        plain = error.solution
      }
      let loss = system.resolutionLoss(in: plain, unit: .fast, relativeTolerance: rtol)
      #expect(loss?.variable == "s" && loss?.chart == "artanh", "rtol \(rtol)")
    }
  }

  @Test("a feature that is rightly kept is not suspect")
  func kept() throws {
    let system = try Self.golden[0].system()
    let plain = try system.solve(until: 1e5, in: .fast, charts: .none)
    let loss = system.resolutionLoss(in: plain, unit: .fast, relativeTolerance: 1e-8)
    #expect(loss == nil)
  }

  @Test("records come in the caller's order, each once, whatever the charts")
  func records() throws {
    let system = try Self.golden[3].system()
    let times = [5e3, 0, 5, 40, 5]
    let charted = try system.solve(until: 5e3, in: .fast, output: .times(times))
    let plain = try system.solve(until: 5e3, in: .fast, output: .times(times), charts: .none)
    #expect(charted.times == times && plain.times == times)
    for (one, other) in zip(charted.observableValues, plain.observableValues) {
      #expect(abs(one - other) < 1e-6)
    }
    let every = try system.solve(until: 5e3, in: .fast)
    #expect(zip(every.times, every.times.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test("points for a smooth line lie between the records, in the model's own variables")
  func curve() throws {
    let system = try Self.golden[3].system()
    var options = IntegrationOptions()
    options.keepsCurve = true
    let run = try system.solve(until: 5e3, in: .fast, options: options)
    let curve = run.curve
    #expect(run.segments.count > 1 && curve.count > run.count)
    #expect(zip(curve.times, curve.times.dropFirst()).allSatisfy { $0 < $1 })
    let close = try system.solve(
      until: 5e3, in: .fast, output: .times(curve.times),
      options: IntegrationOptions(relativeTolerance: 1e-11))
    for (one, other) in zip(curve.stateValues, close.stateValues) {
      #expect(abs(one - other) < 1e-4 * max(1, abs(other)))
    }
  }

  @Test("a chart that the model does not have is named with those it has")
  func unknown() throws {
    let error = #expect(throws: IntegrationError.self) {
      try Self.delay().solve(until: 1, in: .fast, charts: .only("arctan"))
    }
    #expect(error?.message.contains("artanh, residual") == true)
  }
}
