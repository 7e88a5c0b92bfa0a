import Learning
import Testing

@Suite("Plans of comparisons")
struct ComparisonDesignTests {
  private let committee: LearningProblem

  init() throws {
    var problem = LearningProblem(
      teacher: Teacher(committee: try Committee(.erf, weights: [1, 1], order: 20)),
      student: try Student(function: .erf, order: 20), timeScaleRatio: 4, firstLayer: .uniform,
      secondLayer: .equal(1), orderParameters: [("risk", .testError)])
    problem.rowNorm = .free
    problem.limit = .dimension(width: 2, batch: 1, rate: 0.5)
    committee = problem
  }

  /// 60 points over 2 d steps: at d = 20 all 40 steps and no more are recorded, at 80 there is room for all.
  @Test(
    "Towards infinite dimension all sizes record at the same times, to the nearest step",
    arguments: [[20, 40, 80], [20, 30, 45], [500, 1000, 2000]])
  func times(_ sizes: [Int]) throws {
    let design = ComparisonDesign(sizes: sizes, horizon: 2, recordings: 60)
    let all = try sizes.map { try design.request(for: committee, size: $0) }
      .map(committee.limit.times)
    for (d, times) in zip(sizes, all) {
      #expect(times.count == all[0].count && times.count > 20)
      #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
      for (t, first) in zip(times, all[0]) {
        #expect(abs(t - first) <= 0.5 / Double(d) + 1e-15)
        // A step of this size, and where sizes are multiples the very time.
        #expect(abs(t * Double(d) - (t * Double(d)).rounded()) < 1e-9)
        #expect(!d.isMultiple(of: sizes[0]) || t == first)
      }
      #expect(abs(times[times.count - 1] - 2) < 1e-15)
    }
  }

  @Test("Given steps are recorded as far as they ascend before the horizon")
  func givenSteps() {
    var settings = SGDSettings(
      width: 2, dimension: 4, batch: 1, stepSize: 0.1, timeScaleRatio: 1, horizon: 2)
    settings.spacing = .steps([0, 2, 2, 5, 4, 17, 20, 30])
    #expect(settings.recordedSteps == [0, 2, 5, 17, 20])
    settings.spacing = .steps([])
    #expect(settings.recordedSteps == [0, 20])
  }
}
