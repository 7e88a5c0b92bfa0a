import FastSlow
import FastSlowModels
import Foundation
import Reporting

/// Peak memory of a trajectory of a million steps, kept and streamed.
struct Memory {
  private static let steps = 1_000_000

  func run(_ report: BenchmarkReport) throws {
    var lines = [
      """
      ## Memory

      Van der Pol over a million steps of one size, in a process of its own; the peak is the
      system's VmHWM. Kept: every step in the solution (times and two variables: 24 MB of numbers).
      Streamed: every step written to a CSV file as it is made (57 MB), and none kept.

      \(BenchmarkReport.machine())

      | run | peak |
      |---|---:|
      """
    ]
    let own = CommandLine.arguments[0]
    for (name, argument) in [
      ("nothing but the model", "memory-none"), ("streamed", "memory-streamed"),
      ("kept", "memory-kept"),
    ] {
      let peak = standardOutput(of: [own, argument])?.trimmingCharacters(
        in: .whitespacesAndNewlines)
      lines.append("| \(name) | \(peak ?? "failed") |")
    }
    try report.write("memory", lines.joined(separator: "\n") + "\n")
  }

  /// What the child process does; prints its peak.
  static func child(_ argument: String) throws {
    let system = try VanDerPol().compiled()
    if argument != "memory-none" {
      var options = IntegrationOptions(method: .rosenbrock, relativeTolerance: 1e-6)
      options.firstStep = 1e-5
      options.largestStep = 1e-5
      var stream: RecordStream?
      if argument == "memory-streamed" {
        let folder = try OutputDirectory(NSTemporaryDirectory() + "fastslow-memory")
        let file = try folder.open("trajectory.csv")
        try? FileManager.default.removeItem(atPath: file.path)  // lives on until it is closed
        stream = RecordStream { try file.append($0.csv) }
      }
      _ = try system.solve(
        until: 1e-5 * Double(steps), streamingTo: stream, options: options)
    }
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let peak = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    let kilobytes = peak?.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? .nan
    print("\(significant(kilobytes / 1024)) MB")
  }
}
