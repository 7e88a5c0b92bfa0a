import FastSlow
import Foundation
import Reporting

/// A file of docs: a section a benchmark, each replaced when that benchmark runs.
struct BenchmarkReport {
  private let file: URL
  private let title: String

  init(_ name: String = "benchmarks", title: String = "Benchmarks") {
    file = URL(filePath: "docs/\(name).md")
    self.title = title
  }

  /// Puts a section in its place, and prints it.
  func write(_ section: String, _ body: String) throws {
    print("\n\(body)\n")
    let (begin, end) = ("<!-- \(section) -->\n", "<!-- end \(section) -->\n")
    var text = (try? String(contentsOf: file, encoding: .utf8)) ?? heading
    let block = begin + body + "\n" + end
    if let first = text.range(of: begin), let last = text.range(of: end) {
      text.replaceSubrange(first.lowerBound..<last.upperBound, with: block)
    } else {
      text += "\n" + block
    }
    try text.write(to: file, atomically: true, encoding: .utf8)
  }

  private var heading: String {
    """
    # \(title)

    Written by `make bench`; a section alone by `swift run -c release Benchmarks SECTION`. Every
    figure comes from one run on one machine, ours and the peers' alike, and says what it was
    measured against. Times are medians after a warm-up; set-up (compiling a model, a right-hand
    side, a solver) is apart. Our losses are printed like our wins.

    """
  }

  /// The machine and what ran on it.
  static func machine() -> String {
    let cpu = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?
      .split(separator: "\n").first { $0.hasPrefix("model name") }?
      .split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let swift = standardOutput(of: ["swift", "--version"])?.split(separator: "\n").first ?? "Swift"
    return """
      Machine: \(cpu ?? "unknown CPU"), \(cores) cores, \
      \(ProcessInfo.processInfo.operatingSystemVersionString). \(swift). \
      SUNDIALS \(SUNDIALS.version). Measured \(Date.now.formatted(.iso8601.year().month().day())).
      """
  }
}

/// What a command prints on standard output; nil if it cannot run or fails.
func standardOutput(of command: [String]) -> String? {
  let quiet = ["-c", "exec \"$@\" 2>/dev/null", "sh"]
  guard let outcome = ChildProcess.run("/bin/sh", quiet + command), outcome.code == 0 else {
    return nil
  }
  return outcome.output
}
