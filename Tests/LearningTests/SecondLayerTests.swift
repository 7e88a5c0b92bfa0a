import Learning
import RealModule
import Testing

@Suite("Second layer frozen or at its optimum")
struct SecondLayerTests {
  private func request(
    _ training: SGDSettings.SecondLayerTraining, width: Int = 4, dimension: Int = 9,
    batch: Int = 200, alignment: Double = 0.3, stepSize: Double = 0.05, steps: Int = 20,
    teacher: Teacher = Teacher(link: [0.1, 0.9, -0.6, 0.3]),
    student: Student = Student(activation: [0.2, 0.8, 0.5, 0.2])
  ) throws -> SGDRequest {
    var settings = SGDSettings(
      width: width, dimension: dimension, batch: batch, stepSize: stepSize, timeScaleRatio: 0.3,
      firstLayer: .planted(alignment: alignment), horizon: stepSize * Double(steps), recordings: 6,
      spacing: .linear)
    settings.secondLayerTraining = training
    settings.recordsNeurons = true
    return try SGDRequest(teacher: teacher, student: student, settings: settings)
  }

  private static let engines: [any SGDEngine] = [
    DirectEngine(precision: .double), GramEngine(precision: .double), PopulationEngine(),
  ]

  @Test("frozen weights stay where they are", arguments: engines)
  func frozen(_ engine: any SGDEngine) throws {
    let run = engine.run(
      try request(.frozen, width: 3, dimension: 9), member: 0, monitor: SGDMonitor())
    #expect(run.records.allSatisfy { $0.secondLayer == 1 && $0.secondLayerSpread == 0 })
    #expect(run.records.last?.alignment != run.records.first?.alignment)
  }

  /// m = 2: neurons of one alignment s and overlap r have a = V(s)/((U(r) + U(1))/2) by symmetry.
  @Test("Two neurons of one alignment have the weight of the closed form at every step")
  func twoNeurons() throws {
    let run = PopulationEngine().run(
      try request(.optimal, width: 2), member: 1, monitor: SGDMonitor())
    for record in run.records {
      let (s, r) = (record.alignment, record.neuronOverlap)
      let value = 0.1 * 0.2 + 0.72 * s - 0.3 * s * s + 0.06 * s * s * s
      func square(_ q: Double) -> Double { 0.04 + 0.64 * q + 0.25 * q * q + 0.04 * q * q * q }
      #expect(abs(record.secondLayer - 2 * value / (square(r) + square(1))) < 1e-12)
      #expect(record.secondLayerSpread < 1e-12)
    }
  }

  /// The normal equations Σ_j U(r_ij) a_j = m V(s_i), put together here from what is recorded.
  @Test("The normal equations hold after every step, for every engine", arguments: engines)
  func normalEquations(_ engine: any SGDEngine) throws {
    let run = engine.run(try request(.optimal), member: 2, monitor: SGDMonitor())
    #expect(run.ending == .completed)
    for record in run.records {
      for i in 0..<4 {
        let s = record[.teacherOverlap(neuron: i, direction: 0)]
        let value = 0.1 * 0.2 + 0.72 * s - 0.3 * s * s + 0.06 * s * s * s
        let sum = (0..<4).reduce(0.0) { sum, j in
          let q = record[.studentOverlap(i, j)]
          let square = 0.04 + 0.64 * q + 0.25 * q * q + 0.04 * q * q * q
          return sum + square * record[.outputWeight(neuron: j)]
        }
        // v = a/m: the equations are Σ U v = V. Rounding times the matrix's condition, some ten.
        #expect(abs(sum - value) < 1e-12)
      }
    }
  }

  /// (2/π) asin for erf: one neuron with |w|² = 1 has a = asin(s/2)/asin(1/2), whatever the step.
  @Test("One erf neuron against an erf teacher: the ratio of two arcsines")
  func arcsine() throws {
    let run = GramEngine(precision: .double).run(
      try request(
        .optimal, width: 1, teacher: Teacher(committee: Committee(.erf, weights: [1], order: 20)),
        student: Student(function: .erf, order: 20)), member: 0, monitor: SGDMonitor())
    for record in run.records {
      let ratio = Double.asin(record.alignment / 2) / Double.asin(0.5)
      #expect(abs(record.secondLayer - ratio) < 1e-13)
    }
  }

  @Test("Rows that coincide share the weight: a start on the teacher")
  func degenerate() throws {
    let run = PopulationEngine().run(
      try request(.optimal, width: 3, alignment: 1, steps: 2), member: 0, monitor: SGDMonitor())
    let first = try #require(run.records.first)
    // V(1)/U(1).
    #expect(abs(first.secondLayer - (0.02 + 0.72 - 0.3 + 0.06) / 0.97) < 1e-12)
    #expect(first.secondLayerSpread < 1e-12)
  }

  private let linearAndSquare = (
    teacher: Teacher(link: [0, 0.9, 0.6]), student: Student(activation: [0, 0.8, 0.5])
  )

