import ArgumentParser
import FastSlow
import Reporting

struct SGDCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sgd", abstract: "Networks of finite width trained by SGD: an ensemble of seeds.",
    discussion: """
      Times are fast times t = step size × steps.
      Examples:
        fastslow sgd feature-unlearning --width 100 --batch 1000 --until 20
        fastslow sgd feature-unlearning --width 64 --until 9 --activation gelu
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var sgd: SGDOptions
  @OptionGroup var checkpoints: CheckpointOptions
  @OptionGroup var output: OutputOptions

  @Option(parsing: .unconditional, help: .init("Neurons.", valueName: "m"))
  var width: Int

  @Option(
    parsing: .unconditional,
    help: .init("Dimension of the inputs; the default is the width.", valueName: "d"))
  var dimension: Int?

  @Option(
    parsing: .unconditional,
    help: .init(
      "Samples a step; the default is the model's, or makes η d/B = 0.0025.", valueName: "B"))
  var batch: Int?

  @Option(parsing: .unconditional, help: .init("Seeds.", valueName: "K"))
  var seeds = 4

  @Option(
    parsing: .unconditional,
    help: .init("Step size η; the default is by the model's rate, or 0.05.", valueName: "η"))
  var step: Double?

  @Option(
    parsing: .unconditional,
    help: .init(
      "Step size and ε by the learning rates of another convention: plain:lr_w,lr_a, nn2pp:lr,lr2, "
        + "gamma:γ or mup:η,η₂.", valueName: "convention:rates"))
  var rates: LearningRates?

  @Option(parsing: .unconditional, help: .init("The fast time to reach.", valueName: "t"))
  var until: Double

  @Option(
    parsing: .unconditional, help: .init("Recorded times, evenly in the logarithm.", valueName: "n")
  )
  var points = 60

  func validate() throws {
    if seeds < 1 { throw ValidationError("--seeds \(seeds): use 1 or more") }
    if let rates, !rates.isValid {
      throw ValidationError(
        "--rates \(rates.name): the first rate is positive, the second 0 or more, both finite; "
          + "such as plain:2,0.4")
    }
    if step != nil && rates != nil {
      throw ValidationError("--step and --rates both set the step size: give one of them")
    }
  }

  func run() async throws {
    let declared = try model.declaration()
    let (system, problem) = try problem(declared)
    let folder = try output.folder()
    let d = dimension(of: problem)
    let step = stepSize(problem)
    let request = try requiring {
      try problem.request(
        width: width, dimension: d, batch: batch ?? batchSize(problem, d, step), stepSize: step,
        horizon: until, recordings: points, seed: sgd.seed)
    }
    Interruption.listen()
    let (engine, reason) = sgd.engine.choice(for: request, sgd.precision)
    if let refusal = engine.refusal(of: request) { throw CommandFailure.badRequest(refusal) }
    let store = try checkpoints.folder(request, engine, members: seeds)
    Talk.note("Engine \(reason)", quiet: output.quiet)
    let clock = ContinuousClock()
    let begin = clock.now
    let ensemble = Ensemble(engine: engine, members: seeds, threads: sgd.threadCount)
    let result = try await runInterruptibly(
      ensemble, request, label: system.name, quiet: output.quiet, store: store)
    let wall = (clock.now - begin) / .seconds(1)
    if let failure = store?.lastFailure { Talk.note("Warning: \(failure)", quiet: output.quiet) }
    if let folder { try write(result, system, problem, to: folder) }
    if output.json {
      try output.printJSON(
        SGDRecord(
          system, result, engine: engine.name, engineReason: reason, wallSeconds: wall))
    } else {
      print(text(result, system, engine.name, wall))
    }
    try finish(result)
  }

  /// The model at the coefficients and the ratio asked for, and the SGD behind it.
  private func problem(_ declared: any FastSlowModel) throws(CommandFailure) -> (
    System, LearningProblem
  ) {
    let plain = try model.system()
    var further = try sgd.coefficients(declared, plain)
    var problem = try sgd.problem(declared, plain)
    let scales = rates?.scales(width: width, dimension: dimension(of: problem))
    if let scales, let small = plain.smallParameter?.name {
      further.append(Assignment(name: small, values: [scales.timeScaleRatio]))
    }
    let system = try model.system(further: further)
    problem = try sgd.problem(declared, system)
    if let scales { problem.timeScaleRatio = scales.timeScaleRatio }
    return (system, problem)
  }

  /// d: as asked, that of the data, or the width.
  private func dimension(of problem: LearningProblem) -> Int {
    if case .data(let set) = problem.inputs { return dimension ?? set.dimension }
    return dimension ?? max(width, 2)
  }

  private func stepSize(_ problem: LearningProblem) -> Double {
    let d = dimension(of: problem)
    return rates?.scales(width: width, dimension: d).stepSize ?? step
      ?? problem.limit.stepSize(width: width, dimension: d) ?? 0.05
  }

  /// That of a model of infinite dimension, else by the batch noise of the default.
  private func batchSize(_ problem: LearningProblem, _ d: Int, _ step: Double) -> Int {
    if case .dimension(_, let batch, _) = problem.limit { return batch }
    let wanted = (step * Double(d) / 0.0025).rounded()
    return wanted >= 1 && wanted < 1e9 ? Int(wanted) : 1
  }

  private func finish(_ result: EnsembleResult) throws(CommandFailure) {
    if result.isCancelled {
      let further = (checkpoints.resume ?? checkpoints.checkpoint).map {
        "; go on with --resume \($0)"
      }
      throw .interrupted(
        "interrupted; \(result.runs.count) of \(seeds) seeds are finished" + (further ?? ""))
    }
    if !result.diverged.isEmpty {
      throw .failed(
        "\(result.diverged.count) of \(seeds) seeds diverged; "
          + "try a smaller --step, or a larger --batch")
    }
  }

  private func text(
    _ result: EnsembleResult, _ system: System, _ engine: String, _ wall: Double
  ) -> String {
    let settings = result.request.settings
    let head =
      "\(system.name) at \(system.parameterText)\n\(engine) SGD: m = \(settings.width), "
      + "d = \(settings.dimension), B = \(settings.batch), η = \(formatted(settings.stepSize)), "
      + "\(settings.steps) steps, \(result.runs.count) seeds, \(formatted(seconds: wall))"
      + "\nlearning rates: " + LearningRates.all(of: settings).map(text).joined(separator: "; ")
    guard let table = try? Table(summary(result)) else { return head }
    return head + "\n\n" + table.text(digits: 5, maximumRows: 14)
  }

  private func text(_ rates: LearningRates) -> String {
    rates.name + " "
      + rates.values.map { "\($0.symbol) = \(formatted($0.value))" }.joined(separator: ", ")
  }

  /// Mean and standard error of what tells most.
  private func summary(_ result: EnsembleResult) -> [Table.Column] {
    [Table.Column("t", meaning: "fast time", result.times)]
      + [OrderParameter.alignment, .secondLayer, .testError].flatMap {
        $0.columns(of: result).prefix(2)
      }
  }

  private func write(
    _ result: EnsembleResult, _ system: System, _ problem: LearningProblem,
    to folder: OutputDirectory
  ) throws(CommandFailure) {
    try requiring {
      try folder.write(
        Table(
          [Table.Column("t", meaning: "fast time", result.times)]
            + result.recordedParameters.flatMap { $0.columns(of: result) }),
        named: "order-parameters",
        provenance: [
          "command": CommandContext.current.commandLine, "parameters": system.parameterText,
          "fastslow": RootCommand.version,
        ])
    }
    let panels = shown(problem).map { panel($0, result) }
    let grid = FigureGrid(title: "\(system.name): SGD", columns: 3, panels: panels)
    _ = output.draw(grid, named: "order-parameters", in: folder)
    Talk.note("Written to \(folder.path)", quiet: output.quiet)
  }

  /// Alignment, second layer, test error and what else the model predicts.
  private func shown(_ problem: LearningProblem) -> [OrderParameter] {
    let common: [OrderParameter] = [.alignment, .secondLayer, .testError]
    return common + problem.orderParameters.map(\.parameter).filter { !common.contains($0) }
  }

  /// Mean, quantiles over seeds, and over neurons one standard deviation either way.
  private func panel(_ parameter: OrderParameter, _ result: EnsembleResult) -> Figure {
    let statistics = result.statistics(of: parameter)
    // The start has no place on a logarithmic axis.
    let times = result.times.map { $0 > 0 ? $0 : .nan }
    var layers: [Figure.Layer] = []
    if let spread = parameter.spread.map({ result.statistics(of: $0) }) {
      layers.append(
        .band(
          "± spread over neurons", x: times,
          lower: zip(statistics, spread).map { $0.mean - $1.mean },
          upper: zip(statistics, spread).map { $0.mean + $1.mean }, style: .reference))
    }
    layers += [
      .band(
        "5 to 95 % of seeds", x: times, lower: statistics.map { $0.quantile(0.05) },
        upper: statistics.map { $0.quantile(0.95) }, style: .simulation(0)),
      .line("mean", x: times, y: statistics.map(\.mean), style: .simulation(0)),
    ]
    return Figure(
      x: .init("fast time t", scale: .logarithmic), y: .init(parameter.title), layers: layers)
  }
}
