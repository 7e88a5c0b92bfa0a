import Learning
import NumericKernel
import Testing

@Suite("Mean-field flows")
struct MeanFieldFlowTests {
  private let learning = MeanFieldFlow(
    teacher: Teacher(link: [0, 0.9, 0.6]), student: Student(activation: [0, 0.8, 0.5]),
    timeScaleRatio: 0.1)
  private let unlearning = MeanFieldFlow(
    teacher: Teacher(link: [0, 1, -0.45]), student: Student(activation: [0, 1, 0.9]),
    timeScaleRatio: 0.05)

  @Test("The two-variable flow has its golden values")
  func goldenValues() {
    let start = MeanFieldState(alignment: 0, secondLayer: 1)
    let kept = learning.states(from: start, at: [5, 50], longestStep: 0.005)
    #expect(abs(kept[0].alignment - 0.957020565932) < 1e-11)
    #expect(abs(kept[0].secondLayer - 1.087875288914) < 1e-11)
    #expect(abs(kept[1].alignment - 0.998350902918) < 1e-11)
    #expect(abs(kept[1].secondLayer - 1.148883853850) < 1e-11)
    let small = MeanFieldState(alignment: 0, secondLayer: 0.2)
    let lost = unlearning.states(from: small, at: [5], longestStep: 0.005)
    #expect(abs(lost[0].alignment - 0.579152417514) < 1e-11)
    #expect(abs(lost[0].secondLayer - 0.261861812744) < 1e-11)
  }

  @Test("r stays s² in the limit, and the test error never rises, also while unlearning")
  func testErrorFalls() {
    let times = (0...200).map { Double($0) }
    let start = MeanFieldState(alignment: 0, secondLayer: 0.2)
    let states = unlearning.states(from: start, at: times, longestStep: 0.02)
    #expect(states.map(\.alignment).max() ?? 0 > (states.last?.alignment ?? 1) + 0.1)
    for (before, after) in zip(states, states.dropFirst()) {
      #expect(unlearning.testError(at: after) <= unlearning.testError(at: before) + 1e-14)
      #expect(abs(after.overlap - after.alignment * after.alignment) < 1e-9)
    }
  }

  @Test("Finite width approaches the limit as 1/m")
  func finiteWidth() {
    func alignment(_ width: Int?) -> Double {
      let flow = MeanFieldFlow(
        teacher: unlearning.teacher, student: unlearning.student, timeScaleRatio: 0.05, width: width
      )
      let start = MeanFieldState(alignment: 0.2, secondLayer: 0.5)
      return flow.states(from: start, at: [8], longestStep: 0.01)[0].alignment
    }
    let limit = alignment(nil)
    let ratio = (alignment(1000) - limit) / (alignment(2000) - limit)
    #expect(abs(ratio - 2) < 0.01)  // next order in 1/m
  }

  @Test("The population map approaches the flow to first order in η", arguments: [nil, 3])
  func mapOrder(width: Int?) {
    let flow = MeanFieldFlow(
      teacher: learning.teacher, student: learning.student, timeScaleRatio: 0.1, width: width)
    let start = MeanFieldState(alignment: 0.3, secondLayer: 1)
    let exact = flow.states(from: start, at: [2], longestStep: 0.01)[0]
    func error(_ steps: Int) -> MeanFieldState {
      let map = PopulationMap(flow: flow, stepSize: 2 / Double(steps))
      let state = map.states(from: start, atSteps: [steps])[0]
      return MeanFieldState(
        alignment: state.alignment - exact.alignment,
        secondLayer: state.secondLayer - exact.secondLayer, overlap: state.overlap - exact.overlap)
    }
    let (coarse, fine) = (error(400), error(800))
    #expect(abs(coarse.alignment / fine.alignment - 2) < 0.05)
    #expect(abs(coarse.secondLayer / fine.secondLayer - 2) < 0.05)
    #expect(abs(coarse.overlap / fine.overlap - 2) < 0.05)
  }

