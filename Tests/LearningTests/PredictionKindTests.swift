import Learning
import Testing

@Suite("Predictions that are not the model's own equations")
struct PredictionKindTests {
  private func problem(ratio: Double, alignment: Double, secondLayer: Double) -> LearningProblem {
    LearningProblem(
      teacher: Teacher(link: [0, 1, -0.45]), student: Student(activation: [0, 1, 0.9]),
      timeScaleRatio: ratio, firstLayer: .planted(alignment: alignment),
      secondLayer: .equal(secondLayer),
      orderParameters: [("s", .alignment), ("a", .secondLayer)])
  }

  private let design = ComparisonDesign(sizes: [20, 40], horizon: 8, recordings: 6)

  private func requests(_ problem: LearningProblem) throws -> [SGDRequest] {
    try design.sizes.map { try design.request(for: problem, size: $0) }
  }

  /// The SGD is of ε = 0.2 from s = 0, a = 0.2; what is predicted has values of its own.
  @Test("ε and the start are the prediction's, not those of the SGD it is held against")
  func ownValues() throws {
    let requests = try requests(problem(ratio: 0.2, alignment: 0, secondLayer: 0.2))
    let predicted = problem(ratio: 2, alignment: 0.1, secondLayer: 0.5)
    let courses = try predicted.courses(.finiteWidth, for: requests)
    for (row, request) in requests.enumerated() {
      let settings = request.settings
      let flow = MeanFieldFlow(
        teacher: predicted.teacher, student: predicted.student, timeScaleRatio: 2,
        width: settings.width, dimension: settings.dimension)
      let states = flow.states(
        from: MeanFieldState(alignment: 0.1, secondLayer: 0.5),
        at: settings.recordedSteps.map { Double($0) * settings.stepSize },
        longestStep: settings.stepSize)
      #expect(
        courses.map { $0.values[row] } == [states.map(\.alignment), states.map(\.secondLayer)])
    }
    // The corrected one is off it by step and batch noise alone: a tenth of what ε makes.
    let corrected = try predicted.courses(.corrected, for: requests)
    for (near, far) in zip(corrected, courses) {
      for (x, y) in zip(near.values.joined(), far.values.joined()) { #expect(abs(x - y) < 0.05) }
    }
  }

  @Test("A prediction that is not finite at one time, or of too few values, is rejected there")
  func notFinite() async throws {
    let problem = problem(ratio: 0.2, alignment: 0.2, secondLayer: 0.5)
    var rows: [Comparison.Row] = []
    for request in try requests(problem) {
      let ensemble = Ensemble(engine: PopulationEngine(), members: 2, threads: 1)
      rows.append(Comparison.Row(try await ensemble.run(request)))
    }
    // What SGD's population does itself, which leaves no deviation.
    let means = rows.map { $0.result.statistics(of: .neuronOverlap).map(\.mean) }
    func comparison(_ values: [[Double]]) -> Comparison {
      Comparison(
        design: design, rows: rows,
        predictions: [.init(variable: "r", parameter: .neuronOverlap, bySize: values)])
    }
    let right = comparison(means)
    #expect(right.passed)
    var gap = means
    gap[1][3] = .nan
    let rejected = right.against([
      .init(variable: "r", parameter: .neuronOverlap, bySize: gap)
    ])
    #expect(!rejected.passed && rejected.courses[0].metric.time == right.times[3])
    #expect(!comparison([means[0], Array(means[1].dropLast())]).passed)
    #expect(!comparison([]).passed)
  }

  @Test("A kind that does not apply is refused, with what does")
  func refused() throws {
    var unequal = problem(ratio: 0.2, alignment: 0, secondLayer: 0.2)
    let requests = try requests(unequal)
    unequal.secondLayer = .balanced(0.2)
    for kind in [PredictionKind.finiteWidth, .corrected] {
      do {
        _ = try unequal.courses(kind, for: requests)
        Issue.record("\(kind) was taken")
      } catch { #expect(error.description.contains("use types")) }
    }
  }
}
