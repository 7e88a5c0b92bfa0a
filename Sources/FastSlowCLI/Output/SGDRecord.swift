import FastSlow

/// The JSON of `sgd`.
struct SGDRecord: Encodable {
  struct Course: Encodable {
    let mean: [Double]
    let standardError: [Double]
    let quantiles: [String: [Double]]

    init(_ statistics: [SampleStatistics]) {
      mean = statistics.map(\.mean)
      standardError = statistics.map(\.standardError)
      quantiles = Dictionary(
        uniqueKeysWithValues: SampleStatistics.tabulated.map { probability in
          ("\(probability)", statistics.map { $0.quantile(probability) })
        })
    }
  }

  struct Diverged: Encodable {
    let seed: Int
    let time: Double
  }

  let model: String
  let parameters: [String: ParameterRecord]
  let settings: [String: Double]
  let network: [String: String]
  let learningRates: [String: [String: Double]]
  let engine: String
  let engineReason: String
  let times: [Double]
  let order: [String: Course]
  let seeds: [Int]
  let diverged: [Diverged]
  let warnings: [String]
  let wallSeconds: Double

  init(
    _ system: System, _ result: EnsembleResult, engine: String, engineReason: String,
    wallSeconds: Double
  ) {
    let settings = result.request.settings
    model = system.name
    parameters = system.parameterRecord
    self.settings = [
      "width": Double(settings.width), "dimension": Double(settings.dimension),
      "batch": Double(settings.batch), "step": settings.stepSize, "seed": Double(settings.seed),
      "until": settings.horizon, "noise": result.request.teacher.labelNoise,
    ]
    let told = ["teacher", "student", "optimizer", "inputs", "rows"]
    network = Dictionary(
      uniqueKeysWithValues: result.request.facts.filter { told.contains($0.name) }
        .map { ($0.name, $0.value) })
    learningRates = Dictionary(
      uniqueKeysWithValues: LearningRates.all(of: settings).map { rates in
        (rates.name, Dictionary(uniqueKeysWithValues: rates.values.map { ($0.symbol, $0.value) }))
      })
    self.engine = engine
    self.engineReason = engineReason
    times = result.times
    order = Dictionary(
      uniqueKeysWithValues: result.recordedParameters.map {
        ($0.name, Course(result.statistics(of: $0)))
      })
    seeds = result.runs.map(\.member)
    diverged = result.diverged.map { run in
      if case .diverged(_, let time) = run.ending { return Diverged(seed: run.member, time: time) }
      return Diverged(seed: run.member, time: .nan)
    }
    warnings = result.warnings.map(\.description)
    self.wallSeconds = wallSeconds
  }
}