  @Test("The population map is the exact mean gradient step, by quadrature over the inputs")
  func mapByQuadrature() {
    // Two neurons in three dimensions with alignment s and overlap r: every integrand is a
    // polynomial of degree at most 3 · 3, so that 8 nodes a dimension are exact.
    let (b, c): (HermiteSeries, HermiteSeries) = ([0.2, 0.8, 0.5, 0.3], [0.1, 0.9, -0.6, 0.4])
    let (s, r, a, η, ε) = (0.4, 0.1, 1.3, 0.2, 0.7)
    let flow = MeanFieldFlow(
      teacher: Teacher(link: c), student: Student(activation: b), timeScaleRatio: ε, width: 2)
    let next = PopulationMap(flow: flow, stepSize: η)(
      MeanFieldState(alignment: s, secondLayer: a, overlap: r))
    let cosine = (r - s * s) / (1 - s * s)
    let sine = (1 - cosine * cosine).squareRoot()
    let across = (1 - s * s).squareRoot()
    let rows = [[s, across, 0], [s, across * cosine, across * sine]]
    let rule = Quadrature.gaussHermite(count: 8)
    var moved = rows
    var weight = a
    for (x0, p0) in zip(rule.nodes, rule.weights) {
      for (x1, p1) in zip(rule.nodes, rule.weights) {
        for (x2, p2) in zip(rule.nodes, rule.weights) {
          let x = [x0, x1, x2]
          let fields = rows.map { zip($0, x).reduce(0) { $0 + $1.0 * $1.1 } }
          let e = a * (b(fields[0]) + b(fields[1])) / 2 - c(x0)
          weight -= ε * η * p0 * p1 * p2 * e * b(fields[0])
          for j in 0..<2 {
            let factor = η * a * p0 * p1 * p2 * e * b.derivative(fields[j])
            for i in 0..<3 { moved[j][i] -= factor * x[i] }
          }
        }
      }
    }
    func dot(_ i: Int, _ j: Int) -> Double {
      zip(moved[i], moved[j]).reduce(0) { $0 + $1.0 * $1.1 }
    }
    #expect(abs(next.alignment - moved[0][0] / dot(0, 0).squareRoot()) < 1e-13)
    #expect(abs(next.overlap - dot(0, 1) / (dot(0, 0) * dot(1, 1)).squareRoot()) < 1e-13)
    #expect(abs(next.secondLayer - weight) < 1e-13)
  }

  @Test("Batch noise of a linear student is its mean squared residual")
  func linearNoise() {
    // σ' = 1: N₁₁ = N₁₂ = (c₁ − a s)² + a² (r − s²) + τ², so r' gets g a² (1 − r) N₁₁.
    let teacher = Teacher(link: [0, 0.9], labelNoise: 0.5)
    let student = Student(activation: [0, 1])
    let state = MeanFieldState(alignment: 0.4, secondLayer: 1.2, overlap: 0.3)
    func rate(_ g: Double) -> MeanFieldState {
      MeanFieldFlow(teacher: teacher, student: student, timeScaleRatio: 0.1, batchNoise: g)
        .rate(at: state)
    }
    let (with, without) = (rate(0.01), rate(0))
    let moment = (0.9 - 1.2 * 0.4) * (0.9 - 1.2 * 0.4) + 1.44 * (0.3 - 0.16) + 0.25
    let strength = 0.01 * 1.44
    #expect(abs(with.alignment - without.alignment + strength * 0.4 * moment / 2) < 1e-15)
    #expect(abs(with.overlap - without.overlap - strength * 0.7 * moment) < 1e-15)
    #expect(with.secondLayer == without.secondLayer)
  }

  @Test("Batch noise of a cubic student is that of Monte Carlo")
  func cubicNoise() {
    let (b, c): (HermiteSeries, HermiteSeries) = ([0, 0.8, 0.5, 0.2], [0, 0.9, -0.6, 0.3])
    let (s, r, a) = (0.5, 0.4, 1.1)
    func flow(_ g: Double) -> MeanFieldFlow {
      MeanFieldFlow(
        teacher: Teacher(link: c), student: Student(activation: b), timeScaleRatio: 0, batchNoise: g
      )
    }
    let state = MeanFieldState(alignment: s, secondLayer: a, overlap: r)
    let (with, without) = (flow(1).rate(at: state), flow(0).rate(at: state))
    // The network's output given the common fields is the mean over many private ones.
    let private_ = Quadrature.gaussHermite(count: 6)
    let count = 100_000
    let normals = RandomSequence(seed: 4).normals(count: 4 * count)
    var same: [Double] = []
    for i in 0..<count {
      let mean = s * normals[4 * i] + (r - s * s).squareRoot() * normals[4 * i + 1]
      let own = (1 - r).squareRoot()
      let e = a * private_.integrate { b(mean + own * $0) } - c(normals[4 * i])
      let slope = b.derivative(mean + own * normals[4 * i + 2])
      same.append(e * e * slope * slope)
    }
    let sampled = SampleStatistics(same)
    let moment = (without.alignment - with.alignment) * 2 / (a * a * s)
    #expect(abs(moment - sampled.mean) < 5 * sampled.standardError)
  }
}
