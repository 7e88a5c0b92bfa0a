import Learning
import Testing

@Suite("Networks of functions, other inputs and optimizers")
struct FunctionNetworkTests {
  private func settings(
    width: Int = 5, dimension: Int = 8, batch: Int = 30, steps: Int = 4, stepSize: Double = 0.1,
    secondLayer: SGDSettings.SecondLayerStart = .gaussian(1)
  ) -> SGDSettings {
    SGDSettings(
      width: width, dimension: dimension, batch: batch, stepSize: stepSize, timeScaleRatio: 0.3,
      firstLayer: .planted(alignment: 0.3), secondLayer: secondLayer,
      horizon: stepSize * Double(steps), recordings: steps, spacing: .linear, seed: 5)
  }

  @Test("Derivatives are those of the functions, by central differences")
  func derivatives() throws {
    for function in Activation.named {
      guard let slope = function.slope else { continue }
      for x in [-4.1, -1.3, -0.2, 0.4, 1.7, 3.3] {
        // Richardson's extrapolation of central differences: error about h⁴ and ε/h.
        func central(_ h: Double) -> Double { (function(x + h) - function(x - h)) / (2 * h) }
        let difference = (4 * central(5e-4) - central(1e-3)) / 3
        #expect(abs(slope(x) - difference) < 1e-11, "\(function.name) at \(x)")
      }
    }
    #expect(Activation.sign.slope == nil)
  }

  @Test(
    "A step with a function is the definition, sample by sample",
    arguments: ["relu", "erf", "gelu"]
  )
  func functionStep(_ name: String) throws {
    let function = try #require(Activation.named(name))
    let request = try SGDRequest(
      teacher: Teacher(
        committee: Committee(.tanh, weights: [1.2, -0.7], order: 20), labelNoise: 0.2),
      student: Student(function: function, order: 20), settings: settings())
    let network = DirectNetworkProbe(request, member: 1)
    var reference = ReferenceSGD(
      request: request, rows: network.rows, secondLayer: network.secondLayer)
    reference.label = { 1.2 * Activation.tanh($0[0]) - 0.7 * Activation.tanh($0[1]) }
    reference.advance(steps: 4, member: 1)
    let run = DirectEngine(precision: .double).run(request, member: 1, monitor: SGDMonitor())
    let last = try #require(run.records.last)
    // Rounding of sums of some hundred terms of order one.
    #expect(abs(last.alignment - SampleStatistics(reference.rows.map { $0[0] }).mean) < 1e-12)
    #expect(abs(last.secondLayer - SampleStatistics(reference.secondLayer).mean) < 1e-12)
  }

  @Test(
    "Momentum, Adam and free rows are their definitions",
    arguments: [
      (Optimizer.momentum(0.8), SGDSettings.RowNorm.unit), (.adam(first: 0.9, second: 0.99), .unit),
      (.sgd, .free), (.momentum(0.8), .free),
    ])
  func optimizers(_ optimizer: Optimizer, _ rowNorm: SGDSettings.RowNorm) throws {
    var settings = settings()
    settings.optimizer = optimizer
    settings.rowNorm = rowNorm
    let request = try SGDRequest(
      teacher: Teacher(committee: Committee(.erf, weights: [1], order: 20)),
      student: Student(function: .erf, order: 20), settings: settings)
    let network = DirectNetworkProbe(request, member: 0)
    var reference = ReferenceSGD(
      request: request, rows: network.rows, secondLayer: network.secondLayer)
    reference.label = { Activation.erf($0[0]) }
    reference.advance(steps: 4, member: 0)
    let run = DirectEngine(precision: .double).run(request, member: 0, monitor: SGDMonitor())
    let last = try #require(run.records.last)
    #expect(abs(last.alignment - SampleStatistics(reference.rows.map { $0[0] }).mean) < 1e-12)
    #expect(abs(last.secondLayer - SampleStatistics(reference.secondLayer).mean) < 1e-12)
  }

