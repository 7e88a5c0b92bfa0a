import Learning
import Testing

@Suite("Direct engine")
struct DirectEngineTests {
  private func request(
    width: Int, dimension: Int, batch: Int, steps: Int, stepSize: Double = 0.1,
    link: HermiteSeries = [0.2, 0.9, -0.6, 0.3], activation: HermiteSeries = [0.1, 0.8, 0.5, 0.2],
    noise: Double = 0, alignment: Double = 0.3,
    secondLayer: SGDSettings.SecondLayerStart = .equal(1)
  ) throws -> SGDRequest {
    try SGDRequest(
      teacher: Teacher(link: link, labelNoise: noise), student: Student(activation: activation),
      settings: SGDSettings(
        width: width, dimension: dimension, batch: batch, stepSize: stepSize, timeScaleRatio: 0.3,
        firstLayer: .planted(alignment: alignment), secondLayer: secondLayer,
        horizon: stepSize * Double(steps), recordings: steps, spacing: .linear, seed: 9))
  }

  @Test(
    "Steps are those of the definition, sample by sample",
    arguments: [(1, 2, 1), (3, 5, 7), (17, 33, 70), (5, 20_000, 130)])
  func definition(width: Int, dimension: Int, batch: Int) throws {
    let request = try request(
      width: width, dimension: dimension, batch: batch, steps: 3, noise: 0.4,
      secondLayer: .gaussian(0.7))
    let network = DirectNetworkProbe(request, member: 2)
    var reference = ReferenceSGD(
      request: request, rows: network.rows, secondLayer: network.secondLayer)
    reference.advance(steps: 3, member: 2)
    let run = DirectEngine(precision: .double).run(request, member: 2, monitor: SGDMonitor())
    let last = try #require(run.records.last)
    let alignments = SampleStatistics(reference.rows.map { $0[0] })
    let weights = SampleStatistics(reference.secondLayer)
    // Rounding of sums of some hundred terms of order one to ten.
    #expect(abs(last.alignment - alignments.mean) < 1e-12)
    #expect(abs(last.secondLayer - weights.mean) < 1e-12)
    if width > 1 {
      let scale = (Double(width - 1) / Double(width)).squareRoot()
      #expect(abs(last.alignmentSpread - scale * alignments.standardDeviation) < 1e-12)
      #expect(abs(last.secondLayerSpread - scale * weights.standardDeviation) < 1e-12)
    }
  }

  @Test("The closed-form test error is that of Monte Carlo, and its modes add up to it")
  func testError() throws {
    let request = try request(
      width: 6, dimension: 8, batch: 40, steps: 4, noise: 0.3, secondLayer: .rademacher(1.2))
    let network = DirectNetworkProbe(request, member: 0)
    var reference = ReferenceSGD(
      request: request, rows: network.rows, secondLayer: network.secondLayer)
    let run = DirectEngine(precision: .double).run(request, member: 0, monitor: SGDMonitor())
    reference.advance(steps: 4, member: 0)
    let last = try #require(run.records.last)
    let sampled = reference.testError(samples: 200_000)
    #expect(abs(last.testError - sampled.mean) < 5 * sampled.standardError)
    #expect(abs(last.testError - 0.3 * 0.3 / 2 - last.modes.reduce(0, +)) < 1e-14)
  }

  @Test("The start is planted: alignment s₀ without spread, unit rows, overlap s₀² on average")
  func plantedStart() throws {
    let request = try request(width: 50, dimension: 400, batch: 1, steps: 1)
    let run = DirectEngine().run(request, member: 1, monitor: SGDMonitor())
    let first = try #require(run.records.first)
    #expect(abs(first.alignment - 0.3) < 1e-7)  // single precision
    #expect(first.alignmentSpread < 1e-7)
    // 1225 pairs, each with deviation (1 − s₀²)/√399.
    #expect(abs(first.neuronOverlap - 0.09) < 5 * 0.91 / (399.0 * 1225).squareRoot())
  }

  @Test("Single precision follows double up to its rounding")
  func precisions() throws {
    // The two draw different numbers: with a large batch both follow the same mean path.
    let request = try request(width: 4, dimension: 6, batch: 40_000, steps: 20)
    let single = DirectEngine(precision: .single).run(request, member: 0, monitor: SGDMonitor())
    let double = DirectEngine(precision: .double).run(request, member: 0, monitor: SGDMonitor())
    for (x, y) in zip(single.records, double.records) {
      // Twenty kicks of size η |e σ' x|/√B ~ 0.1 · 2/200, both sides.
      #expect(abs(x.alignment - y.alignment) < 0.02)
      #expect(abs(x.secondLayer - y.secondLayer) < 0.02)
    }
  }

  @Test("One neuron on a large batch follows the population map, mean over members")
  func populationMap() async throws {
    let request = try request(width: 1, dimension: 3, batch: 20_000, steps: 30)
    let ensemble = Ensemble(engine: DirectEngine(precision: .double), members: 12, threads: 2)
    let result = try await ensemble.run(request)
    let flow = MeanFieldFlow(
      teacher: request.teacher, student: request.student, timeScaleRatio: 0.3, width: 1)
    let start = MeanFieldState(alignment: 0.3, secondLayer: 1)
    let states = PopulationMap(flow: flow, stepSize: 0.1)
      .states(from: start, atSteps: request.settings.recordedSteps)
    let alignment = result.statistics(of: .alignment)
    let secondLayer = result.statistics(of: .secondLayer)
    for (index, state) in states.enumerated().dropFirst() {
      // Five standard errors, and the batch bias, of order g = η d/B = 1.5e-5.
      let (s, a) = (alignment[index], secondLayer[index])
      #expect(abs(s.mean - state.alignment) < 5 * s.standardError + 1e-4)
      #expect(abs(a.mean - state.secondLayer) < 5 * a.standardError + 1e-4)
    }
  }

  @Test("A run that diverges says so and keeps its records")
  func divergence() throws {
    let request = try request(
      width: 4, dimension: 5, batch: 3, steps: 200, stepSize: 40, secondLayer: .equal(30))
    let run = DirectEngine(precision: .double).run(request, member: 0, monitor: SGDMonitor())
    guard case .diverged(let step, let time) = run.ending else {
      Issue.record("ended with \(run.ending)")
      return
    }
    #expect(time == 40 * Double(step))
    #expect(run.records.count == step)
    #expect(run.records.allSatisfy { $0.secondLayer.isFinite })
    #expect(run.warnings.contains { if case .unstableStep = $0 { true } else { false } })
  }
}
