import Foundation
import Testing

/// README and docs: every shell block is run, its output compared, numbers as numbers; every block of
/// Swift stands in a file that compiles.
@Suite("Documentation")
struct DocsSlowTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static var pages: [URL] {
    let docs = root.appending(path: "docs")
    let here = FileManager.default.enumerator(at: docs, includingPropertiesForKeys: nil)
    let found = (here?.compactMap { $0 as? URL } ?? []).filter { file in
      file.pathExtension == "md" && !file.path.contains("/.build/")
        && !["CHANGELOG.md", "benchmarks.md"].contains(file.lastPathComponent)
    }
    return [root.appending(path: "README.md")] + found.sorted { $0.path < $1.path }
  }

  @Test("every command of the docs runs, and prints what they say")
  func commands() throws {
    var (ran, elsewhere, outputs) = (0, 0, 0)
    for page in Self.pages {
      let folder = try Tool.temporaryFolder()
      defer { try? FileManager.default.removeItem(at: folder) }
      try Self.prepare(folder)
      for block in try DocsPage(page).blocks where block.isShell {
        for command in block.commands {
          if command.isBuild {
            #expect(Self.runsInCI(command.text), "\(page.lastPathComponent): \(command.text)")
            elsewhere += 1
            continue
          }
          let outcome = try command.run(in: folder)
          #expect(
            outcome.code == command.code,
            "\(page.lastPathComponent): \(command.text)\n\(outcome.output)\(outcome.errors)")
          ran += 1
          if command.expected.isEmpty { continue }
          outputs += 1
          let difference = OutputComparison(
            expected: command.expected, isRough: block.isRough
          ).difference(from: outcome.output + outcome.errors)
          #expect(
            difference == nil, "\(page.lastPathComponent): \(command.text)\n\(difference ?? "")")
        }
      }
    }
    print("docs: \(ran) commands run, \(outputs) outputs compared, \(elsewhere) run by CI itself")
    #expect(ran >= 25)
    #expect(outputs >= 10)
  }

  @Test("every block of Swift is part of a file that compiles")
  func code() throws {
    let sources = try Self.swiftSources()
    var count = 0
    for page in Self.pages {
      for block in try DocsPage(page).blocks where block.language == "swift" {
        count += 1
        let wanted = DocsPage.squeezed(block.lines)
        #expect(
          sources.contains { $0.contains(wanted) },
          "\(page.lastPathComponent): no compiled file has\n\(block.lines.joined(separator: "\n"))")
      }
    }
    print("docs: \(count) blocks of Swift")
    #expect(count >= 10)
  }

  @Test("links between pages lead somewhere")
  func links() throws {
    for page in Self.pages {
      let text = try String(contentsOf: page, encoding: .utf8)
      for match in text.matches(of: /\]\(([^)#]+)\)/) where !match.1.contains("://") {
        let target = page.deletingLastPathComponent().appending(path: String(match.1))
        #expect(
          FileManager.default.fileExists(atPath: target.path),
          "\(page.lastPathComponent) links to \(match.1)")
      }
    }
  }

  /// Files that the pages speak of.
  private static func prepare(_ folder: URL) throws {
    let ode = root.appending(path: "Tests/ImportingTests/Files/vdp.ode")
    try FileManager.default.copyItem(at: ode, to: folder.appending(path: "vdp.ode"))
  }

  /// Whether CI runs a command itself: it builds, or needs a clone.
  private static func runsInCI(_ command: String) -> Bool {
    let files = [".ci/run", "Makefile", "scripts/slow/newcomer"]
    let text = files.compactMap {
      try? String(contentsOf: root.appending(path: $0), encoding: .utf8)
    }.joined(separator: "\n")
    // An alias only names what the line above it built.
    if command.hasPrefix("alias ") { return true }
    let plain = command.prefix { $0 != "#" }.trimmingCharacters(in: .whitespaces)
    if let target = plain.wholeMatch(of: /make ([a-z]+)/)?.1 {
      return text.contains("\n\(target):") && text.contains("make --no-print-directory \(target)")
    }
    // The example package's own command has another name in CI.
    return text.contains(plain.replacing("swift run -c release my-fastslow ", with: ""))
  }

  private static func swiftSources() throws -> [String] {
    let folders = ["Sources", "Models", "Tests", "docs/example-package"]
    return try folders.flatMap { folder -> [String] in
      let files = FileManager.default.enumerator(
        at: root.appending(path: folder), includingPropertiesForKeys: nil)
      return try (files?.compactMap { $0 as? URL } ?? [])
        .filter { $0.pathExtension == "swift" && !$0.path.contains("/.build/") }
        .map {
          DocsPage.squeezed(
            try String(contentsOf: $0, encoding: .utf8).split(separator: "\n").map(String.init))
        }
    }
  }
}

/// The code blocks of a page.
private struct DocsPage {
  struct Block {
    var language: String
    var isRough: Bool
    var lines: [String]

