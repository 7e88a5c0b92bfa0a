import ArgumentParser
import FastSlow
import Reporting

struct ExpandCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "expand",
    abstract: "The slow manifold as a series in ε, or at a rest point in its slowest modes.",
    discussion: """
      Any number of fast and slow variables; formulas for one fast variable. At a rest point no \
      small parameter is needed.
      Example: fastslow expand michaelis-menten --at s=1 --near c=0.5 --order 4
      Example: fastslow expand van-der-pol --set a=1.5 --from x=1.5 --at-rest
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var output: OutputOptions

  @Option(
    parsing: .unconditionalSingleValue,
    help: .init("A slow variable's value; the default is its initial one.", valueName: "y=value"),
    transform: Assignment.init(parsing:))
  var at: [Assignment] = []

  @Option(
    parsing: .unconditionalSingleValue,
    help: .init("A fast variable near the branch wanted.", valueName: "x=value"),
    transform: Assignment.init(parsing:))
  var near: [Assignment] = []

  @Flag(help: "About the rest point nearest the initial state, at the actual ε.")
  var atRest = false

  @Option(parsing: .unconditional, help: "With --at-rest: how many of the slowest modes are kept.")
  var modes: Int?

  @Option(
    parsing: .unconditional, help: "The highest order in ε, or the highest degree at a rest point.")
  var order = 6

  @Option(parsing: .unconditional, help: "The highest order written as a formula.")
  var formulas = 2

  func validate() throws {
    guard formulas >= 0 else {
      throw ValidationError("--formulas \(formulas): give a number from 0 on")
    }
    if modes != nil, !atRest { throw ValidationError("--modes is for --at-rest") }
    if atRest, !(at.isEmpty && near.isEmpty) {
      throw ValidationError(
        "--at and --near are not for --at-rest: name its neighbourhood by --from")
    }
  }

  func run() throws {
    let system = try model.system()
    let folder = try output.folder()
    if atRest { return try expandAtRest(system, folder) }
    let result = try requiring { try expansion(system) }
    if let folder {
      try requiring { try folder.write(result.table, named: "slow-manifold") }
      Talk.note("Written to \(folder.path)", quiet: output.quiet)
    }
    if output.json { try output.printJSON(result.record) } else { print(result.text) }
  }

  private func expandAtRest(_ system: System, _ folder: OutputDirectory?) throws {
    let result = SpectralResult(
      manifold: try requiring { try SpectralManifold(of: system, modes: modes, order: order) })
    if let folder {
      try requiring { try folder.write(try result.table, named: "spectral-manifold") }
      Talk.note("Written to \(folder.path)", quiet: output.quiet)
    }
    if output.json { try output.printJSON(result.record) } else { print(result.text) }
  }

  private func expansion(_ system: System) throws -> ExpansionResult {
    let slow = try values(at, of: system.slowIndices, in: system)
    let fast = try values(near, of: system.fastIndices, in: system)
    let series = try SlowManifoldSeries(of: system, at: slow, near: fast, order: order, exact: true)
    let written =
      series.fastNames.count == 1 && formulas >= 0
      ? try SlowManifoldFormulas(of: system, order: min(formulas, order)) : nil
    var (refined, problem): (RefinedManifoldPoint?, String?) = (nil, nil)
    do { refined = try RefinedManifoldPoint(of: series) } catch { problem = "\(error)" }
    return ExpansionResult(
      series: series, formulas: written, refined: refined, refinementProblem: problem)
  }

  /// Values by name, initial ones where none is given.
  private func values(_ given: [Assignment], of indices: [Int], in system: System) throws
    -> [Double]
  {
    var values = indices.map { system.initialState[$0] }
    for assignment in given {
      let index = try system.variableIndex(named: assignment.name)
      guard let place = indices.firstIndex(of: index), assignment.values.count == 1 else {
        let names = indices.map { system.variables[$0].name }
        throw CommandFailure.badRequest(
          "\(assignment.name): " + Spelling.advice(for: assignment.name, in: names))
      }
      values[place] = assignment.values[0]
    }
    return values
  }
}
