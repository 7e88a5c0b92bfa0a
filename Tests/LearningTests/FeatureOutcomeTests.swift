import Learning
import Testing

@Suite("Predicted outcomes")
struct FeatureOutcomeTests {
  /// The outcome of the reduced flow beside the end of the integrated one.
  private func compare(
    _ link: HermiteSeries, _ activation: HermiteSeries, secondLayer: Double, until time: Double
  ) -> (predicted: FeatureOutcome, end: MeanFieldState) {
    let flow = MeanFieldFlow(
      teacher: Teacher(link: link), student: Student(activation: activation),
      timeScaleRatio: 0.05)
    let start = MeanFieldState(alignment: 0, secondLayer: secondLayer)
    let end = flow.states(from: start, at: [time], longestStep: 0.02)[0]
    let theory = UnlearningTheory(link: link, activation: activation)
    return (theory.outcome(alignment: 0, secondLayer: secondLayer), end)
  }

  @Test("The learning case keeps its feature")
  func kept() {
    let case1 = compare([0, 0.9, 0.6], [0, 0.8, 0.5], secondLayer: 1, until: 400)
    #expect(case1.predicted == .kept)
    #expect(case1.end.alignment > 0.9999)
  }

  @Test("The unlearning case loses it")
  func unlearned() {
    let case1 = compare([0, 1, -0.45], [0, 1, 0.9], secondLayer: 0.2, until: 5000)
    #expect(case1.predicted == .unlearned)
    // Golden value at t = 5e3, to its last digit but for the shorter steps used here.
    #expect(abs(case1.end.alignment - 0.137393138343) < 1e-8)
  }

  @Test("The delay case leaves alignment 1, to which it comes within 1e-52, for a rest point")
  func delayed() {
    let theory = UnlearningTheory(link: [0, 1, 0, 0.05], activation: [0, 0.7, 0, 0.4])
    guard case .partlyKept(let s) = theory.outcome(alignment: 0, secondLayer: 0.0783505) else {
      Issue.record("predicted \(theory.outcome(alignment: 0, secondLayer: 0.0783505))")
      return
    }
    // G/s = 0, multiplied out: (.7 + .02 s²)(.49 + .48 s⁴) = (.7 + .06 s²)(.49 + .16 s⁴).
    let (q, square) = (s * s, s * s * s * s)
    let difference =
      (0.7 + 0.02 * q) * (0.49 + 0.48 * square)
      - (0.7 + 0.06 * q) * (0.49 + 0.16 * square)
    #expect(abs(difference) < 1e-12)
    #expect(s > 0.29 && s < 0.3)
  }

  @Test("An interior rest point keeps a part")
  func partlyKept() throws {
    let case1 = compare([0, 1, 0.6, -0.3], [0, 1, 0.6, 0.5], secondLayer: 0.5, until: 4000)
    guard case .partlyKept(let alignment) = case1.predicted else {
      Issue.record("predicted \(case1.predicted)")
      return
    }
    #expect(abs(case1.end.alignment - alignment) < 1e-3)
  }

  @Test("Where two outcomes are possible the start decides, as in the integrated flow")
  func bistable() throws {
    let (link, activation): (HermiteSeries, HermiteSeries) = (
      [0, 1, -0.3, 0.9], [0, 1, 0.6, 0.5]
    )
    for secondLayer in [0.3, 5.0] {
      let pair = compare(link, activation, secondLayer: secondLayer, until: 3000)
      switch pair.predicted {
      case .kept: #expect(pair.end.alignment > 0.99)
      case .unlearned: #expect(pair.end.alignment < 0.3)
      default: Issue.record("predicted \(pair.predicted), integrated \(pair.end)")
      }
    }
    let theory = UnlearningTheory(link: link, activation: activation)
    #expect(theory.restPoints().count == 1)
    let ends = [0.3, 5.0].map { theory.outcome(alignment: 0, secondLayer: $0) }
    #expect(ends[0] != ends[1])
  }
}
