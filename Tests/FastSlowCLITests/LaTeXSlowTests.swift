import Foundation
import Testing

/// LaTeX of every shipped model through pdflatex, where it is installed.
@Suite("LaTeX of the shipped models")
struct LaTeXSlowTests {
  private static let compiler = ["/usr/bin/pdflatex", "/usr/local/bin/pdflatex"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  @Test("compiles without an error", .enabled(if: compiler != nil))
  func compiles() throws {
    let folder = try Tool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let list = try Tool.run(["list", "--json"]).output
    let entries = try #require(
      try JSONSerialization.jsonObject(with: Data(list.utf8)) as? [[String: String]])
    let models = entries.compactMap { $0["name"] }
    #expect(models.count >= 20)
    let body = try models.map { name in
      "\\section*{\(name)}\n\\[\n" + (try Tool.run(["show", name, "--format", "latex"])).output
        + "\\]\n"
    }.joined(separator: "\n")
    let source =
      "\\documentclass{article}\n\\usepackage{amsmath}\n\\usepackage[landscape,margin=1cm]{geometry}\n"
      + "\\begin{document}\n\(body)\\end{document}\n"
    try source.write(to: folder.appending(path: "all.tex"), atomically: true, encoding: .utf8)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.compiler ?? "")
    process.arguments = ["-halt-on-error", "-interaction=nonstopmode", "all.tex"]
    process.currentDirectoryURL = folder
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let log =
      (try? String(contentsOf: folder.appending(path: "all.log"), encoding: .isoLatin1)) ?? ""
    let faults = log.split(separator: "\n").filter { $0.hasPrefix("!") }
    #expect(process.terminationStatus == 0, "\(faults.joined(separator: "\n"))")
    #expect(faults.isEmpty)
  }
}
