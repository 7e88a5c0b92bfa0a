import ArgumentParser
import FastSlow
import Reporting

struct ProjectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "project",
    abstract: "The reduction of a model that is not in standard form: ż = F/ε + G.",
    usage: "fastslow project [<options>] <model>",
    discussion: """
      The critical set, the projection along fast fibres, and the reduced flow from the initial \
      state's base point. Fast are the terms over ε; or name small parameters.
      Examples:
        fastslow project lindemann --at 0,0.5,1
        fastslow project michaelis-menten-slow-product --at 0,1
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var output: OutputOptions

  @Option(
    name: .customLong("small-parameter"), parsing: .unconditionalSingleValue,
    help: .init("A parameter of order ε.", valueName: "name"))
  var small: [String] = []

  @Option(
    parsing: .unconditional,
    help: .init("Slow times at which to print the reduced flow.", valueName: "τ1,τ2,…"),
    transform: NumberList.init(parsing:))
  var at: NumberList?

  func run() throws {
    let system = try model.system()
    let folder = try output.folder()
    let result = try requiring { () throws -> ProjectionResult in
      let reduction = try CoordinateFreeReduction(of: system, small: small)
      return ProjectionResult(
        reduction: reduction, course: try at.map { try reduction.course(at: $0.values) })
    }
    if let folder, let table = try requiring({ try result.table }) {
      try requiring { try folder.write(table, named: "reduced-flow") }
      Talk.note("Written to \(folder.path)", quiet: output.quiet)
    }
    if output.json { try output.printJSON(result.record) } else { print(result.text) }
  }
}
