import FastSlow
import FastSlowModels
import Foundation
import RealModule
import Testing

@Suite("Sweeps")
struct SweepTests {
  private func withPath<Value>(_ body: (String) async throws -> Value) async throws -> Value {
    let path = FileManager.default.temporaryDirectory.appending(
      path: "sweep-\(UUID().uuidString).sqlite"
    ).path
    defer {
      for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
    }
    return try await body(path)
  }

  /// 203 points fill no whole number of vectors, and their lengths in steps differ by ten times.
  @Test("a point's bits do not depend on which others it is run with, nor on threads")
  func bits() async throws {
    let design = try SweepDesign.random(
      [
        SweepRange("epsilon", from: 1e-5, to: 0.1, logarithmic: true),
        SweepRange("x", from: 1, to: 2),
      ], count: 203, seed: 3)
    let sweep = try Sweep(of: VanDerPol().compiled(), over: design, until: 3)
    #expect(sweep.design.names == ["ε", "x"])
    let whole = try await withPath { try await sweep.run(at: $0, threads: 1) }
    let shared = try await withPath { try await sweep.run(at: $0, threads: 3) }
    #expect(whole.count == 203)
    #expect(whole == shared)
    // In chunks of all sizes, as kills leave them.
    let chunked = try await withPath { path in
      let store = try sweep.store(at: path)
      var size = 1
      while true {
        let points = try store.claim(atMost: size)
        if points.isEmpty { break }
        let outcomes = try await sweep.outcomes(of: points)
        try store.finish(
          zip(points, outcomes).compactMap { point, outcome in outcome.map { (point.index, $0) } })
        size = size % 37 + 3
      }
      return try store.results()
    }
    #expect(chunked == whole)
  }

  /// Charts and rates of measured quantities are made from the graph, whose terms must not be added
  /// in an order that threads decide.
  @Test("nor do those of runs in charts, or with extremes and periods")
  func chartedBits() async throws {
    let design = try SweepDesign.grid([
      SweepAxis("c[2]", from: -1, to: 1, count: 6), SweepAxis("a", from: 0.05, to: 3, count: 6),
    ])
    for measures in [[], [SweepMeasure(.maximum, of: "risk")]] {
      func results(_ threads: Int) async throws -> SweepResults {
        let sweep = try Sweep(
          of: FeatureUnlearning().compiled(), over: design, until: 1e4, in: .fast,
          measures: measures)
        return try await withPath { try await sweep.run(at: $0, threads: threads) }
      }
      let (one, several) = (try await results(1), try await results(4))
      #expect(one == several)
    }
  }

  @Test("points over vectors agree with runs one by one, to the tolerance")
  func singly() async throws {
    let system = try VanDerPol().compiled()
    let design = try SweepDesign.grid([
      SweepAxis("ε", from: 1e-4, to: 0.1, count: 7, logarithmic: true),
      SweepAxis("a", from: 0, to: 0.9, count: 4),
    ])
    func results(_ method: IntegrationOptions.Method) async throws -> SweepResults {
      let options = IntegrationOptions(method: method, relativeTolerance: 1e-9)
      let sweep = try Sweep(of: system, over: design, until: 1, options: options)
      return try await withPath { try await sweep.run(at: $0) }
    }
    let (lanes, single) = (try await results(.auto), try await results(.bdf))
    for name in ["x", "y"] {
      for (one, other) in zip(lanes[name] ?? [], single[name] ?? []) {
        // Attracted to the slow manifold, neither run's errors grow; 1e-6 is a thousand of them.
        #expect(abs(one - other) < 1e-6)
      }
    }
  }

  /// ẋ = p + x²: tan reaches infinity at π/2 for p = 1; −√−p is a rest point for p < 0.
  @Test("a failed point says why and where, the others go on")
  func failing() async throws {
    let sweep = try Sweep(
      of: Escape().compiled(), over: .list(["p"], rows: [[-1], [1], [-4], [4]]), until: 10)
    let results = try await withPath { try await sweep.run(at: $0) }
    #expect(results.outcomes.map(\.status) == [.completed, .failed, .completed, .failed])
    #expect(abs(results.outcomes[1].reachedTime - .pi / 2) < 1e-3)
    #expect(results.outcomes[1].reason?.contains("x") == true)
    #expect(abs((results["x"]?[2] ?? 0) + 2) < 1e-6)
    let limited = try Sweep(
      of: Escape().compiled(), over: .list(["p"], rows: [[-1]]), until: 10,
      options: {
        var options = IntegrationOptions(method: .auto)
        options.maximumSteps = 3
        return options
      }())
    let short = try await withPath { try await limited.run(at: $0) }
    #expect(short.outcomes[0].status == .limit)
  }

  @Test("charts are used: a kept feature stays kept, and observables are those of the model")
  func charts() async throws {
    let model = FeatureUnlearning().setting(\.$c, [0, 1, 0, 0.05]).setting(\.$b, [0, 0.7, 0, 0.4])
    let system = try model.compiled()
    let design = try SweepDesign.grid([SweepAxis("a", from: 0.1, to: 3, count: 3)])
    let sweep = try Sweep(of: system, over: design, until: 1e3, in: .fast)
    let results = try await withPath { try await sweep.run(at: $0) }
    for (place, a) in (results["a"] ?? []).enumerated() {
      let start = design.point(place)[0]
      let alone = try system.setting("a", initial: start).solve(
        until: 1e3, in: .fast, output: .times([1e3]), options: IntegrationOptions(method: .auto))
      #expect(a == alone.reachedState[1])
      #expect(results["risk"]?[place] == alone["risk"]?[0])
    }
  }

