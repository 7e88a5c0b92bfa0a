import Learning
import Testing

@Suite("SGD requests")
struct SGDRequestTests {
  private let settings = SGDSettings(
    width: 10, dimension: 20, batch: 30, stepSize: 0.1, timeScaleRatio: 0.1, horizon: 5)

  private func faults(
    link: HermiteSeries = [0, 1], noise: Double = 0, activation: HermiteSeries = [0, 1],
    _ change: (inout SGDSettings) -> Void = { _ in }
  ) -> [String] {
    var settings = settings
    change(&settings)
    do {
      _ = try SGDRequest(
        teacher: Teacher(link: link, labelNoise: noise), student: Student(activation: activation),
        settings: settings)
      return []
    } catch {
      return error.faults
    }
  }

  @Test("A valid request has no faults; unequal lists are padded")
  func valid() {
    #expect(faults().isEmpty)
    #expect(faults(link: [0, 1, 0.5, 0.2], activation: [0, 1]).isEmpty)
  }

  @Test("Every fault is listed at once")
  func all() {
    let list = faults(link: [], noise: -1) {
      $0.width = 0
      $0.batch = 0
      $0.dimension = 1
      $0.stepSize = .nan
    }
    #expect(list.count == 6)
  }

  @Test("Each fault names the nearest valid request")
  func nearest() {
    #expect(faults { $0.width = 0 } == ["width m = 0 is too small; nearest valid: 1."])
    #expect(faults { $0.batch = 0 } == ["batch B = 0 is too small; nearest valid: 1."])
    #expect(faults { $0.dimension = 1 } == ["dimension d = 1 is too small; nearest valid: 2."])
    #expect(
      faults { $0.stepSize = .nan } == ["step η = nan must be positive and finite; try 0.05."])
    #expect(
      faults { $0.horizon = -3 } == ["horizon t = -3.0 must be positive and finite; try 3.0."])
    #expect(
      faults { $0.firstLayer = .planted(alignment: 1.5) }
        == ["initial alignment s₀ = 1.5 is no cosine; nearest valid: s₀ = 1.0."])
    #expect(faults { $0.horizon = 0.01 }.first?.contains("nearest valid: t = 0.1.") == true)
  }

  @Test("Teachers and students that cannot be are refused")
  func networks() {
    #expect(faults(link: [2, 0, 0]).first?.contains("zero variance") == true)
    for (name, list) in [
      ("teacher coefficients c", faults(link: [])),
      ("student coefficients b", faults(activation: [])),
    ] {
      #expect(list == ["The list of \(name) is empty; give at least two, such as 0,1."])
    }
    for (name, list) in [
      ("teacher coefficients c", faults(link: [0, .nan])),
      ("student coefficients b", faults(activation: [0, .nan])),
    ] {
      #expect(list == ["\(name): entry 1 is nan, not a finite number; leave it out with 0."])
    }
    #expect(faults(activation: [0, .infinity]).first?.contains("entry 1 is inf") == true)
    #expect(faults(activation: [3]).first?.contains("constant") == true)
    #expect(faults(noise: .nan).first?.contains("τ = nan") == true)
  }

  @Test("Networks beyond memory are refused by every engine with a width that is not")
  func memory() throws {
    var settings = settings
    settings.width = 1_000_000
    settings.dimension = 2_000_000
    let engines: [any SGDEngine] = [DirectEngine(), GramEngine(), PopulationEngine()]
    for engine in engines {
      func refusal() throws -> String? {
        engine.refusal(
          of: try SGDRequest(
            teacher: Teacher(link: [0, 1]), student: Student(activation: [0, 1]),
            settings: settings))
      }
      settings.width = 1_000_000
      let reason = try #require(try refusal())
      let width = try #require(Int(reason.split(separator: " ").last?.dropLast() ?? ""))
      settings.width = width
      #expect(try refusal() == nil)
      settings.width = width + 1
      #expect(try refusal() != nil)
    }
  }

  @Test("Where one neuron is too many the dimension is named, and the count is a whole number")
  func dimensionBeyondMemory() throws {
    var settings = settings
    settings.width = 8
    func refusal(_ dimension: Int, _ optimizer: Optimizer = .sgd) throws -> String? {
      settings.dimension = dimension
      settings.optimizer = optimizer
      return DirectEngine().refusal(
        of: try SGDRequest(
          teacher: Teacher(link: [0, 1]), student: Student(activation: [0, 1]), settings: settings))
    }
    #expect(
      try refusal(2_000_000_000)
        == "The direct engine would keep 48000000064 numbers of 8 neurons, and 2147483648 are the most; "
        + "nearest valid: dimension 715827882, width 1.")
    settings.width = 1
    #expect(try refusal(715_827_882) == nil)
    #expect(try refusal(715_827_883) != nil)
    // Adam remembers two numbers of every weight.
    #expect(try refusal(715_827_882, Optimizer(text: "adam:0.9,0.999") ?? .sgd) != nil)
  }

  @Test("As many networks are trained at a time as fit together")
  func concurrency() throws {
    var settings = settings
    // 3 m d + m² numbers: just above a third of 2³¹, a few thousand, and just below the whole.
    for (width, dimension, threads) in [(10, 23_860_930, 2), (10, 20, 4), (1, 715_827_882, 1)] {
      settings.width = width
      settings.dimension = dimension
      let request = try SGDRequest(
        teacher: Teacher(link: [0, 1]), student: Student(activation: [0, 1]), settings: settings)
      let ensemble = Ensemble(engine: DirectEngine(), members: 9, threads: 4)
      #expect(ensemble.concurrency(for: request) == threads)
    }
  }

  @Test("Recorded steps ascend from 0 to the last, each once")
  func recordedSteps() {
    var settings = settings
    #expect(settings.steps == 50)
    settings.recordings = 5
    settings.spacing = .linear
    #expect(settings.recordedSteps == [0, 10, 20, 30, 40, 50])
    settings.spacing = .logarithmic
    #expect(settings.recordedSteps == [0, 1, 3, 7, 19, 50])
    settings.recordings = 1000
    #expect(settings.recordedSteps == Array(0...50))
  }

  @Test("The regime's numbers are those of the settings")
  func regime() throws {
    let request = try SGDRequest(
      teacher: Teacher(link: [0, 1]), student: Student(activation: [0, 1, 0.5]), settings: settings)
    let regime = Regime(request)
    #expect(abs(regime.batchNoise - 0.1 * 20 / 30) < 1e-15)
    #expect(abs(regime.stability - 0.1 * 1.5) < 1e-15)  // U'(1) = 1 + 2 · 0.25
    #expect(abs(regime.slowTimePerWidth - 0.05) < 1e-15)
    #expect(regime.warnings.count == 1)
    #expect(regime.supportsPowerLaw)  // ε t/m = .05
  }

  @Test("A frozen second layer has no slow time; one at its optimum does not start at a₀")
  func regimeOfOtherTraining() throws {
    func regime(_ change: (inout SGDSettings) -> Void) throws -> Regime {
      var settings = settings
      settings.firstLayer = .planted(alignment: 0.5)
      change(&settings)
      return Regime(
        try SGDRequest(
          teacher: Teacher(link: [0, 1]), student: Student(activation: [0, 1, 0.5]),
          settings: settings))
    }
    let frozen = try regime { $0.secondLayerTraining = .frozen }
    #expect(frozen.slowTimePerWidth == 0 && frozen.supportsPowerLaw)
    #expect(abs(frozen.stability - 0.1 * 1.5) < 1e-15)
    let optimal = try regime { $0.secondLayerTraining = .optimal }
    // a = V(s)/(0.9 U(s²) + U(1)/10), V = s, U = q + q²/4, at s = ½: ½ over 0.9 · 0.265625 + 0.125.
    let a = 0.5 / (0.9 * 0.265625 + 0.125)
    #expect(abs(optimal.stability - 0.1 * a * a * 1.5) < 1e-15)
    #expect(optimal.slowTimePerWidth == 0)
    let drawn = try regime {
      $0.secondLayerTraining = .optimal
      $0.firstLayer = .uniform
    }
    #expect(drawn.stability.isNaN && !drawn.warnings.contains { $0.description.contains("a²") })
  }
}
