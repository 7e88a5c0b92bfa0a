import ArgumentParser
import FastSlow
import Reporting

struct TimeScalesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "timescales",
    abstract: "Local time scales along a trajectory, and what each term does on them.",
    usage: "fastslow timescales [<options>] <model> --until <until>",
    discussion: """
      Eigenmodes of the Jacobian, exhausted modes, amplitudes, pointers, participation and \
      importance of each term (computational singular perturbation). For a model without declared \
      scales also a split of its variables into fast and slow, with the evidence.
      Example: fastslow timescales davis-skodje --until 0.2 --points 5
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var output: OutputOptions

  @Option(parsing: .unconditional, help: "The slow time to reach.")
  var until: Double

  @Option(parsing: .unconditional, help: "How many states to look at, evenly spaced in time.")
  var points = 11

  @Option(
    parsing: .unconditional,
    help: "What an exhausted mode may still move, relative to each variable.")
  var tolerance = 1e-2

  func validate() throws {
    guard until >= 0, until.isFinite else {
      throw ValidationError("--until \(until.brief): give a finite time from 0 on")
    }
    guard points >= 1, points <= 100_000 else {
      throw ValidationError("--points \(points): give a number from 1 to 100000")
    }
    guard tolerance > 0, tolerance < 1 else {
      throw ValidationError("--tolerance \(tolerance): give a number between 0 and 1")
    }
  }

  func run() throws {
    let system = try model.system()
    let folder = try output.folder()
    try requiring { try system.requireScales(in: .slow) }
    let analysis = try requiring { try TimeScaleAnalysis(of: system) }
    let (times, states) = try requiring { try course(of: system) }
    let modes = analysis.modes(along: states, relativeTolerance: tolerance)
    let proposal =
      system.hasScales ? nil : try? ScaleProposal(of: analysis, along: states)
    let result = TimeScaleResult(
      analysis: analysis, times: times, modes: modes, proposal: proposal)
    if let folder {
      try requiring { try folder.write(try result.table, named: "time-scales") }
      _ = output.draw(result.figure, named: "time-scales", in: folder)
      Talk.note("Written to \(folder.path)", quiet: output.quiet)
    }
    if output.json { try output.printJSON(result.record) } else { print(result.text) }
  }

  private func course(of system: System) throws -> ([Double], [[Double]]) {
    if until == 0 || points == 1 { return ([0], [system.initialState]) }
    let times = (0..<points).map { until * Double($0) / Double(points - 1) }
    let solution = try system.solve(until: until, output: .times(times))
    return (solution.times, (0..<solution.count).map { solution.state(at: $0) })
  }
}
