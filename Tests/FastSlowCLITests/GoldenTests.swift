import Foundation
import Testing

/// Printed text kept as files; RECORD_GOLDEN=1 rewrites them and fails the run, so that nobody
/// records by accident.
@Suite("What is printed")
struct GoldenTests {
  @Test("show of every shipped model in every format")
  func show() throws {
    let list = try Tool.run(["list", "--json"])
    let models = try #require(
      try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [[String: String]])
    #expect(models.count >= 9)
    for model in models {
      for format in ["text", "latex", "mathml", "json"] {
        let name = try #require(model["name"])
        let outcome = try Tool.run(["show", name, "--format", format])
        #expect(outcome.code == 0)
        try compare(outcome.output, with: "show-\(name).\(format)")
      }
    }
  }

  @Test("the catalogue")
  func list() throws {
    let outcome = try Tool.run(["list"])
    #expect(outcome.code == 0)
    try compare(outcome.output, with: "list.text")
  }

  @Test(
    "help of every command",
    arguments: [
      "list", "show", "run", "manifold", "reduce", "expand", "project", "canard", "timescales",
      "orbit", "sgd", "compare", "sweep", "import", "new", "doctor",
    ])
  func help(_ command: String) throws {
    let outcome = try Tool.run(["help", command])
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("Example"))
    try compare(outcome.output, with: "help-\(command).text")
  }

  @Test("what is said of a wrong request", arguments: BadRequests.byCommand.indices)
  func wrongRequest(_ index: Int) throws {
    let (name, lines) = BadRequests.byCommand[index]
    let folder = try Tool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try BadRequests.writeFiles(to: folder)
    let transcript = try lines.map { line in
      let outcome = try Tool.shell("fastslow " + line, in: folder)
      #expect(outcome.code == 2, "\(line)")
      #expect(outcome.output.isEmpty, "\(line)")
      return "$ fastslow \(line)    # exit \(outcome.code)\n" + outcome.errors
    }
    try compare(transcript.joined(separator: "\n"), with: "wrong-\(name).text")
  }

  private func compare(_ text: String, with name: String) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
    let file = folder.appending(path: name)
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
      Issue.record("recorded \(name)")
      return
    }
    let expected = try String(contentsOf: file, encoding: .utf8)
    #expect(text == expected, "\(name) differs")
  }
}
