import ArgumentParser
import FastSlow
import Reporting

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Reads a model in XPPAUT's .ode format.",
    usage: "fastslow import [<options>] <model>",
    discussion: """
      Says what the file holds, what of it has no counterpart here (with line numbers), and the \
      command that runs it as the file asks. What is not supported is refused by name. Such a file \
      stands in place of a model's name in every command that takes one; with --as, it is written as a \
      Swift model into Models/.

      Examples:
        fastslow import lecar.ode
        fastslow run fhn.ode --slow w --small eps --until 100
        fastslow import fhn.ode --slow w --small eps --as my-fhn
      """)

  @OptionGroup var model: ModelOptions

  @Option(
    name: .customLong("as"), parsing: .unconditional,
    help: .init("Write a Swift model of this name.", valueName: "name"))
  var name: String?

  @Flag(help: "One JSON document on standard output, and nothing else there.")
  var json = false

  func run() throws {
    guard model.isFile else {
      throw CommandFailure.badRequest("\(model.model): give a file whose name ends in .ode")
    }
    let template = try name.map { name throws(CommandFailure) in try ModelTemplate(name) }
    let file = try ODEFile.reading(model.model)
    let system = try model.system()
    if json {
      print(try requiring { try JSON.encode(Record(file, system)) }, terminator: "")
    } else {
      print(try text(file, system))
    }
    if let template { try write(system, template) }
  }

  private func write(_ system: System, _ template: ModelTemplate) throws {
    let source = try requiring {
      try ModelSource(system, name: template.name, typeName: template.typeName).text
    }
    let lines = try NewCommand.add(template, source: source)
    if !json { print(lines) }
  }

  /// The file in words.
  private func text(_ file: ODEFile, _ system: System) throws -> String {
    var lines = [
      "\(model.model): variables \(file.variableNames.joined(separator: ", "))"
        + "; parameters: \(file.parameterNames.count), auxiliaries: \(system.observables.count), "
        + "events: \(system.events.count)"
    ]
    lines += [""] + system.formattedEquations(.text).map { "  " + $0 }
    if !file.remarks.isEmpty {
      lines += ["", "Without effect here, or read otherwise than it seems:"]
      lines += file.remarks.map { "  \($0)" }
    }
    return (lines + ["", "As the file asks:", "  " + Self.command(file, model.model)])
      .joined(separator: "\n")
  }

  /// The command that runs a file as its options ask.
  static func command(_ file: ODEFile, _ path: String) -> String {
    let settings = file.settings
    var words = [
      "\(CommandContext.program) run \(CommandContext.quoted(path)) --until \(settings.until.brief) --points \(settings.points)"
    ]
    if settings.method != "auto" { words.append("--method \(settings.method)") }
    if let rtol = settings.relativeTolerance { words.append("--rtol \(spelled(rtol))") }
    if let atol = settings.absoluteTolerance { words.append("--atol \(spelled(atol))") }
    return words.joined(separator: " ")
  }

  private struct Record: Encodable {
    struct Remark: Encodable {
      let line: Int
      let message: String
    }

    let file: String
    let variables: [String: Double]
    let parameters: [String: Double]
    let equations: [String]
    let observables: [String]
    let events: [String]
    let remarks: [Remark]
    let command: String

    init(_ file: ODEFile, _ system: System) {
      self.file = file.name
      variables = Dictionary(
        zip(system.variables.map(\.name), system.initialState)
      ) { first, _ in first }
      parameters = Dictionary(
        zip(system.parameters.map(\.name), system.parameterValues)
      ) { first, _ in first }
      equations = system.formattedEquations(.text)
      observables = system.formattedObservables(.text)
      events = system.events.map(\.name)
      remarks = file.remarks.map { Remark(line: $0.line, message: $0.message) }
      command = ImportCommand.command(file, file.name)
    }
  }
}
