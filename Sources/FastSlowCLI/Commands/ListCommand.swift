import ArgumentParser
import FastSlow
import Reporting

struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "The catalogue of models, a line each.",
    discussion: "Example: fastslow list")

  @Flag(help: "One JSON document on standard output.")
  var json = false

  func run() throws {
    let models = CommandContext.current.catalogue.models
    if json {
      let records = models.map { Record(name: $0.name, summary: $0.summary) }
      print(try requiring { try JSON.encode(records) }, terminator: "")
      return
    }
    let width = models.map { $0.name.count }.max() ?? 0
    for model in models {
      let name = model.name
      let lines = Self.wrapped(model.summary, to: 78 - width)
      print(name + String(repeating: " ", count: width + 2 - name.count) + (lines.first ?? ""))
      for line in lines.dropFirst() { print(String(repeating: " ", count: width + 2) + line) }
    }
  }

  /// Words in lines of at most `width` characters.
  private static func wrapped(_ text: String, to width: Int) -> [String] {
    text.split(separator: " ").reduce(into: []) { lines, word in
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(String(word))
      }
    }
  }

  private struct Record: Encodable {
    let name: String
    let summary: String
  }
}
