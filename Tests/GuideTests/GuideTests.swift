import FastSlow
import Testing

/// The code of README and guides, compiled and run.
@Suite("Code of the guides")
struct GuideTests {
  @Test("README: as a library")
  func library() throws {
    let system = try VanDerPol().setting(\.$a, 0.5).compiled()
    let solution = try system.solve(until: 10)
    let manifold = try CriticalManifold(of: system, over: -1...1)
    let flow = try ReducedFlow(on: manifold)
    #expect(solution.reachedTime == 10)
    #expect(manifold.branches.count == 3)
    #expect(flow.equilibria.count == 1)
  }

  @Test("models: all compile and run")
  func models() throws {
    let uptake = ExternalFunction(
      "uptake", { s in s / (1 + s) }, derivative: { s in 1 / ((1 + s) * (1 + s)) })
    #expect(!uptake.isDifferenced)
    #expect(try Burster().compiled().solve(until: 5).status == .completed)
    #expect(try Network().compiled(counts: ["neuron": 50]).solve(until: 5).status == .completed)
    #expect(try Crowd().compiled(counts: ["member": 50]).solve(until: 5).status == .completed)
    // On for two of ten: v = 2 (1 − e^{−2}) at τ = 2, to some hundred tolerances of 1e-8.
    let pulse = try Driven().compiled().solve(until: 2)
    #expect(abs(pulse.reachedState[0] - 2 * (1 - 0.1353352832366127)) < 1e-6)
  }

  @Test("models: rewritten")
  func rewritten() throws {
    let system = try Burster().compiled()
    let layer = try system.layerProblem()
    let reduced = try ReducedProblem(of: system)
    let slow = try reduced.ordinary()
    let moving = try system.promoting(parameter: "I", rate: 0.01)
    let still = try moving.freezing(variable: "w")
    #expect(layer.variables.map(\.name) == ["v"])
    #expect(slow.variables.count == 3)
    #expect(still.variables.map(\.name) == ["v", "calcium", "I"])
  }

  @Test("integration")
  func integration() throws {
    let system = try Burster().compiled()
    let solution = try system.solve(until: 20, options: IntegrationOptions(method: .auto))
    let potential = solution["v"] ?? []
    let end = solution.reachedState
    #expect(potential.last == end[0])
  }

  @Test("integration, longer than memory")
  func streaming() throws {
    let system = try Burster().compiled()
    var highest = -Double.infinity
    let stream = RecordStream { block in highest = max(highest, block["v"]?.max() ?? highest) }
    let long = try system.solve(until: 20, streamingTo: stream)
    let drawn = stream.sample(of: long)
    #expect(long.count == 0 && drawn.count == stream.count && drawn["v"]?.max() == highest)
  }

  @Test("geometry")
  func geometry() throws {
    let system = try VanDerPol().compiled()
    let manifold = try CriticalManifold(of: system, over: -1...1)
    let flow = try ReducedFlow(on: manifold)
    let path = try SingularPath(along: flow, from: ([2], 0))
    let series = try SlowManifoldSeries(of: system, at: [0], near: [1.7], order: 6)
    #expect(path.cycle != nil)
    #expect(series.order == 6)
  }
}

/// Compiled, and run by the sweeps' own tests.
func sweepGuide() async throws {
  let design = try SweepDesign.grid([
    SweepAxis("ε", from: 1e-4, to: 0.1, count: 40, logarithmic: true),
    SweepAxis("a", from: 0, to: 1.2, count: 30),
  ])
  let sweep = try Sweep(of: VanDerPol().compiled(), over: design, until: 5)
  let results = try await sweep.run(at: "vdp.sqlite")
  let heights = results["x"]
  _ = heights
}
