import Learning
import Testing

/// The overlap engine against the direct one in law: 2,000 seeds each way, different seeds.
@Suite("Gram engine in law")
struct GramEngineSlowTests {
  private static let seeds = 2000
  /// Each of the four tests of a case is wrong once in 10,000 tries; the seeds are fixed.
  private static let level = 1e-4

  /// Mean alignment, its spread over neurons, mean overlap and mean second layer at each run's end.
  private func ends(_ engine: any SGDEngine, _ request: SGDRequest) async throws -> [[Double]] {
    let result = try await Ensemble(engine: engine, members: Self.seeds, threads: 2).run(request)
    let last = result.runs.compactMap(\.records.last)
    #expect(last.count == Self.seeds)
    // Equal neurons have a spread of rounding alone, which no law describes.
    return [\OrderParameters.alignment, \.alignmentSpread, \.neuronOverlap, \.secondLayer].map {
      path in
      last.map { ($0[keyPath: path] * 1e9).rounded() }
    }
  }

  private func request(
    width: Int, dimension: Int, batch: Int, link: HermiteSeries = [0, 1, -0.4],
    activation: HermiteSeries = [0, 1, 1], noise: Double = 0,
    firstLayer: SGDSettings.FirstLayerStart = .uniform,
    secondLayer: SGDSettings.SecondLayerStart = .equal(1), horizon: Double = 3, seed: UInt64
  ) throws -> SGDRequest {
    try SGDRequest(
      teacher: Teacher(link: link, labelNoise: noise), student: Student(activation: activation),
      settings: SGDSettings(
        width: width, dimension: dimension, batch: batch, stepSize: 0.15, timeScaleRatio: 0.3,
        firstLayer: firstLayer, secondLayer: secondLayer, horizon: horizon, recordings: 1,
        seed: seed))
  }

  private func pValues(_ change: (UInt64) throws -> SGDRequest, wrongFreedom: Int = 0) async throws
    -> [Double]
  {
    let direct = try await ends(DirectEngine(precision: .double), change(1))
    let gram = try await ends(
      GramEngine(precision: .double, wrongFreedom: wrongFreedom), change(2))
    return zip(direct, gram).map(KolmogorovSmirnov.pValue)
  }

  @Test("equal second layer, many dimensions to spare")
  func wide() async throws {
    let p = try await pValues { try request(width: 6, dimension: 30, batch: 8, seed: $0) }
    #expect(p.allSatisfy { $0 > Self.level }, "\(p)")
  }

  @Test("label noise")
  func labelNoise() async throws {
    let p = try await pValues {
      try request(width: 6, dimension: 20, batch: 8, noise: 0.7, seed: $0)
    }
    #expect(p.allSatisfy { $0 > Self.level }, "\(p)")
  }

  @Test("fewer dimensions to spare than neurons, down to none", arguments: [0, 1, 2, 4])
  func scarce(spare: Int) async throws {
    let p = try await pValues {
      try request(width: 6, dimension: 7 + spare, batch: 8, noise: 0.2, seed: $0)
    }
    #expect(p.allSatisfy { $0 > Self.level }, "\(p)")
  }

  @Test("second layer of both signs, and a batch smaller than the width")
  func unequal() async throws {
    let p = try await pValues {
      try request(
        width: 6, dimension: 20, batch: 4, noise: 0.2, secondLayer: .rademacher(1), seed: $0)
    }
    #expect(p.allSatisfy { $0 > Self.level }, "\(p)")
  }

  @Test("a teacher of two directions")
  func multiIndex() async throws {
    let tensor = HermiteTensor([
      .init(1, orders: [1]), .init(-0.5, orders: [1, 1]), .init(0.4, orders: [0, 2]),
    ])
    let p = try await pValues { seed in
      let base = try request(width: 6, dimension: 12, batch: 8, seed: seed)
      return try SGDRequest(
        teacher: Teacher(link: tensor, labelNoise: 0.3), student: base.student,
        settings: base.settings)
    }
    #expect(p.allSatisfy { $0 > Self.level }, "\(p)")
  }

  @Test("free rows of erf neurons that start with given overlaps, single samples a step")
  func freeRows() async throws {
    let start = StartingOverlaps(teacher: [0.3, -0.1, 0, 0.2], students: [0.5, 0.1, 0.4])
    func committee(_ seed: UInt64) throws -> SGDRequest {
      var settings = SGDSettings(
        width: 2, dimension: 20, batch: 1, stepSize: 0.01, timeScaleRatio: 2,
        firstLayer: .overlaps(start), secondLayer: .each([1, 1.4]), horizon: 0.6, recordings: 1,
        seed: seed)
      settings.rowNorm = .free
      return try SGDRequest(
        teacher: Teacher(committee: Committee(.erf, weights: [1, 1], order: 20), labelNoise: 0.1),
        student: Student(function: .erf, order: 20), settings: settings)
    }
    let p = try await pValues(committee)
    #expect(p.allSatisfy { $0 > Self.level }, "\(p)")
  }

  @Test("one degree of freedom too few or too many is noticed by the same test")
  func wrongFreedom() async throws {
    func few(_ seed: UInt64) throws -> SGDRequest {
      // A start on the teacher: what steps add across the span is all that takes it away.
      try request(
        width: 4, dimension: 6, batch: 16, link: [0, 1], activation: [0, 1], noise: 1,
        firstLayer: .planted(alignment: 1), secondLayer: .rademacher(1), horizon: 0.6, seed: seed)
    }
    let right = try await pValues(few)
    #expect(right.allSatisfy { $0 > Self.level }, "\(right)")
    for change in [-1, 1] {
      let wrong = try await pValues(few, wrongFreedom: change)
      #expect(wrong.contains { $0 < Self.level }, "\(change): \(wrong)")
    }
  }
}
