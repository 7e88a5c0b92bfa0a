public import ArgumentParser
public import FastSlow
import Reporting

extension PredictionKind: ExpressibleByArgument {}

struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "A model's ODE and reduced flow held against SGD of finite size: a verdict.",
    discussion: """
      Runs SGD at several sizes, extrapolates its deviation from the ODE to infinite size, and \
      tests whether that differs from zero. Exit code 3 if the prediction is rejected. The model \
      says which size grows: the width, with dimension and batch in proportion and times \
      t = step size × steps, or the dimension at a width, batch and rates of the model's, with \
      times steps/d.

      Examples:
        fastslow compare feature-unlearning --out runs/demo
        fastslow compare feature-unlearning --set-ode c=0,1,-0.3   (wrong)
        fastslow compare feature-unlearning --second-layer balanced:1 --prediction types
        fastslow compare saad-solla --dimensions 500,1000,2000
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var sgd: SGDOptions
  @OptionGroup var output: OutputOptions

  @Option(
    name: .customLong("set-ode"), parsing: .unconditionalSingleValue,
    help: .init("A parameter of the prediction alone.", valueName: "name=value"),
    transform: Assignment.init(parsing:))
  var predictionSettings: [Assignment] = []

  @Option(
    parsing: .unconditional,
    help: .init(
      "What is held against SGD: mean-field (the model's ODE), finite-width, types (of neurons, where "
        + "the second layer starts unequal) or corrected (for width, batch noise and step).",
      valueName: "name"))
  var prediction = PredictionKind.meanField

  @Option(
    parsing: .unconditional,
    help: .init("Widths of the networks; the default is 40,80,160.", valueName: "m1,m2,…"),
    transform: IntegerList.init(parsing:))
  var widths: IntegerList?

  @Option(
    parsing: .unconditional,
    help: .init(
      "Dimensions, for a model of infinite dimension; the default is 500,1000,2000.",
      valueName: "d1,d2,…"),
    transform: IntegerList.init(parsing:))
  var dimensions: IntegerList?

  @Option(
    parsing: .unconditional,
    help: .init("Dimension of the inputs per neuron, d/m; the default is 1.", valueName: "ratio"))
  var dimensionPerWidth: Double?

  @Option(
    parsing: .unconditional,
    help: .init(
      "Batch noise g = η d/B; it sets the batch. The default is 0.0025.", valueName: "g"))
  var batchNoise: Double?

  @Option(
    parsing: .unconditional, help: .init("Step size η; the default is 0.05.", valueName: "η"))
  var step: Double?

  @Option(parsing: .unconditional, help: .init("Seeds at each size.", valueName: "K"))
  var seeds = ComparisonDesign().members

  @Option(
    parsing: .unconditional,
    help: .init("The time to reach; the default is the model's.", valueName: "t"))
  var until: Double?

  @Option(
    parsing: .unconditional, help: .init("Recorded times, evenly in the logarithm.", valueName: "n")
  )
  var points = ComparisonDesign().recordings

  @Option(
    parsing: .unconditional,
    help: .init("Probability of rejecting a true prediction.", valueName: "p"))
  var falseAlarm = ComparisonDesign().falseAlarmRate

  func run() async throws {
    let declared = try model.declaration()
    let coefficients = try sgd.coefficients(declared, model.system())
    // The ODE starts where the networks do.
    let starts = try sgd.starts(declared, model.system(further: coefficients))
    let truth = try model.system(further: coefficients, starting: starts)
    let predicted = try model.system(
      further: coefficients + predictionSettings, starting: starts)
    let problem = try sgd.problem(declared, truth)
    let predictedProblem = try sgd.problem(declared, predicted)
    try check(problem, predictedProblem, of: truth)
    let design = try checkedDesign(problem)
    var output = self.output
    output.directory = output.directory ?? "runs/compare-\(truth.name)"
    guard let folder = try output.folder() else { return }
    Interruption.listen()

    let requests = try design.sizes.map { size throws(CommandFailure) in
      try requiring { try design.request(for: problem, size: size) }
    }
    let prediction = try Prediction(prediction, predicted, predictedProblem, design, requests)
    for warning in prediction.warnings { Talk.note("Warning: \(warning)", quiet: output.quiet) }
    var rows: [Comparison.Row] = []
    for index in requests.indices {
      rows.append(try await simulate(requests, index, problem.limit, design, output))
      if rows[index].result.isCancelled { try keepInterrupted(rows, problem.limit, folder) }
    }
    if Interruption.isRequested { try keepInterrupted(rows, problem.limit, folder) }
    let outcome = ComparisonOutcome(
      truth: truth, prediction: prediction,
      comparison: Comparison(
        design: design, rows: rows, limit: problem.limit, predictions: prediction.courses))
    if Interruption.isRequested { try keepInterrupted(rows, problem.limit, folder) }
    try publish(outcome, folder, output)
    if !outcome.agrees { throw CommandFailure.rejected }
  }

  private func check(
    _ problem: LearningProblem, _ predicted: LearningProblem, of truth: System
  ) throws(CommandFailure) {
    if problem.orderParameters.isEmpty {
      throw .badRequest("\(truth.name) names no order parameter to compare; use `fastslow sgd`")
    }
    if problem.orderParameters.contains(where: { $0.parameter == .alignment }),
      problem.teacher.link == nil
    {
      throw .badRequest(
        "the ODE of \(truth.name) has a teacher of one direction, this one has "
          + "\(problem.teacher.directions); give --teacher one weight, or use `fastslow sgd`")
    }
    if problem.secondLayerTraining == .frozen {
      throw .badRequest(
        "--second-layer-training frozen: the equations of \(truth.name) train it; use gradient or "
          + "optimal, or `fastslow sgd`")
    }
    if let refusal = predicted.refusal(of: prediction) { throw .badRequest(refusal) }
  }

  private func checkedDesign(_ problem: LearningProblem) throws(CommandFailure) -> ComparisonDesign
  {
    var unused: [(String, Bool)]
    switch problem.limit {
    case .width: unused = [("--dimensions", dimensions != nil)]
    case .dimension:
      unused = [
        ("--widths", widths != nil), ("--dimension-per-width", dimensionPerWidth != nil),
        ("--batch-noise", batchNoise != nil), ("--step", step != nil),
      ]
    }
    if let (option, _) = unused.first(where: \.1) {
      throw .badRequest(
        problem.limit == .width
          ? "\(option): the model is a limit of infinite width; use --widths and "
            + "--dimension-per-width"
          : "\(option): the model is a limit of infinite dimension, its width, batch and rates are "
            + "its own; use --dimensions, and --set for the rates")
    }
    let plain = ComparisonDesign()
    let design = ComparisonDesign(
      sizes: (widths ?? dimensions)?.values ?? problem.limit.defaultSizes,
      dimensionPerWidth: dimensionPerWidth ?? plain.dimensionPerWidth,
      batchNoise: batchNoise ?? plain.batchNoise, stepSize: step ?? plain.stepSize, members: seeds,
      horizon: until ?? problem.horizon, recordings: points, seed: sgd.seed,
      falseAlarmRate: falseAlarm)
    if let fault = design.fault { throw .badRequest(fault) }
    return design
  }

  private func simulate(
    _ requests: [SGDRequest], _ index: Int, _ limit: SizeLimit, _ design: ComparisonDesign,
    _ output: OutputOptions
  ) async throws(CommandFailure) -> Comparison.Row {
    let request = requests[index]
    let (engine, reason) = sgd.engine.choice(for: request, sgd.precision)
    if let refusal = engine.refusal(of: request) { throw .badRequest(refusal) }
    let size = "\(limit.name) \(design.sizes[index])"
    Talk.note("At \(size): engine \(reason)", quiet: output.quiet)
    // Work at a size grows as m d B times the steps.
    let work = requests.map { request -> Double in
      let settings = request.settings
      return [settings.width, settings.dimension, settings.batch, settings.steps]
        .reduce(1) { $0 * Double($1) }
    }
    let all = work.reduce(0, +)
    let result = try await runInterruptibly(
      Ensemble(engine: engine, members: design.members, threads: sgd.threadCount),
      request, label: "SGD at \(size)", quiet: output.quiet,
      done: work[..<index].reduce(0, +) / all, share: work[index] / all)
    if let run = result.diverged.first, case .diverged(let step, let time) = run.ending {
      throw .failed(
        "SGD of \(size) diverged at step \(step) (t = \(formatted(time))); "
          + "try a smaller step size than \(formatted(request.settings.stepSize))")
    }
    return Comparison.Row(result, limit: limit)
  }

  /// Saves the sizes that ended, and ends the command.
  private func keepInterrupted(
    _ rows: [Comparison.Row], _ limit: SizeLimit, _ folder: OutputDirectory
  ) throws(CommandFailure) {
    for row in rows where !row.result.runs.isEmpty {
      try requiring {
        try folder.write(
          ComparisonTables.courses(row, limit), named: "sgd-\(limit.symbol)\(row.size)")
      }
    }
    throw .interrupted("interrupted; finished seeds are kept in \(folder.path)")
  }

  private func publish(
    _ outcome: ComparisonOutcome, _ folder: OutputDirectory, _ output: OutputOptions
  ) throws(CommandFailure) {
    let files = ComparisonFiles(outcome, folder, output)
    let report = try files.write()
    let record = ComparisonRecord(outcome, report: report)
    try requiring { try folder.write(JSON.encode(record), to: "compare.json") }
    if output.json {
      try output.printJSON(record)
    } else {
      print(ComparisonText(outcome, report: report).text)
    }
  }
}
