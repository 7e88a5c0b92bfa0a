import ArgumentParser
import FastSlow
import Reporting

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Integrates a model.",
    discussion: """
      Examples:
        fastslow run van-der-pol --until 5 --out runs/vdp
        fastslow run robertson --until 4e10 --atol y2=1e-18 --at 0.4,40,4e10 --json
        fastslow run feature-unlearning --time fast --until 1e6 --at 1,1e3,1e6
        fastslow run michaelis-menten --until steady --verify
        fastslow run van-der-pol --until 5 --report stiffness --plot terminal
        fastslow run van-der-pol --until 5 --integral 'work=x*y' --integral 'area=x^2'
      """)

  enum Spacing: String, ExpressibleByArgument, CaseIterable {
    case linear
    case log
  }

  @OptionGroup var model: ModelOptions
  @OptionGroup var solver: SolverOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var plot: PlotOptions
  @OptionGroup var trust: TrustOptions

  @Option(
    parsing: .unconditional,
    help: .init("The time to reach, from 0; or steady: until the solution rests.", valueName: "t"),
    transform: Horizon.init(parsing:))
  var until: Horizon

  @Option(
    parsing: .unconditional,
    help: .init("The most steps or wall time to spend, such as 20000 or 30s.", valueName: "n | s"),
    transform: Budget.init(parsing:))
  var budget: Budget?

  @Option(
    name: .customLong("time"), parsing: .unconditional,
    help: "The time meant: slow τ, or fast t = τ/ε.")
  var unit: TimeUnit = .slow

  @Option(
    parsing: .unconditional, help: .init("Record at these times.", valueName: "t1,t2,…"),
    transform: NumberList.init(parsing:))
  var at: NumberList?

  @Option(
    parsing: .unconditional,
    help: .init(
      "Record at so many points; the default is every step, and 101 for populations.",
      valueName: "n"))
  var points: Int?

  @Option(
    parsing: .unconditional,
    help: .init(
      "Coordinates: those the model declares where they help (auto), its own variables (none), "
        + "or one chart by name.", valueName: "auto|none|name"))
  var charts = "auto"

  @Flag(
    help: "Write the records to trajectory.csv of --out as they are made, and keep none in memory.")
  var stream = false

  @Option(parsing: .unconditional, help: "How points are spaced: linear or log.")
  var spacing: Spacing = .linear

  @Option(
    name: .customLong("integral"), parsing: .unconditionalSingleValue,
    help: .init(
      "Integrate a formula of the model's names along the run, over its --time, as one more column.",
      valueName: "name=formula"), transform: NamedFormula.init(parsing:))
  var integrals: [NamedFormula] = []

  @Option(parsing: .unconditional, help: "A further report: stiffness, what the steps were up to.")
  var report: FurtherReport?

  enum FurtherReport: String, ExpressibleByArgument, CaseIterable {
    case stiffness
  }

  func validate() throws {
    if at != nil, points != nil { throw ValidationError("--at and --points exclude each other") }
    if until.isSteady, at != nil || points != nil {
      throw ValidationError(
        "--until steady has no end to place --at or --points by; leave them out")
    }
    if stream, output.directory == nil {
      throw ValidationError("--stream writes trajectory.csv into a folder; add --out DIR")
    }
    if stream, report == .stiffness {
      throw ValidationError(
        "--report stiffness keeps an account of every step, and --stream keeps nothing; "
          + "leave one out")
    }
    if spacing == .log, points == nil {
      throw ValidationError("--spacing log needs --points N, such as --points 100")
    }
  }

  func run() throws {
    let system = try model.system().integrating(integrals, over: unit)
    let options = try options(for: system)
    if !(until.end > 0) {
      throw CommandFailure.badRequest(
        "--until \(until.end.brief): give a time above 0, such as --until 10")
    }
    if trust.verify, !system.events.isEmpty {
      throw CommandFailure.badRequest(
        "--verify is for models without events; \(system.name) has some")
    }
    let folder = try output.folder()
    if case .only(let name) = chartUse {
      _ = try requiring { try system.chart(named: name) }
    }
    Interruption.listen()
    let sink = try folder.flatMap { folder in
      stream
        ? try requiring {
          try TrajectoryStream(TrajectoryTable(system: system, unit: unit), in: folder)
        } : nil
    }
    var (solution, failure) = try integrate(system, options, into: sink?.records)
    if trust.verify, failure == nil { solution = try verified(solution, system, options) }
    let loss = system.resolutionLoss(
      in: solution, unit: unit, relativeTolerance: options.relativeTolerance)
    let stiffness = try stiffness(of: solution, system, hasFailed: failure != nil)
    if output.json {
      try output.printJSON(
        RunRecord(system, unit, solution, failure, loss, stiffness, streamed: sink?.records.count))
    }
    let files = RunFiles(
      system, unit, solution, isLogarithmic: spacing == .log, output,
      failure: failure?.description, stiffness: stiffness, stream: sink)
    if let folder { try files.write(to: folder) }
    if !output.json { print(RunSummary(system, unit, solution).text) }
    if let sink { Talk.note(sink.remark(shown: solution.count), quiet: output.quiet) }
    if !output.json, let stiffness {
      print("\n" + StiffnessText(report: stiffness, system: system, unit: unit).text)
    }
    plot.show(files.drawings.map(\.drawing), output)
    let doubts = solution.suspicions + (loss.map { [$0.suspicion] } ?? [])
    for doubt in doubts { Talk.error("Warning, suspect: \(doubt)") }
    if let failure { throw CommandFailure(failure) }
    if solution.status == .interrupted {
      throw CommandFailure.interrupted(
        "interrupted at t = \(solution.reachedTime); results so far are kept")
    }
    if trust.strict, !doubts.isEmpty {
      throw CommandFailure.failed("the result is suspect, and --strict was given")
    }
  }

  /// A run that failed is reported as far as it came; why it failed matters more than why there is
  /// no report.
  private func stiffness(of solution: Solution, _ system: System, hasFailed: Bool)
    throws(CommandFailure) -> StiffnessReport?
  {
    guard report == .stiffness else { return nil }
    if hasFailed { return try? system.stiffness(of: solution, in: unit) }
    if !solution.segments.isEmpty {
      throw .badRequest(
        "--report stiffness: the run changed coordinates on the way; use --charts none")
    }
    return try requiring { try system.stiffness(of: solution, in: unit) }
  }

  private func options(for system: System) throws(CommandFailure) -> IntegrationOptions {
    var options = try solver.integrationOptions(for: system)
    options.auditsTrust = true
    options.keepsCurve = true
    options.logsSteps = report == .stiffness
    options.stopsAtSteadyState = until.isSteady
    options.maximumSteps = budget?.steps ?? options.maximumSteps
    options.maximumSeconds = budget?.seconds
    return options
  }

  private func verified(_ solution: Solution, _ system: System, _ options: IntegrationOptions)
    throws(CommandFailure) -> Solution
  {
    let verdict = try requiring {
      try verify(
        solution, of: system.field(in: unit), from: system.initialState,
        over: (0, solution.reachedTime), options: options)
    }
    Talk.note(
      "Repeated at a hundredth of the tolerances: differs by "
        + formatted(verdict.distance, digits: 2) + ", relative.", quiet: output.quiet)
    return verdict.solution
  }

  private var chartUse: ChartUse { ChartUse(argument: charts) }

  private func plan(_ system: System) -> OutputPlan {
    if let at { return .times(at.values) }
    // Every step of a large population would fill the memory.
    guard let points else { return system.populations.isEmpty ? .everyStep : .points(101) }
    return .points(points, spacing == .log ? .logarithmic() : .linear)
  }

  /// The solution, whole or partial, and why it is partial.
  private func integrate(
    _ system: System, _ options: IntegrationOptions, into records: RecordStream?
  ) throws(CommandFailure) -> (Solution, IntegrationError?) {
    func shown(_ solution: Solution) -> Solution { records?.sample(of: solution) ?? solution }
    let progress = ProgressLine(system.name, quiet: output.quiet)
    defer { progress.finish() }
    do {
      let solution = try system.solve(
        until: until.end, in: unit, output: plan(system), streamingTo: records, charts: chartUse,
        options: options,
        linearSolver: solver.linearSolver
      ) {
        report in
        progress.report(
          ProgressState(
            steps: report.steps, time: report.time, endTime: until.end, stepSize: report.step))
        return Interruption.isRequested ? .stop : .proceed
      }
      return (shown(solution), nil)
    } catch {
      if error.reason == .badRequest { throw CommandFailure(error) }
      return (shown(error.solution), error)
    }
  }
}