    var isShell: Bool { ["sh", "console"].contains(language) }

    var commands: [DocsCommand] {
      var commands: [DocsCommand] = []
      var isContinued = false
      for line in lines {
        let isOutput = language == "console" && !line.hasPrefix("$ ") && !isContinued
        if isOutput {
          commands[commands.count - 1].expected.append(line)
          continue
        }
        let text = line.hasPrefix("$ ") ? String(line.dropFirst(2)) : line
        if isContinued {
          commands[commands.count - 1].text += "\n" + text
        } else if !text.trimmingCharacters(in: .whitespaces).isEmpty, !text.hasPrefix("#") {
          commands.append(DocsCommand(text))
        }
        isContinued = text.hasSuffix("\\")
      }
      return commands
    }
  }

  private(set) var blocks: [Block] = []

  init(_ file: URL) throws {
    var open: Block?
    var indented: [String] = []
    for line in try String(contentsOf: file, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init) {
      if line.hasPrefix("```") {
        if let block = open {
          blocks.append(block)
          open = nil
        } else {
          let words = line.dropFirst(3).split(separator: " ")
          open = Block(
            language: words.first.map(String.init) ?? "", isRough: words.contains("roughly"),
            lines: [])
        }
      } else if open != nil {
        open?.lines.append(line)
      } else if line.hasPrefix("    ") {
        indented.append(String(line.dropFirst(4)))
      } else {
        close(&indented)
      }
    }
    close(&indented)
  }

  /// An indented block is shell: with `$` a command and its output, else commands alone.
  private mutating func close(_ lines: inout [String]) {
    guard !lines.isEmpty else { return }
    let hasPrompt = lines[0].hasPrefix("$ ")
    blocks.append(Block(language: hasPrompt ? "console" : "sh", isRough: false, lines: lines))
    lines = []
  }

  /// Code without comments' and spaces' accidents.
  static func squeezed(_ lines: [String]) -> String {
    lines.map { line in
      let words = line.replacing("public ", with: "").split(separator: " ")
      return words.joined(separator: " ")
    }.filter { !$0.isEmpty && !$0.hasPrefix("//") }.joined(separator: "\n")
  }
}

/// A command of a page, the code it ends with (`# exit 3`), and what it prints.
private struct DocsCommand {
  var text: String
  var expected: [String] = []

  init(_ text: String) { self.text = text }

  var code: Int32 {
    text.firstMatch(of: /#.*exit (\d+)/).flatMap { Int32($0.1) }
      ?? (expected.first?.hasPrefix("Error:") == true ? 2 : 0)
  }

  /// Whether it builds, or is run from a clone.
  var isBuild: Bool {
    ["make", "swift", "git", "cd", "alias", "scripts/"].contains { text.hasPrefix($0) }
  }

  func run(in folder: URL) throws -> Tool.Outcome {
    try Tool.shell(text.replacing(".build/release/fastslow", with: "fastslow"), in: folder)
  }
}

/// What a page says against what is printed: `…` stands for any lines, numbers agree to a millionth
/// (roughly: to a third, for counts that differ between machines), times are not compared.
private struct OutputComparison {
  let expected: [String]
  let isRough: Bool

  /// The first line that is not found, or nil.
  func difference(from output: String) -> String? {
    if expected.first?.hasPrefix("Error:") == true {
      // A message is one line, which a page may break.
      let (a, b) = (expected.joined(separator: " "), output.split(separator: "\n"))
      return b.contains { agrees(a, String($0)) } ? nil : "expected: \(a)\nprinted:  \(output)"
    }
    let printed = output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var place = 0
    var mayskip = false
    for line in expected {
      if line == "…" {
        mayskip = true
        continue
      }
      let rest = printed[min(place, printed.count)...]
      let found =
        mayskip
        ? rest.firstIndex { agrees(line, $0) }
        : rest.first.flatMap {
          agrees(line, $0) ? place : nil
        }
      guard let found else {
        return "expected: \(line)\nprinted:  \(rest.first ?? "nothing more")"
      }
      place = found + 1
      mayskip = false
    }
    return nil
  }

  private func agrees(_ a: String, _ b: String) -> Bool {
    let (a, b) = (words(a), words(b))
    return a.count == b.count && zip(a, b).allSatisfy(sameWord)
  }

  private func words(_ line: String) -> [Substring] {
    line.replacing(/[0-9.]+ (ms|µs|s)$/, with: "time")
      .split { " (),;:=─".contains($0) }
  }

  private func sameWord(_ a: Substring, _ b: Substring) -> Bool {
    guard let x = Double(a), let y = Double(b) else { return a == b }
    let allowed = (isRough ? 0.34 : 1e-6) * max(x.magnitude, y.magnitude) + 1e-9
    return (x - y).magnitude <= allowed || x == y
  }
}
