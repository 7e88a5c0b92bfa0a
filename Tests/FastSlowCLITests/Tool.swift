import Foundation
import Testing

/// The built `fastslow`, run as a user would.
struct Tool {
  struct Outcome {
    let code: Int32
    let output: String
    let errors: String

    /// Standard output as a JSON object.
    func json() throws -> [String: Any] {
      let value = try JSONSerialization.jsonObject(with: Data(output.utf8))
      return try #require(value as? [String: Any])
    }
  }

  /// Runs the command and waits.
  static func run(_ arguments: [String], in folder: URL? = nil) throws -> Outcome {
    let process = Process()
    process.executableURL = binary
    process.arguments = arguments
    // Help is laid out by the width of the terminal.
    process.environment = ProcessInfo.processInfo.environment.merging(["COLUMNS": "80"]) { $1 }
    if let folder { process.currentDirectoryURL = folder }
    // Files, not pipes: a full pipe would block the command.
    let work = try temporaryFolder()
    let files = ["out", "err"].map { work.appending(path: $0) }
    for file in files { try Data().write(to: file) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    process.waitUntilExit()
    let texts = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    try? FileManager.default.removeItem(at: work)
    return Outcome(code: process.terminationStatus, output: texts[0], errors: texts[1])
  }

  /// Runs the command and kills it without warning as soon as a condition holds.
  static func kill(_ arguments: [String], when condition: () -> Bool) throws {
    _ = try run(arguments, endedBy: SIGKILL, when: condition)
  }

  /// Runs the command and ends it by a signal as soon as a condition holds.
  static func run(_ arguments: [String], endedBy signal: Int32, when condition: () -> Bool) throws
    -> Outcome
  {
    let process = Process()
    process.executableURL = binary
    process.arguments = arguments
    let errors = try temporaryFolder().appending(path: "err")
    try Data().write(to: errors)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    while process.isRunning && !condition() { usleep(1000) }
    Foundation.kill(process.processIdentifier, signal)
    process.waitUntilExit()
    let text = String(decoding: try Data(contentsOf: errors), as: UTF8.self)
    return Outcome(code: process.terminationStatus, output: "", errors: text)
  }

  /// A new empty folder.
  static func temporaryFolder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "fastslow-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  /// Built beside the test bundle.
  private static var binary: URL {
    let here = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    let beside = here.appending(path: "fastslow")
    if FileManager.default.fileExists(atPath: beside.path) { return beside }
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return root.appending(path: ".build/release/fastslow")
  }
}

/// The numbers of a JSON array.
func numbers(_ value: Any?) -> [Double] {
  (value as? [Any] ?? []).compactMap { ($0 as? NSNumber)?.doubleValue }
}