  @Test(
    "The closed-form test error is that of Monte Carlo for every pair",
    arguments: ["erf", "relu", "tanh", "gelu", "silu"], ["erf", "relu", "tanh"])
  func testError(_ student: String, _ teacher: String) throws {
    let request = try SGDRequest(
      teacher: Teacher(
        committee: Committee(
          #require(Activation.named(teacher)), weights: [1, 0.6], order: 30), labelNoise: 0.3),
      student: Student(function: #require(Activation.named(student)), order: 30),
      settings: settings(steps: 1))
    let network = DirectNetworkProbe(request, member: 0)
    var reference = ReferenceSGD(
      request: request, rows: network.rows, secondLayer: network.secondLayer)
    let link = try #require(Activation.named(teacher))
    reference.label = { link($0[0]) + 0.6 * link($0[1]) }
    let run = DirectEngine(precision: .double).run(request, member: 0, monitor: SGDMonitor())
    let first = try #require(run.records.first)
    let sampled = reference.testError(samples: 100_000)
    #expect(abs(first.testError - sampled.mean) < 5 * sampled.standardError)
  }

  @Test("The gram engine runs functions too: same law as direct in the mean")
  func gramWithFunction() async throws {
    let request = try SGDRequest(
      teacher: Teacher(committee: Committee(.relu, weights: [1], order: 20)),
      student: Student(function: .gelu, order: 20), settings: settings(dimension: 30, steps: 20))
    func last(_ engine: any SGDEngine) async throws -> SampleStatistics {
      let result = try await Ensemble(engine: engine, members: 200, threads: 2).run(request)
      return try #require(result.statistics(of: .alignment).last)
    }
    let (direct, gram) = (try await last(DirectEngine()), try await last(GramEngine()))
    let error =
      (direct.standardError * direct.standardError + gram.standardError * gram.standardError)
      .squareRoot()
    #expect(abs(direct.mean - gram.mean) < 5 * error)
  }

  @Test("A function's Hermite series up to a high order gives the same run as the function")
  func seriesAgainstFunction() throws {
    // erf's coefficients fall like 2^(−k/2): order 60 leaves 1e-9.
    let teacher = try Teacher(link: .erf, order: 60)
    let function = try SGDRequest(
      teacher: teacher, student: Student(function: .erf, order: 60), settings: settings())
    let series = try SGDRequest(
      teacher: teacher, student: Student(activation: .erf, order: 60), settings: settings())
    let engine = DirectEngine(precision: .double)
    let (x, y) = (
      engine.run(function, member: 0, monitor: SGDMonitor()),
      engine.run(series, member: 0, monitor: SGDMonitor())
    )
    for (a, b) in zip(x.records, y.records) {
      #expect(abs(a.alignment - b.alignment) < 1e-7)
      #expect(abs(a.testError - b.testError) < 1e-7)
    }
  }

  @Test("Inputs of every law are white", arguments: [InputLaw.uniform, .rademacher])
  func laws(_ law: InputLaw) throws {
    var settings = settings(dimension: 3, batch: 4000, steps: 1)
    settings.inputs = law
    let request = try SGDRequest(
      teacher: Teacher(link: [0, 1]), student: Student(activation: [0, 1]), settings: settings)
    // A linear student's mean gradient on white inputs is w − u*: the loss must fall as for normals.
    let run = DirectEngine(precision: .double).run(request, member: 0, monitor: SGDMonitor())
    settings.inputs = .gaussian
    let normal = try SGDRequest(
      teacher: Teacher(link: [0, 1]), student: Student(activation: [0, 1]), settings: settings)
    let other = DirectEngine(precision: .double).run(normal, member: 0, monitor: SGDMonitor())
    // Both are means over 4000 samples of terms of order one.
    let (a, b) = (try #require(run.records.last), try #require(other.records.last))
    #expect(abs(a.alignment - b.alignment) < 5 * 0.1 / 4000.0.squareRoot() * 3)
    #expect(abs(a.testError - b.testError) < 0.1)
    #expect(a.modes.isEmpty)
  }

  @Test("Data are whitened: mean zero, unit covariance; the first column is only scaled")
  func whitening() throws {
    let n = 200
    let raw = RandomSequence(seed: 3).normals(count: 3 * n)
    var (x, y, z): ([Double], [Double], [Double]) = ([], [], [])
    for i in 0..<n {
      let (u, v, w) = (raw[3 * i], raw[3 * i + 1], raw[3 * i + 2])
      x.append(5 + 2 * u)
      y.append(v - 3 * u)
      z.append(w + v * v)
    }
    let set = try DataSet(name: "test", columns: [("x", x), ("y", y), ("z", z)])
    let mean = x.reduce(0, +) / Double(n)
    let deviation = (x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(n)).squareRoot()
    for i in 0..<n { #expect(abs(set.input(i)[0] - (x[i] - mean) / deviation) < 1e-12) }
    for p in 0..<3 {
      for q in 0..<3 {
        var (sum, product) = (0.0, 0.0)
        for i in 0..<n {
          sum += set.input(i)[p]
          product += set.input(i)[p] * set.input(i)[q]
        }
        #expect(abs(sum) < 1e-10)
        #expect(abs(product / Double(n) - (p == q ? 1 : 0)) < 1e-12)
      }
    }
    #expect(throws: DataSetError.self) {
      try DataSet(name: "test", columns: [("x", x), ("twice", x.map { 2 * $0 + 1 })])
    }
    #expect(throws: DataSetError.self) {
      try DataSet(name: "test", columns: [("x", x), ("one", x.map { _ in 4 })])
    }
  }

  @Test("A data set is learned by heart: a batch of all of it is gradient descent on it")
  func reuse() throws {
    let n = 40
    let raw = RandomSequence(seed: 4).normals(count: 2 * n)
    let set = try DataSet(
      name: "test",
      columns: [
        ("x", (0..<n).map { raw[2 * $0] }), ("y", (0..<n).map { raw[2 * $0 + 1] }),
      ])
    var settings = settings(width: 3, dimension: 2, batch: 400, steps: 300)
    settings.inputs = .data(set)
    let request = try SGDRequest(
      teacher: Teacher(committee: Committee(.relu, weights: [1], order: 20)),
      student: Student(function: .relu, order: 20), settings: settings)
    let run = DirectEngine(precision: .double).run(request, member: 0, monitor: SGDMonitor())
    let (first, last) = (try #require(run.records.first), try #require(run.records.last))
    #expect(last.testError < 0.05 * first.testError)
  }

  @Test("Engines that keep overlaps refuse what these do not determine, and say what to use")
  func refusals() throws {
    func refusal(_ engine: any SGDEngine, _ change: (inout SGDSettings) -> Void) throws -> String {
      var settings = settings(dimension: 30)
      change(&settings)
      let request = try SGDRequest(
        teacher: Teacher(link: [0, 1]), student: Student(activation: [0, 1]), settings: settings)
      return engine.refusal(of: request) ?? ""
    }
    for engine in [GramEngine(), PopulationEngine()] as [any SGDEngine] {
      #expect(try refusal(engine) { $0.optimizer = .momentum(0.9) }.contains("direct engine"))
      #expect(try refusal(engine) { $0.inputs = .rademacher }.contains("direct engine"))
      #expect(try refusal(engine) { _ in }.isEmpty)
    }
    let function = try SGDRequest(
      teacher: Teacher(link: [0, 1]), student: Student(function: .relu, order: 5),
      settings: settings(dimension: 30))
    #expect(PopulationEngine().refusal(of: function)?.contains("relu") == true)
    #expect(GramEngine().refusal(of: function) == nil)
  }

  @Test("What cannot be trained is refused with the nearest valid request")
  func faults() throws {
    func faults(
      teacher: Teacher = Teacher(link: [0, 1]), student: Student = Student(activation: [0, 1]),
      _ change: (inout SGDSettings) -> Void = { _ in }
    ) -> String {
      var settings = settings()
      change(&settings)
      do {
        _ = try SGDRequest(teacher: teacher, student: student, settings: settings)
        return ""
      } catch { return error.description }
    }
    #expect(try faults(student: Student(function: .sign, order: 5)).contains("no derivative"))
    #expect(faults { $0.optimizer = .momentum(1.5) }.contains("nearest valid: 0.999"))
    #expect(faults { $0.rowNorm = .free }.contains("erf or relu"))
    let committee = try Committee(.erf, weights: [0, 0], order: 5)
    #expect(faults(teacher: Teacher(committee: committee)).contains("zero variance"))
    let empty = try Committee(.erf, weights: [], order: 5)
    #expect(faults(teacher: Teacher(committee: empty)).contains("such as 1,1"))
  }
}