  @Test("populations: mean, least and greatest member")
  func populations() async throws {
    let system = try System(Kuramoto(), counts: ["oscillator": 7])
    let coupling = try #require(system.parameters.first { $0.population == nil }?.name)
    let sweep = try Sweep(
      of: system, over: .list([coupling], rows: [[0.5], [2]]), until: 2)
    let results = try await withPath { try await sweep.run(at: $0) }
    for place in 0..<2 {
      let value = try #require(results.points[place].values.first)
      let alone = try system.setting(coupling, value).solve(
        until: 2, output: .times([]), options: IntegrationOptions(method: .auto))
      let name = system.variables[0].name
      #expect(results["\(name) max"]?[place] == alone.reachedState.max())
      #expect(results["\(name) min"]?[place] == alone.reachedState.min())
    }
  }

  /// ẍ = −ω² x: period 2π/ω, amplitude 2, whatever the stretch that is looked at.
  @Test("extremes and periods of a harmonic oscillator")
  func measures() async throws {
    let measures =
      SweepMeasure.Kind.allCases.map { SweepMeasure($0, of: "x") }
      + [SweepMeasure(.maximum, of: "energy"), SweepMeasure(.period, of: "energy")]
    let sweep = try Sweep(
      of: Harmonic().compiled(), over: .list(["ω"], rows: [[1], [3.3]]), until: 30,
      options: IntegrationOptions(method: .auto, relativeTolerance: 1e-10), measures: measures)
    let results = try await withPath { try await sweep.run(at: $0) }
    for (place, ω) in [1, 3.3].enumerated() {
      // Thirty units at rtol 1e-10 a step: a few hundred steps' errors at most add up.
      #expect(abs((results["maximum of x"]?[place] ?? 0) - 1) < 1e-7)
      #expect(abs((results["minimum of x"]?[place] ?? 0) + 1) < 1e-7)
      #expect(abs((results["amplitude of x"]?[place] ?? 0) - 2) < 2e-7)
      #expect(abs((results["period of x"]?[place] ?? 0) - 2 * .pi / ω) < 1e-7)
      #expect(abs((results["maximum of energy"]?[place] ?? 0) - ω * ω / 2) < 1e-6)
      // A constant has no period.
      #expect(results["period of energy"]?[place].isNaN == true)
    }
  }

  /// Van der Pol's period at ε = 0.01 in slow time is 1.9083 + … by Mishchenko and Rozov's series;
  /// here it is held against maxima of a run of its own.
  @Test("the period of a relaxation oscillation")
  func relaxation() async throws {
    let system = try VanDerPol().compiled()
    let sweep = try Sweep(
      of: system, over: .list(["ε"], rows: [[0.01]]), until: 20,
      measures: [SweepMeasure(.period, of: "x"), SweepMeasure(.period, of: "y")], transient: 4)
    let results = try await withPath { try await sweep.run(at: $0) }
    let rising = Event("rising", direction: .rising) { _, state in state[0] }
    let run = try system.solve(
      until: 20, output: .times([]), events: [rising],
      options: IntegrationOptions(relativeTolerance: 1e-10))
    let times = run.events.map(\.time).filter { $0 > 4 }
    let period = (times[times.count - 1] - times[0]) / Double(times.count - 1)
    #expect(abs((results["period of x"]?[0] ?? 0) - period) < 1e-5)
    #expect(abs((results["period of y"]?[0] ?? 0) - period) < 1e-5)
  }

  @Test("wrong requests name what is wrong and the nearest right thing")
  func refused() throws {
    let system = try VanDerPol().compiled()
    func message(_ names: [String], until end: Double = 1, _ measures: [SweepMeasure] = [])
      -> String
    {
      do {
        let design = try SweepDesign.list(names, rows: [names.map { _ in 0.5 }])
        _ = try Sweep(of: system, over: design, until: end, measures: measures)
        return ""
      } catch { return "\(error)" }
    }
    #expect(message(["epsilom"]).contains("did you mean"))
    #expect(message(["b"]).contains("no parameter or variable \"b\"; there are: a, ε, x, y"))
    #expect(message(["ε", "epsilon"]).contains("ε stands twice"))
    #expect(message(["a"], until: -1).contains("above 0"))
    #expect(message(["a"], until: .nan).contains("finite"))
    #expect(
      message(["a"], [SweepMeasure(.period, of: "z")]).contains("variable or observable \"z\""))
  }
}

/// x' = p + x².
private struct Escape: FastSlowModel {
  @State(initial: 0) var x
  @Parameter(1) var p

  var equations: [Equation] { d(x) == p + x ** 2 }
}

/// ẋ = v, v̇ = −ω² x.
private struct Harmonic: FastSlowModel {
  @State(initial: 1) var x
  @State(initial: 0) var v
  @Parameter(1) var ω

  var equations: [Equation] {
    d(x) == v
    d(v) == -(ω ** 2) * x
  }

  var observables: [Observable] { Observable("energy", v ** 2 / 2 + ω ** 2 * x ** 2 / 2) }
}
