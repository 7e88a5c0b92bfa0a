import FastSlow
import FastSlowModels
import RealModule
import Testing

@Suite("Population models")
struct PopulationModelTests {
  private let tight = IntegrationOptions(
    method: .bdf, relativeTolerance: 1e-9, absoluteTolerance: AbsoluteTolerance(1e-12))

  @Test("equal neurons follow the two-variable model")
  func equalNeurons() throws {
    let network = try MeanFieldNetwork().compiled(counts: ["neuron": 100])
      .setting("s", initial: 0).setting("a", initial: 0.2)
    let many = try network.solve(
      until: 200, in: .fast, output: .times([5, 50, 200]), options: tight)
    let one = try FeatureUnlearning().compiled()
      .solve(until: 200, in: .fast, output: .times([5, 50, 200]), options: tight)
    for (name, other) in [("alignment", "s"), ("secondLayer", "a")] {
      for (a, b) in zip(try #require(many[name]), try #require(one[other])) {
        // Both runs are within some hundred local tolerances of the same solution.
        #expect(abs(a - b) < 1e-6)
      }
    }
    #expect((many["alignmentSpread"]?.max() ?? 1) < 1e-7)
  }

  @Test("two neurons of both signs are two types of neuron")
  func bothSigns() throws {
    var network = try System(
      MeanFieldNetwork(), arrays: ["c": [0, 0.9, 0.5], "b": [0, 0.8, 0.5, 0.2]],
      counts: ["neuron": 2]
    ).setting("ε", 0.1).setting("s", initial: 0)
    for (member, place) in network.components(of: try network.variableIndex(named: "a"))
      .enumerated()
    {
      network.initialState[place] = member == 0 ? 1 : -1
    }
    let times = [0.5, 5, 50]
    let members = try network.solve(
      until: 50, in: .fast, output: .times(times), options: tight)
    let types = NeuronTypeFlow.types(of: .rademacher(1))
    let flow = try #require(
      NeuronTypeFlow(
        teacher: Teacher(link: [0, 0.9, 0.5]), student: Student(activation: [0, 0.8, 0.5, 0.2]),
        timeScaleRatio: 0.1, shares: types.shares))
    let states = flow.states(
      from: .init(alignments: [0, 0], secondLayer: types.secondLayer), at: times, longestStep: 0.01)
    for (k, state) in states.enumerated() {
      for (name, parameter) in [
        ("alignment", OrderParameter.alignment), ("alignmentSpread", .alignmentSpread),
        ("secondLayer", .secondLayer), ("risk", .testError),
      ] {
        let other = try #require(flow.value(of: parameter, at: state))
        #expect(abs(try #require(members[name])[k] - other) < 1e-6)
      }
    }
  }

  @Test("the arrowhead and a dense matrix give the same trajectory")
  func dense() throws {
    let system = try CoupledFitzHughNagumo().compiled(counts: ["neuron": 10])
    let field = system.field(in: .fast)
    // The same right-hand side without its structure: a dense matrix by differences.
    let plain = ExternalModel(variables: field.variableNames) { t, y, rate in
      try field.makeEvaluator().rate(at: t, state: y, into: &rate)
    }
    let runs = try [
      integrate(
        field, from: system.initialState, over: (0, 60), output: .points(7), options: tight),
      integrate(
        plain, from: system.initialState, over: (0, 60), output: .points(7), options: tight),
    ]
    for (a, b) in zip(runs[0].stateValues, runs[1].stateValues) { #expect(abs(a - b) < 1e-5) }
    let structured = runs[0].statistics
    #expect(structured.rhsEvaluations < runs[1].statistics.rhsEvaluations)
  }

  /// r = √(1 − K_c/K) with K_c = 2Δ = 1 at K = 2; finite-size noise is of order 1/√n.
  @Test("Kuramoto's oscillators synchronise as far as theory says")
  func kuramoto() throws {
    let system = try Kuramoto().compiled(counts: ["oscillator": 4000])
    let solution = try system.solve(
      until: 60, output: .points(31),
      options: .init(relativeTolerance: 1e-6, absoluteTolerance: 1e-8))
    let late = try #require(solution["r"]).suffix(10)
    let mean = late.reduce(0, +) / 10
    #expect(abs(mean - 0.5.squareRoot()) < 4 / 4000.0.squareRoot())
    let below = try system.setting("K", 0.5).solve(
      until: 60, output: .points(31),
      options: .init(relativeTolerance: 1e-6, absoluteTolerance: 1e-8))
    #expect((below["r"]?.last ?? 1) < 6 / 4000.0.squareRoot())
  }
}
