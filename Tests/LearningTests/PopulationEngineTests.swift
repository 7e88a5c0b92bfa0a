import Learning
import Testing

@Suite("Population engine")
struct PopulationEngineTests {
  private func request(
    width: Int, dimension: Int, batch: Int = 1, stepSize: Double = 0.1, steps: Int,
    ratio: Double = 0.3, alignment: Double = 0.3,
    secondLayer: SGDSettings.SecondLayerStart = .equal(1)
  ) throws -> SGDRequest {
    try SGDRequest(
      teacher: Teacher(link: [0.1, 0.9, -0.6, 0.3]),
      student: Student(activation: [0.2, 0.8, 0.5, 0.2]),
      settings: SGDSettings(
        width: width, dimension: dimension, batch: batch, stepSize: stepSize,
        timeScaleRatio: ratio, firstLayer: .planted(alignment: alignment), secondLayer: secondLayer,
        horizon: stepSize * Double(steps), recordings: 20, spacing: .linear, seed: 4))
  }

  @Test("One or two equal neurons follow the population map exactly", arguments: [1, 2])
  func equalNeurons(width: Int) throws {
    let request = try request(width: width, dimension: 7, steps: 60)
    let run = PopulationEngine().run(request, member: 3, monitor: SGDMonitor())
    let first = try #require(run.records.first)
    let flow = MeanFieldFlow(
      teacher: request.teacher, student: request.student, timeScaleRatio: 0.3, width: width)
    let start = MeanFieldState(
      alignment: first.alignment, secondLayer: first.secondLayer, overlap: first.neuronOverlap)
    let states = PopulationMap(flow: flow, stepSize: 0.1).states(from: start, atSteps: run.steps)
    for (record, state) in zip(run.records, states) {
      // Rounding of sixty contracting steps.
      #expect(abs(record.alignment - state.alignment) < 1e-12)
      #expect(abs(record.secondLayer - state.secondLayer) < 1e-12)
      if width > 1 { #expect(abs(record.neuronOverlap - state.overlap) < 1e-12) }
      #expect(abs(record.testError - flow.testError(at: state)) < 1e-12)
    }
  }

  @Test("Unequal neurons: the mean of direct runs from one start, on large batches")
  func directRuns() throws {
    let settings = try request(
      width: 5, dimension: 6, batch: 20_000, steps: 15, secondLayer: .gaussian(1))
    let population = PopulationEngine().run(settings, member: 2, monitor: SGDMonitor())
    let direct = DirectEngine(precision: .double).run(settings, member: 2, monitor: SGDMonitor())
    for (p, x) in zip(population.records, direct.records) {
      // Fifteen kicks of size η |e σ' x|/√B ~ 0.1 · 2/141, averaged over neurons or not.
      #expect(abs(p.alignment - x.alignment) < 0.02)
      #expect(abs(p.alignmentSpread - x.alignmentSpread) < 0.02)
      #expect(abs(p.secondLayer - x.secondLayer) < 0.02)
      #expect(abs(p.testError - x.testError) < 0.03)
    }
  }

  @Test("The error budget's size and step biases are the engine's distance from the limit")
  func errorBudget() throws {
    let request = try request(
      width: 100, dimension: 400, stepSize: 0.05, steps: 400, ratio: 0.1, alignment: 0.2)
    let run = PopulationEngine().run(request, member: 0, monitor: SGDMonitor())
    let budget = try #require(ErrorBudget(request))
    for (index, record) in run.records.enumerated() {
      let predicted =
        budget.withStep[index].secondLayer + budget.withSize[index].secondLayer
        - budget.limit[index].secondLayer
      let distance = abs(record.secondLayer - budget.limit[index].secondLayer)
      // Leading order: what is left is second order in 1/m, 1/d and η, and one start's scatter.
      #expect(abs(record.secondLayer - predicted) < 0.1 * distance + 5e-4)
    }
  }

  @Test("Direct runs differ from the engine by batch noise, as the noise-corrected flow says")
  func batchNoise() async throws {
    let request = try request(
      width: 60, dimension: 60, batch: 150, stepSize: 0.05, steps: 200, ratio: 0.1, alignment: 0.2)
    let direct = try await Ensemble(engine: DirectEngine(), members: 24, threads: 2).run(request)
    let mean = try await Ensemble(engine: PopulationEngine(), members: 24, threads: 2).run(request)
    let budget = try #require(ErrorBudget(request))
    let (a, p) = (direct.statistics(of: .secondLayer), mean.statistics(of: .secondLayer))
    let last = a.count - 1
    let seen = a[last].mean - p[last].mean
    let predicted = budget.withBatchNoise[last].secondLayer - budget.limit[last].secondLayer
    let error = 5 * (a[last].standardError + p[last].standardError)
    #expect(predicted < 0)
    // First order in g = 0.02, which is right to about a third here.
    #expect(abs(seen - predicted) < error + abs(predicted) / 2)
  }
}
