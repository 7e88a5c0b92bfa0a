import ArgumentParser
import FastSlow
import Reporting

struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Writes Models/NAME.swift and its line in Models/Catalogue.swift.",
    discussion: "Run it in the folder of the package. Example: fastslow new my-model")

  @Argument(help: "The model's name, in kebab-case.")
  var name: String

  func run() throws {
    let template = try ModelTemplate(name)
    print(try NewCommand.add(template, source: template.source))
  }

  /// Writes a model and its line in the catalogue; what to say of it.
  static func add(_ template: ModelTemplate, source: String) throws(CommandFailure) -> String {
    let name = template.name
    if CommandContext.current.catalogue.names.contains(name) {
      throw .badRequest("there is a model \(name) already; choose another name")
    }
    let catalogue = try read("Models/Catalogue.swift")
    let models = try requiring { try OutputDirectory("Models") }
    let file = template.typeName + ".swift"
    if (try? models.read(file)) != nil {
      throw .badRequest("Models/\(file) is there already; choose another name")
    }
    let extended = try template.extended(catalogue)
    try requiring {
      try models.write(source, to: file)
      try models.write(extended, to: "Catalogue.swift")
    }
    return """
      Written: Models/\(file), and its line in Models/Catalogue.swift.
      Edit the equations, then: swift run -c release \(CommandContext.program) run \(name) --until 10
      """
  }

  private static func read(_ path: String) throws(CommandFailure) -> String {
    do { return try OutputDirectory("Models").read("Catalogue.swift") } catch {
      throw .badRequest(
        "no \(path) here; run `\(CommandContext.program) new` in the folder of a package that has one "
          + "(FastSlow itself, or docs/example-package as a start)")
    }
  }
}
