import Learning
import RealModule
import Testing

@Suite("Teachers of several directions")
struct MultiIndexTests {
  /// φ = 0.3 + λ₁ − 0.5 λ₁ λ₂ + 0.4 h₂(λ₂) + 0.3 h₂(λ₁) λ₃.
  private static let tensor = HermiteTensor([
    .init(0.3, orders: []), .init(1, orders: [1]), .init(-0.5, orders: [1, 1]),
    .init(0.4, orders: [0, 2]), .init(0.3, orders: [2, 0, 1]),
  ])

  private static func label(_ λ: [Double]) -> Double {
    let root = 2.0.squareRoot()
    return 0.3 + λ[0] - 0.5 * λ[0] * λ[1] + 0.4 * (λ[1] * λ[1] - 1) / root
      + 0.3 * (λ[0] * λ[0] - 1) / root * λ[2]
  }

  private func request(
    _ teacher: Teacher = Teacher(link: Self.tensor, labelNoise: 0.3), width: Int = 6,
    dimension: Int = 8, batch: Int, steps: Int, seed: UInt64 = 9
  ) throws -> SGDRequest {
    try SGDRequest(
      teacher: teacher, student: Student(activation: [0.1, 0.8, 0.5, 0.2]),
      settings: SGDSettings(
        width: width, dimension: dimension, batch: batch, stepSize: 0.1, timeScaleRatio: 0.3,
        firstLayer: .planted(alignment: 0.3), secondLayer: .gaussian(1),
        horizon: 0.1 * Double(steps), recordings: steps, spacing: .linear, seed: seed))
  }

  @Test("The series is the function it stands for; its variance is the sum of squares")
  func series() {
    for point in [[0.3, -1.2, 0.7], [2, 0, -1], [-0.5, 1.5, 3]] {
      #expect(abs(Self.tensor(point) - Self.label(point)) < 1e-14)
    }
    #expect(abs(Self.tensor.variance - (1 + 0.25 + 0.16 + 0.09)) < 1e-15)
    #expect(Self.tensor.degree == 3 && Self.tensor.directions == 3)
    let committee = HermiteTensor(sum: [[0, 1, 0.5], [0.2, 0, 2]])
    let (x, y) = (0.8, -0.6)
    let expected = HermiteSeries([0, 1, 0.5])(x) + HermiteSeries([0.2, 0, 2])(y)
    #expect(abs(committee([x, y]) - expected) < 1e-14)
  }

  @Test("Direct steps are those of the definition, and the test error that of Monte Carlo")
  func direct() throws {
    let request = try request(batch: 50, steps: 4)
    let network = DirectNetworkProbe(request, member: 2)
    var reference = ReferenceSGD(
      request: request, rows: network.rows, secondLayer: network.secondLayer, label: Self.label)
    reference.advance(steps: 4, member: 2)
    let run = DirectEngine(precision: .double).run(request, member: 2, monitor: SGDMonitor())
    let last = try #require(run.records.last)
    for p in 0..<3 {
      // Rounding of sums of some hundred terms of order one to ten.
      #expect(abs(last.alignments[p] - SampleStatistics(reference.rows.map { $0[p] }).mean) < 1e-12)
    }
    #expect(abs(last.secondLayer - SampleStatistics(reference.secondLayer).mean) < 1e-12)
    let sampled = reference.testError(samples: 200_000)
    #expect(abs(last.testError - sampled.mean) < 5 * sampled.standardError)
  }

  @Test("On large batches direct and gram follow the population's steps")
  func population() throws {
    let request = try request(dimension: 12, batch: 40_000, steps: 15)
    let exact = PopulationEngine().run(request, member: 1, monitor: SGDMonitor())
    for engine in [DirectEngine(precision: .double), GramEngine(precision: .double)]
      as [any SGDEngine]
    {
      let run = engine.run(request, member: 1, monitor: SGDMonitor())
      for (p, x) in zip(exact.records, run.records) {
        // Fifteen kicks of size η |e σ' x|/√B ~ 0.1 · 2/200, averaged over neurons or not.
        for (u, v) in zip(p.alignments, x.alignments) { #expect(abs(u - v) < 0.02) }
        #expect(abs(p.secondLayer - x.secondLayer) < 0.02)
        #expect(abs(p.testError - x.testError) < 0.03)
      }
    }
  }

  @Test("One direction as a tensor is one direction as a series, in every engine")
  func oneDirection() throws {
    let link: HermiteSeries = [0.2, 0.9, -0.6, 0.3]
    let series = try request(Teacher(link: link, labelNoise: 0.2), batch: 30, steps: 5)
    let tensor = try request(
      Teacher(link: HermiteTensor(sum: [link]), labelNoise: 0.2), batch: 30, steps: 5)
    for engine in [
      DirectEngine(precision: .double), GramEngine(precision: .double), PopulationEngine(),
    ] as [any SGDEngine] {
      let x = engine.run(series, member: 0, monitor: SGDMonitor()).records
      let y = engine.run(tensor, member: 0, monitor: SGDMonitor()).records
      for (u, v) in zip(x, y) {
        // The two evaluate polynomials in different order.
        #expect(abs(u.alignment - v.alignment) < 1e-13)
        #expect(abs(u.secondLayer - v.secondLayer) < 1e-13)
        #expect(abs(u.testError - v.testError) < 1e-13)
      }
    }
  }

  @Test("Exchanging directions exchanges alignments: a symmetric teacher, mean over members")
  func symmetry() async throws {
    let teacher = Teacher(link: HermiteTensor(sum: [[0, 0.7, 0.3], [0, 0.7, 0.3]]))
    var settings = try request(teacher, dimension: 40, batch: 60, steps: 20).settings
    settings.firstLayer = .uniform
    settings.secondLayer = .equal(1)
    let symmetric = try SGDRequest(
      teacher: teacher, student: Student(activation: [0, 0.8, 0.5]), settings: settings)
    let result = try await Ensemble(engine: GramEngine(), members: 60, threads: 2).run(symmetric)
    let difference = SampleStatistics(
      result.runs.compactMap(\.records.last).map { $0.alignments[0] - $0.alignments[1] })
    #expect(abs(difference.mean) < 5 * difference.standardError)
    let first = SampleStatistics(result.runs.compactMap(\.records.last).map { $0.alignments[1] })
    #expect(first.mean > 0.3)  // both are learned
  }

  @Test("Teachers that cannot be are refused")
  func faults() {
    func faults(_ tensor: HermiteTensor, dimension: Int = 8) -> [String] {
      do {
        _ = try request(Teacher(link: tensor), dimension: dimension, batch: 1, steps: 1)
        return []
      } catch { return (error as? SGDRequestError)?.faults ?? ["another error"] }
    }
    #expect(faults(Self.tensor).isEmpty)
    #expect(
      faults(HermiteTensor([.init(2, orders: [0, 0])])).first?.contains("zero variance") == true)
    #expect(faults(HermiteTensor([])).first?.contains("zero variance") == true)
    #expect(faults(HermiteTensor([.init(.nan, orders: [1])])).first?.contains("finite") == true)
    #expect(faults(HermiteTensor([.init(1, orders: [-1])])).first?.contains("0 or more") == true)
    #expect(faults(Self.tensor, dimension: 2).first?.contains("nearest valid: 3") == true)
  }
}
