import Learning
import Testing

@Suite("Gram engine")
struct GramEngineTests {
  private func request(
    width: Int = 5, dimension: Int, batch: Int, steps: Int = 15, alignment: Double = 0.3,
    secondLayer: SGDSettings.SecondLayerStart = .gaussian(1)
  ) throws -> SGDRequest {
    try SGDRequest(
      teacher: Teacher(link: [0.1, 0.9, -0.6, 0.3]),
      student: Student(activation: [0.2, 0.8, 0.5, 0.2]),
      settings: SGDSettings(
        width: width, dimension: dimension, batch: batch, stepSize: 0.1, timeScaleRatio: 0.3,
        firstLayer: .planted(alignment: alignment), secondLayer: secondLayer,
        horizon: 0.1 * Double(steps), recordings: 20, spacing: .linear, seed: 4))
  }

  @Test("It starts from the overlaps that the direct engine starts from")
  func start() throws {
    let request = try request(dimension: 40, batch: 3)
    let gram = GramEngine().run(request, member: 6, monitor: SGDMonitor())
    let direct = DirectEngine(precision: .double).run(request, member: 6, monitor: SGDMonitor())
    let (g, d) = (try #require(gram.records.first), try #require(direct.records.first))
    #expect(abs(g.alignment - d.alignment) < 1e-14)
    #expect(abs(g.neuronOverlap - d.neuronOverlap) < 1e-14)
    #expect(abs(g.testError - d.testError) < 1e-13)
    #expect(g.secondLayer == d.secondLayer)
  }

  @Test("On large batches it follows the population's steps", arguments: [6, 8, 200])
  func population(dimension: Int) throws {
    let request = try request(dimension: dimension, batch: 40_000)
    let population = PopulationEngine().run(request, member: 2, monitor: SGDMonitor())
    let gram = GramEngine(precision: .double).run(request, member: 2, monitor: SGDMonitor())
    for (p, x) in zip(population.records, gram.records) {
      // Fifteen kicks of size η |e σ' x|/√B ~ 0.1 · 2/200, averaged over neurons or not; the norm
      // gains η² d e² σ'²/B.
      #expect(abs(p.alignment - x.alignment) < 0.02)
      #expect(abs(p.alignmentSpread - x.alignmentSpread) < 0.02)
      #expect(abs(p.secondLayer - x.secondLayer) < 0.02)
      #expect(abs(p.testError - x.testError) < 0.03)
    }
  }

  @Test("Batch noise at fixed g = η d/B is the same in 10³ and in 10⁸ dimensions")
  func manyDimensions() async throws {
    // As d → ∞ at fixed g the direct step across the span has square norm η² a² d/B E e²σ'².
    // In 10⁸ dimensions B is 10⁷: few steps, one neuron. Overlaps of one run are self-averaging.
    func ends(_ dimension: Int, batch: Int) throws -> OrderParameters {
      let request = try request(
        width: 1, dimension: dimension, batch: batch, steps: 3, secondLayer: .equal(2))
      let run = GramEngine().run(request, member: 0, monitor: SGDMonitor())
      return try #require(run.records.last)
    }
    let high = try ends(100_000_000, batch: 1_000_000)
    let members = try (0..<40).map { member in
      let request = try request(
        width: 1, dimension: 20_000, batch: 200, steps: 3, secondLayer: .equal(2))
      let run = GramEngine().run(request, member: member, monitor: SGDMonitor())
      return try #require(run.records.last)
    }
    let s = SampleStatistics(members.map(\.alignment))
    let a = SampleStatistics(members.map(\.secondLayer))
    // Bias of order 1/B on top of the sampling error.
    #expect(abs(high.alignment - s.mean) < 5 * s.standardError + 0.02)
    #expect(abs(high.secondLayer - a.mean) < 5 * a.standardError + 0.02)
  }

  @Test("Rows that are all alike are no obstacle: rank one, and rank nought")
  func rankDeficient() throws {
    // d = 2 and a planted start with s₀ = 1 have no orthogonal part at all.
    let aligned = try request(dimension: 6, batch: 30, alignment: 1, secondLayer: .equal(1))
    let run = GramEngine(precision: .double).run(aligned, member: 0, monitor: SGDMonitor())
    #expect(run.ending == .completed)
    #expect(run.records.first?.neuronOverlap == 1)
    #expect(run.records.allSatisfy { $0.alignment > 0.5 && $0.alignment <= 1 })
    // Without noise across the span equal rows stay equal: neurons differ by the batch alone.
    let narrow = GramEngine().run(
      try request(width: 1, dimension: 2, batch: 5, alignment: 1), member: 0,
      monitor: SGDMonitor())
    #expect(narrow.ending == .completed)
  }

  @Test("Starting overlaps in law: those of unit rows in d dimensions")
  func startInLaw() throws {
    // 10⁷ dimensions: more than are drawn as rows.
    let request = try SGDRequest(
      teacher: Teacher(link: [0, 1]), student: Student(activation: [0, 1]),
      settings: SGDSettings(
        width: 40, dimension: 10_000_000, batch: 1, stepSize: 0.1, timeScaleRatio: 0,
        firstLayer: .uniform, horizon: 0.1))
    let starts = try (0..<30).map { member in
      let run = GramEngine().run(request, member: member, monitor: SGDMonitor())
      return try #require(run.records.first)
    }
    // √d s and √d r are standard normal: 1,200 and 23,400 of them (the latter pairwise uncorrelated).
    let root = 10_000_000.0.squareRoot()
    let s = SampleStatistics(starts.map { $0.alignment * root * 40.0.squareRoot() })
    #expect(abs(s.mean) < 5 / 30.0.squareRoot())
    let r = SampleStatistics(starts.map { $0.neuronOverlap * root * 780.0.squareRoot() })
    #expect(abs(r.mean) < 5 / 30.0.squareRoot())
    let spread = SampleStatistics(starts.map { $0.alignmentSpread * root })
    // E χ_39/√40 = 0.98, with deviation 0.11/√30.
    #expect(abs(spread.mean - 0.981) < 0.1)
    #expect(abs(r.standardDeviation - 1) < 5 / 58.0.squareRoot())
  }

  @Test("A dimension below m + r is refused with the nearest valid one; at m + r it runs")
  func refusal() throws {
    let engine = GramEngine()
    let reason = engine.refusal(of: try request(dimension: 5, batch: 3))
    #expect(reason?.contains("nearest valid: 6") == true)
    #expect(engine.refusal(of: try request(dimension: 6, batch: 3)) == nil)
  }

  @Test("auto takes gram where it is exact and cheaper, and says why not elsewhere")
  func choice() throws {
    let many = EngineChoice(for: try request(width: 50, dimension: 5000, batch: 1000))
    #expect(many.engine.name == "gram")
    #expect(many.reason.contains("same law"))
    let few = EngineChoice(for: try request(width: 50, dimension: 50, batch: 1000))
    #expect(few.engine.name == "direct")
    #expect(few.reason.contains("nearest valid: 51"))
    let close = EngineChoice(for: try request(width: 50, dimension: 51, batch: 1000))
    #expect(close.engine.name == "direct")
    #expect(close.reason.contains("of the work"))
  }

  @Test("A run that diverges says so and keeps its records")
  func divergence() throws {
    let request = try SGDRequest(
      teacher: Teacher(link: [0.2, 0.9, -0.6, 0.3]),
      student: Student(activation: [0.1, 0.8, 0.5, 0.2]),
      settings: SGDSettings(
        width: 4, dimension: 9, batch: 3, stepSize: 40, timeScaleRatio: 0.3,
        secondLayer: .equal(30), horizon: 8000, recordings: 200, spacing: .linear, seed: 9))
    let run = GramEngine(precision: .double).run(request, member: 0, monitor: SGDMonitor())
    guard case .diverged(let step, _) = run.ending else {
      Issue.record("ended with \(run.ending)")
      return
    }
    #expect(run.records.count == step)
    #expect(run.records.allSatisfy { $0.secondLayer.isFinite })
  }
}