  /// Twenty neurons in so many dimensions that they are orthogonal to 2e-5 but for their alignment.
  private func farApart(stepSize: Double, steps: Int) throws -> SGDRequest {
    try request(
      .optimal, width: 20, dimension: 2_000_000_000, batch: 1, alignment: 0.3, stepSize: stepSize,
      steps: steps, teacher: linearAndSquare.teacher, student: linearAndSquare.student)
  }

  @Test("Networks in many more dimensions than neurons follow the flow of their width")
  func flow() throws {
    let request = try farApart(stepSize: 0.005, steps: 1000)
    let run = PopulationEngine().run(request, member: 0, monitor: SGDMonitor())
    let flow = OptimalLayerFlow(
      teacher: request.teacher, student: request.student, width: 20)
    let states = flow.states(from: 0.3, at: run.times, longestStep: 0.01)
    for (record, state) in zip(run.records, states) {
      // First order in η = 0.005. Neurons differ by 1/√d = 2e-5 at first and some 500 times that at
      // the end: equal neurons are no attractor here.
      #expect(abs(record.alignment - state.alignment) < 0.01, "\(state)")
      #expect(abs(record.secondLayer - state.secondLayer) < 0.02, "\(state)")
    }
  }

  @Test("On infinite batches they follow the map of their step, where the flow is off by it")
  func map() throws {
    let request = try farApart(stepSize: 0.05, steps: 40)
    let run = PopulationEngine().run(request, member: 0, monitor: SGDMonitor())
    let flow = OptimalLayerFlow(
      teacher: request.teacher, student: request.student, width: 20)
    let steps = request.settings.recordedSteps
    let map = flow.states(from: 0.3, atSteps: steps, stepSize: 0.05)
    let continuous = flow.states(from: 0.3, at: run.times, longestStep: 0.01)
    for (record, state) in zip(run.records, map) {
      // What is left is that rows are not orthogonal, by 1/√d = 2e-5, some tenfold at the end.
      #expect(abs(record.alignment - state.alignment) < 5e-4, "\(state)")
      #expect(abs(record.secondLayer - state.secondLayer) < 5e-4, "\(state)")
    }
    let off = zip(run.records, continuous).map { abs($0.alignment - $1.alignment) }.max() ?? 0
    #expect(off > 5e-3)
  }

  @Test("Known biases of narrow networks are those of the optimum too, with batch noise")
  func biases() throws {
    var settings = try request(
      .optimal, width: 20, dimension: 2000, batch: 100, alignment: 0.6, stepSize: 0.02, steps: 25,
      teacher: linearAndSquare.teacher, student: linearAndSquare.student
    ).settings
    func budget() throws -> ErrorBudget {
      try #require(
        ErrorBudget(
          SGDRequest(
            teacher: linearAndSquare.teacher, student: linearAndSquare.student, settings: settings))
      )
    }
    let narrow = try budget()
    // a = V(s)/((1 − 1/m) U(s²) + U(1)/m) at the start, and V/U in the limit.
    let (value, square, one) = (0.72 * 0.6 + 0.3 * 0.36, 0.64 * 0.36 + 0.25 * 0.1296, 0.89)
    #expect(abs(narrow.limit[0].secondLayer - value / square) < 1e-12)
    let spread = 0.25 * 0.64 * 0.64 / 2000  // ½ U''(r) (1−s²)²/d
    #expect(
      abs(narrow.withSize[0].secondLayer - value / (0.95 * (square + spread) + 0.05 * one)) < 1e-12)
    // The drift by batch noise is of first order in g = η d/B.
    func drift(batch: Int) throws -> Double {
      settings.batch = batch
      let budget = try budget()
      return try #require(budget.withBatchNoise.last).alignment
        - #require(budget.limit.last).alignment
    }
    let drifts = try (drift(batch: 10_000), drift(batch: 20_000))
    #expect(abs(drifts.0) > 1e-6)
    #expect(abs(drifts.0 / drifts.1 - 2) < 0.02)
  }

  @Test("The flow goes to that of infinite width as 1/m, with a = V/U")
  func wideFlow() {
    func last(_ width: Int?) -> MeanFieldState {
      OptimalLayerFlow(
        teacher: linearAndSquare.teacher, student: linearAndSquare.student, width: width
      ).states(from: 0.3, at: [4], longestStep: 0.01)[0]
    }
    let limit = last(nil)
    let (s, q) = (limit.alignment, limit.alignment * limit.alignment)
    #expect(abs(limit.secondLayer - (0.72 * s + 0.3 * q) / (0.64 * q + 0.25 * q * q)) < 1e-8)
    let ratio =
      (last(2000).alignment - limit.alignment) / (last(4000).alignment - limit.alignment)
    #expect(abs(ratio - 2) < 0.02)  // next order in 1/m
  }

  @Test("The optimum of other inputs is refused with what can be done")
  func refused() throws {
    var settings = try request(.optimal).settings
    settings.inputs = .uniform
    #expect(throws: SGDRequestError.self) {
      try SGDRequest(
        teacher: Teacher(link: [0, 1]), student: Student(activation: [0, 1]), settings: settings)
    }
  }
}
