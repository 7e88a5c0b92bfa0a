import ArgumentParser
import FastSlow
import Reporting

struct SweepCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Runs over many parameters and starts, in a file that work goes on from.",
    discussion: """
      Keeps the end of each run (variables, observables) and how it ended; one \
      that fails leaves the others alone. Results lie in an SQLite file: the same \
      command goes on after Ctrl-C or a kill, and several at a time share the \
      points. Two axes of a grid give heat maps.

      Examples:
        fastslow sweep van-der-pol --grid epsilon=1e-4:0.1:40:log \\
          --until 20 --measure period=x
        fastslow sweep feature-unlearning --grid 'c[2]=-1:2:60' \\
          --grid a=0.1:30:60:log --time fast --until 1e5 --out runs/map
        fastslow sweep robertson --random k3=1e3:1e5:log --samples 1000 \\
          --until 1e6 --json
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var points: SweepOptions
  @OptionGroup var solver: SolverOptions
  @OptionGroup var output: OutputOptions

  @Option(
    parsing: .unconditional, help: .init("The time to reach, from 0.", valueName: "t"))
  var until: Double

  @Option(
    name: .customLong("time"), parsing: .unconditional,
    help: "The time meant: slow τ, or fast t = τ/ε.")
  var unit: TimeUnit = .slow

  @Option(
    parsing: .unconditional,
    help: .init(
      "The file of the sweep; the default is sweep.sqlite in --out.", valueName: "file"))
  var store: String?

  @Option(
    parsing: .unconditionalSingleValue,
    help: .init(
      "Keep an extreme or the period too: maximum, minimum, amplitude or period.",
      valueName: "kind=name"), transform: MeasureArgument.init(parsing:))
  var measure: [MeasureArgument] = []

  @Option(
    parsing: .unconditional,
    help: .init("Look for those from this time on; the default is half of --until.", valueName: "t")
  )
  var transient: Double?

  @Option(
    parsing: .unconditional,
    help: .init(
      "Coordinates: those the model declares where they help (auto), its own variables (none), "
        + "or one chart by name.", valueName: "auto|none|name"))
  var charts = "auto"

  @Option(
    parsing: .unconditional,
    help: .init("Runs at a time; the default is one a core.", valueName: "n"))
  var threads: Int?

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads \(threads): use 1 or more") }
    if measure.isEmpty, transient != nil {
      throw ValidationError("--transient goes with --measure kind=name, such as --measure period=x")
    }
  }

  func run() async throws {
    let sweep = try sweep()
    var output = self.output
    if output.directory == nil, store == nil {
      output.directory = "runs/sweep-\(sweep.system.name)"
    }
    let folder = try output.folder()
    guard let path = store ?? folder?.path(of: "sweep.sqlite") else { return }
    Interruption.listen()
    let store = try open(sweep, path)
    defer { store.close() }
    try await runInterruptibly(sweep, store, threads: threads, quiet: output.quiet)
    let results = try requiring { try store.results() }
    try publish(SweepSummary(sweep, results, path), folder, output)
    if results.count < sweep.design.count {
      throw CommandFailure.interrupted(
        "interrupted; \(results.count) of \(sweep.design.count) points are kept in \(path), and the "
          + "same command goes on from there")
    }
    let failed = results.outcomes.count { $0.status == .failed || $0.status == .limit }
    if failed == results.count {
      throw CommandFailure.failed(
        "all \(failed) points failed, the first one so: \(results.outcomes[0].reason ?? "")")
    }
  }

  private func sweep() throws -> Sweep {
    let system = try model.system()
    let options = try solver.integrationOptions(for: system)
    return try requiring {
      try Sweep(
        of: system, over: points.design(), until: until, in: unit, charts: chartUse,
        options: options, linearSolver: solver.linearSolver, measures: measure.map(\.measure),
        transient: transient)
    }
  }

  private func open(_ sweep: Sweep, _ path: String) throws(CommandFailure) -> SweepStore {
    do {
      return try sweep.store(at: path)
    } catch  where error.code == .otherSweep {
      throw .badRequest(error.message + " with --store FILE or --out DIR")
    } catch {
      throw CommandFailure(error)
    }
  }

  private var chartUse: ChartUse { ChartUse(argument: charts) }

  private func publish(_ summary: SweepSummary, _ folder: OutputDirectory?, _ output: OutputOptions)
    throws(CommandFailure)
  {
    if output.json { try output.printJSON(SweepRecord(summary)) }
    if let folder { try SweepFiles(summary, output).write(to: folder) }
    if !output.json { print(summary.text) }
  }
}
