import Learning
import NumericKernel
import Testing

@Suite("Neurons of several types")
struct NeuronTypeFlowTests {
  private let teacher = Teacher(link: [0, 0.9, 0.5], labelNoise: 0.3)
  private let student = Student(activation: [0, 0.8, 0.5, 0.2])

  private func flow(_ start: SGDSettings.SecondLayerStart) throws -> (
    NeuronTypeFlow, NeuronTypeFlow.State
  ) {
    let types = NeuronTypeFlow.types(of: start)
    let flow = try #require(
      NeuronTypeFlow(
        teacher: teacher, student: student, timeScaleRatio: 0.1, shares: types.shares))
    return (
      flow,
      .init(alignments: types.shares.map { _ in 0.1 }, secondLayer: types.secondLayer)
    )
  }

  @Test("One type is the two-variable limit")
  func oneType() throws {
    let (flow, start) = try flow(.equal(1))
    let plain = MeanFieldFlow(teacher: teacher, student: student, timeScaleRatio: 0.1)
    let equal = MeanFieldState(alignment: 0.1, secondLayer: 1)
    let times = [1.0, 5, 20]
    let states = flow.states(from: start, at: times, longestStep: 0.002)
    let others = plain.states(from: equal, at: times, longestStep: 0.002)
    // There r = s² is a variable of its own: they differ by the steps' error, some h⁴ = 1.6e-11.
    for (state, other) in zip(states, others) {
      #expect(abs(state.alignments[0] - other.alignment) < 1e-12)
      #expect(abs(state.secondLayer[0] - other.secondLayer) < 1e-12)
      #expect(abs(flow.testError(at: state) - plain.testError(at: other)) < 1e-12)
    }
  }

  /// With U(q) and V(s) written out, instead of means of a s^k.
  @Test("The rate is the sum over pairs of types")
  func pairs() throws {
    let (flow, _) = try flow(.gaussian(1))
    let count = flow.shares.count
    let s = (0..<count).map { 0.9 * Double($0) / Double(count) - 0.3 }
    let a = (0..<count).map { 1.2 - 0.2 * Double($0) }
    let rate = flow.rate(at: .init(alignments: s, secondLayer: a))
    func slope(_ q: Double) -> Double { 0.64 + 2 * 0.25 * q + 3 * 0.04 * q * q }  // U'
    func value(_ q: Double) -> Double { q * (0.64 + q * (0.25 + q * 0.04)) }  // U
    for p in 0..<count {
      let pull = (0..<count).reduce(0.72 + 2 * 0.25 * s[p]) {
        $0 - flow.shares[$1] * a[$1] * s[$1] * slope(s[p] * s[$1])
      }
      let drift = (0..<count).reduce(0.72 * s[p] + 0.25 * s[p] * s[p]) {
        $0 - flow.shares[$1] * a[$1] * value(s[p] * s[$1])
      }
      #expect(abs(rate.alignments[p] - a[p] * (1 - s[p] * s[p]) * pull) < 1e-13)
      #expect(abs(rate.secondLayer[p] - 0.1 * drift) < 1e-14)
    }
  }

  @Test("Quadrature over normal weights converges: 128 points are as good as 256")
  func quadrature() throws {
    func last(_ points: Int) throws -> [Double] {
      let types = NeuronTypeFlow.types(of: .gaussian(0.8), points: points)
      let flow = try #require(
        NeuronTypeFlow(
          teacher: teacher, student: student, timeScaleRatio: 0.1, shares: types.shares))
      let start = NeuronTypeFlow.State(
        alignments: types.shares.map { _ in 0 }, secondLayer: types.secondLayer)
      let state = flow.states(from: start, at: [3], longestStep: 0.01)[0]
      return [OrderParameter.alignment, .alignmentSpread, .secondLayer, .testError].map {
        flow.value(of: $0, at: state) ?? .nan
      }
    }
    // The sum converges faster than any power of the spacing while s is smooth in a₀.
    for (a, b) in zip(try last(128), try last(256)) { #expect(abs(a - b) < 1e-6) }
    let types = NeuronTypeFlow.types(of: .gaussian(0.8))
    let square = zip(types.shares, types.secondLayer).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
    #expect(abs(square - 0.64) < 1e-6)  // less what lies beyond six deviations
  }

  @Test("The mixed-sign case: SGD follows two types where one type fails")
  func mixedSigns() throws {
    let (flow, start) = try flow(.balanced(1))
    let settings = SGDSettings(
      width: 200, dimension: 200_000, batch: 1, stepSize: 0.01, timeScaleRatio: 0.1,
      firstLayer: .planted(alignment: 0.1), secondLayer: .balanced(1), horizon: 20, recordings: 12)
    let request = try SGDRequest(teacher: teacher, student: student, settings: settings)
    let run = PopulationEngine().run(request, member: 0, monitor: SGDMonitor())
    let states = flow.states(from: start, at: run.times, longestStep: 0.01)
    let one = MeanFieldFlow(teacher: teacher, student: student, timeScaleRatio: 0.1).states(
      from: .init(alignment: 0.1, secondLayer: 1), at: run.times, longestStep: 0.01)
    for (record, state) in zip(run.records, states) {
      for name in [
        OrderParameter.alignment, .alignmentSpread, .secondLayer, .secondLayerSpread, .testError,
      ] {
        // Terms in 1/m = 0.005 and η = 0.01 with factors of order one.
        let predicted = try #require(flow.value(of: name, at: state))
        #expect(abs(record[name] - predicted) < 0.02, "\(name) at \(state)")
      }
    }
    let end = run.records.count - 1
    #expect(abs(run.records[end].alignment - one[end].alignment) > 0.3)
  }
}
