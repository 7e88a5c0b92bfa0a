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
        fastslow run feature-unlearning --time fast --until 1e6 --points 60 --spacing log
      """)

  enum Spacing: String, ExpressibleByArgument, CaseIterable {
    case linear
    case log
  }

  @OptionGroup var model: ModelOptions
  @OptionGroup var solver: SolverOptions
  @OptionGroup var output: OutputOptions

  @Option(parsing: .unconditional, help: .init("The time to reach, from 0.", valueName: "t"))
  var until: Double

  @Option(
    name: .customLong("time"), parsing: .unconditional,
    help: "The time meant: slow τ, or fast t = τ/ε.")
  var unit: TimeUnit = .slow

  @Option(parsing: .unconditional, help: .init("Record at these times.", valueName: "t1,t2,…"))
  var at: NumberList?

  @Option(
    parsing: .unconditional,
    help: .init(
      "Record at so many points; the default is every step, and 101 for populations.",
      valueName: "n"))
  var points: Int?

  @Option(parsing: .unconditional, help: "How points are spaced: linear or log.")
  var spacing: Spacing = .linear

  func validate() throws {
    if at != nil, points != nil { throw ValidationError("--at and --points exclude each other") }
    if spacing == .log, points == nil {
      throw ValidationError("--spacing log needs --points N, such as --points 100")
    }
  }

  func run() throws {
    let system = try model.system()
    let options = try solver.integrationOptions(for: system)
    if !(until > 0) {
      throw CommandFailure.badRequest("--until \(until): give a time above 0, such as --until 10")
    }
    let folder = try output.folder()
    Interruption.listen()
    let (solution, failure) = try integrate(system, options)
    if output.json { try output.printJSON(RunRecord(system, unit, solution, failure)) }
    if let folder {
      try RunFiles(
        system, unit, solution, isLogarithmic: spacing == .log, output,
        failure: failure?.description
      ).write(to: folder)
    }
    if !output.json { print(RunSummary(system, unit, solution).text) }
    if let failure { throw CommandFailure(failure) }
    if solution.status == .interrupted {
      throw CommandFailure.interrupted(
        "interrupted at t = \(solution.reachedTime); results so far are kept")
    }
  }

  private func plan(_ system: System) -> OutputPlan {
    if let at { return .times(at.values) }
    // Every step of a large population would fill the memory.
    guard let points else { return system.populations.isEmpty ? .everyStep : .points(101) }
    return .points(points, spacing == .log ? .logarithmic() : .linear)
  }

  /// The solution, whole or partial, and why it is partial.
  private func integrate(_ system: System, _ options: IntegrationOptions) throws(CommandFailure)
    -> (Solution, IntegrationError?)
  {
    let progress = ProgressLine(system.name, quiet: output.quiet)
    defer { progress.finish() }
    do {
      let solution = try system.solve(
        until: until, in: unit, output: plan(system), options: options,
        linearSolver: solver.linearSolver
      ) {
        report in
        progress.report(
          ProgressState(
            steps: report.steps, time: report.time, endTime: until, stepSize: report.step))
        return Interruption.isRequested ? .stop : .proceed
      }
      return (solution, nil)
    } catch {
      if error.reason == .badRequest { throw CommandFailure(error) }
      return (error.solution, error)
    }
  }
}
