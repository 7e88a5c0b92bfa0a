import Foundation

/// The peers' script, running in its own virtual environment (scripts/peers/install).
final class PythonPeers {
  /// What the script is asked.
  struct Request: Encodable {
    let problem: String
    let start: [Double]
    let end: Double
    let reference: [Double]
    let scale: [Double]
    /// Relative and absolute tolerances.
    let runs: [[Double]]
    /// Seconds of solving after which a peer stops.
    let budget: Double
  }

  private struct Answer: Decodable {
    let peer: String
    let setup: Double?
    let points: [[Double]]?
    let missing: String?
  }

  static let python = ".build/peers/bin/python"

  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var unread = Data()

  /// Starts the script, or returns nil if the environment is not there or not
  /// wanted (`--own`).
  init?(_ script: String) {
    guard !CommandLine.arguments.contains("--own"),
      FileManager.default.isExecutableFile(atPath: Self.python)
    else { return nil }
    process.executableURL = URL(filePath: Self.python)
    process.arguments = [script]
    process.standardInput = input
    process.standardOutput = output
    guard (try? process.run()) != nil else { return nil }
  }

  deinit {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  /// The versions of what the peers are made of.
  static func versions(
    of wanted: [String] = [
      "numpy", "scipy", "numba", "numbalsoda", "casadi", "scikit-sundae", "pydiffsol", "jax",
      "diffrax",
    ]
  ) -> String {
    let list = standardOutput(of: [python, "-m", "pip", "list", "--format", "freeze"]) ?? ""
    let versions = list.split(separator: "\n").map { $0.split(separator: "=") }
    return wanted.map { name in
      let version = versions.first { $0.first.map(String.init) == name }?.last
      return version.map { "\(name) \($0)" } ?? "\(name) could not be installed"
    }.joined(separator: ", ")
  }

  /// Measures every peer on a problem.
  func measure(_ request: Request) throws -> [Contender] {
    try send(request)
    return try answers()
  }

  /// One contender a line, up to an empty line.
  func answers() throws -> [Contender] {
    var contenders: [Contender] = []
    while let line = readLine(), !line.isEmpty {
      let answer = try JSONDecoder().decode(Answer.self, from: line)
      contenders.append(
        Contender(
          name: answer.peer, setup: answer.setup,
          points: (answer.points ?? []).map { ($0[0], $0[1]) }, missing: answer.missing))
    }
    return contenders
  }

  func send(_ request: some Encodable) throws {
    try input.fileHandleForWriting.write(
      contentsOf: JSONEncoder().encode(request) + Data("\n".utf8))
  }

  /// The next line without its end; nil at the end of the output.
  func readLine() -> Data? {
    while true {
      if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
        let line = Data(unread[unread.startIndex..<end])
        unread = Data(unread[(end + 1)...])
        return line
      }
      let more = output.fileHandleForReading.availableData
      if more.isEmpty { return nil }
      unread += more
    }
  }
}
