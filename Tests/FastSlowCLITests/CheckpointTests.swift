import Foundation
import Testing

@Suite("Checkpoints on the command line")
struct CheckpointCommandTests {
  private let request = [
    "sgd", "feature-unlearning", "--width", "30", "--dimension", "40", "--batch", "40", "--until",
    "40", "--seeds", "3", "--quiet", "--json",
  ]

  /// What a run prints, without its wall time.
  private func numbers(_ outcome: Tool.Outcome) throws -> NSDictionary {
    var json = try outcome.json()
    json["wallSeconds"] = nil
    return json as NSDictionary
  }

  @Test("Killed and resumed: the same numbers", arguments: ["direct", "gram"])
  func killed(_ engine: String) throws {
    let folder = try Tool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let keep = folder.appending(path: "keep")
    let request = request + ["--engine", engine]
    let reference = try Tool.run(request)
    let began = request + ["--checkpoint", keep.path, "--checkpoint-interval", "0"]
    let first = keep.appending(path: "member-0.checkpoint").path
    try Tool.kill(began + ["--threads", "1"]) { FileManager.default.fileExists(atPath: first) }
    let resumed = try Tool.run(request + ["--resume", keep.path, "--threads", "2"])
    #expect(resumed.code == 0)
    #expect(try numbers(resumed) == numbers(reference))
    // All seeds are finished now: nothing is left to do, and the numbers are still there.
    let again = try Tool.run(request + ["--resume", keep.path, "--threads", "4"])
    #expect(try numbers(again) == numbers(reference))
  }

  @Test("Another request, a missing and an occupied folder are refused by name")
  func refusals() throws {
    let folder = try Tool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let keep = folder.appending(path: "keep").path
    let missing = try Tool.run(request + ["--resume", keep])
    #expect(missing.code == 2 && missing.errors.contains("--checkpoint"))
    #expect(try Tool.run(request + ["--checkpoint", keep]).code == 0)
    let occupied = try Tool.run(request + ["--checkpoint", keep])
    #expect(occupied.code == 2 && occupied.errors.contains("--resume"))
    let other = try Tool.run(request + ["--resume", keep, "--step", "0.04", "--seed", "3"])
    #expect(other.code == 2)
    #expect(other.errors.contains("step η is 0.05 in the checkpoint and 0.04 in the request"))
    #expect(other.errors.contains("seed is 1 in the checkpoint and 3 in the request"))
  }
}
