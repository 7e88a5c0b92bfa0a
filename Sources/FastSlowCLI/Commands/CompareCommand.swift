import ArgumentParser
import FastSlow
import Reporting

struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "A model's ODE and reduced flow held against finite-width SGD: a verdict.",
    discussion: """
      Runs SGD at several widths, with dimension and batch in proportion, extrapolates its \
      deviation from the ODE to infinite width, and tests whether that differs from zero. \
      Exit code 3 if the prediction is rejected. Times are fast times t = step size × steps.

      Examples:
        fastslow compare feature-unlearning --out runs/demo
        fastslow compare feature-unlearning --set-ode c=0,1,-0.3   (wrong)
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
      "Widths of the networks. (default: \(IntegerList(ComparisonDesign().widths)))",
      valueName: "m1,m2,…"),
    transform: IntegerList.init(parsing:))
  var widths = IntegerList(ComparisonDesign().widths)

  @Option(
    parsing: .unconditional,
    help: .init("Dimension of the inputs per neuron, d/m.", valueName: "ratio"))
  var dimensionPerWidth = ComparisonDesign().dimensionPerWidth

  @Option(
    parsing: .unconditional,
    help: .init("Batch noise g = η d/B; it sets the batch.", valueName: "g"))
  var batchNoise = ComparisonDesign().batchNoise

  @Option(parsing: .unconditional, help: .init("Step size η.", valueName: "η"))
  var step = ComparisonDesign().stepSize

  @Option(parsing: .unconditional, help: .init("Seeds at each width.", valueName: "K"))
  var seeds = ComparisonDesign().members

  @Option(parsing: .unconditional, help: .init("The fast time to reach.", valueName: "t"))
  var until = ComparisonDesign().horizon

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
    let truth = try model.system(further: coefficients)
    let predicted = try model.system(further: coefficients + predictionSettings)
    let problem = try sgd.problem(declared, truth)
    if problem.orderParameters.isEmpty {
      throw CommandFailure.badRequest(
        "\(truth.name) names no order parameter to compare; use `fastslow sgd`")
    }
    if problem.teacher.link == nil {
      throw CommandFailure.badRequest(
        "the ODE of \(truth.name) has a teacher of one direction, this one has "
          + "\(problem.teacher.directions); give --teacher one weight, or use `fastslow sgd`")
    }
    let design = try checkedDesign(problem)
    var output = self.output
    output.directory = output.directory ?? "runs/compare-\(truth.name)"
    guard let folder = try output.folder() else { return }
    Interruption.listen()

    let prediction = try Prediction(predicted, problem, design)
    var rows: [Comparison.WidthRow] = []
    for (index, width) in design.widths.enumerated() {
      rows.append(try await simulate(width, index, problem, design, output))
      if rows[index].result.isCancelled { try keepInterrupted(rows, folder) }
    }
    if Interruption.isRequested { try keepInterrupted(rows, folder) }
    let outcome = ComparisonOutcome(
      truth: truth, prediction: prediction,
      comparison: Comparison(design: design, rows: rows, predictions: prediction.courses))
    if Interruption.isRequested { try keepInterrupted(rows, folder) }
    try publish(outcome, folder, output)
    if !outcome.agrees { throw CommandFailure.rejected }
  }

  private func checkedDesign(_ problem: LearningProblem) throws(CommandFailure) -> ComparisonDesign
  {
    let design = ComparisonDesign(
      widths: widths.values, dimensionPerWidth: dimensionPerWidth, batchNoise: batchNoise,
      stepSize: step, members: seeds, horizon: until, recordings: points, seed: sgd.seed,
      falseAlarmRate: falseAlarm)
    if let fault = design.fault { throw .badRequest(fault) }
    for width in design.widths {
      _ = try requiring { try design.request(for: problem, width: width) }
    }
    return design
  }

  private func simulate(
    _ width: Int, _ index: Int, _ problem: LearningProblem, _ design: ComparisonDesign,
    _ output: OutputOptions
  ) async throws(CommandFailure) -> Comparison.WidthRow {
    let request = try requiring { try design.request(for: problem, width: width) }
    let (engine, reason) = sgd.engine.choice(for: request, sgd.precision)
    if let refusal = engine.refusal(of: request) { throw .badRequest(refusal) }
    Talk.note("Width \(width): engine \(reason)", quiet: output.quiet)
    // Work at a width grows as m d B, so as m³ here.
    let work = design.widths.map { Double($0) * Double($0) * Double($0) }
    let all = work.reduce(0, +)
    let result = try await runInterruptibly(
      Ensemble(engine: engine, members: design.members, threads: sgd.threadCount),
      request, label: "SGD at width \(width)", quiet: output.quiet,
      done: work[..<index].reduce(0, +) / all, share: work[index] / all)
    if let run = result.diverged.first, case .diverged(let step, let time) = run.ending {
      throw .failed(
        "SGD of width \(width) diverged at step \(step) (t = \(formatted(time))); "
          + "try a smaller --step than \(formatted(design.stepSize))")
    }
    return Comparison.WidthRow(result)
  }

  /// Saves the widths that ended, and ends the command.
  private func keepInterrupted(_ rows: [Comparison.WidthRow], _ folder: OutputDirectory)
    throws(CommandFailure)
  {
    for row in rows where !row.result.runs.isEmpty {
      try requiring {
        try folder.write(ComparisonTables.courses(row), named: "sgd-m\(row.width)")
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
