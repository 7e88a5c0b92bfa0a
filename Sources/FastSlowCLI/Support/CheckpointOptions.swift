import ArgumentParser
import FastSlow

/// Where a long run is kept so that it can go on.
struct CheckpointOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: .init("Keep checkpoints there, for --resume.", valueName: "dir"))
  var checkpoint: String?

  @Option(
    parsing: .unconditional,
    help: .init(
      "Go on from the checkpoints there (and keep them): the same bits as a run undisturbed.",
      valueName: "dir"))
  var resume: String?

  @Option(
    parsing: .unconditional,
    help: .init("Seconds between checkpoints of a seed; 0 for every step.", valueName: "s"))
  var checkpointInterval = 60.0

  func validate() throws {
    if checkpoint != nil && resume != nil {
      throw ValidationError("--checkpoint begins and --resume goes on: give one of them")
    }
    if !(checkpointInterval >= 0 && checkpointInterval < 1e9) {
      throw ValidationError("--checkpoint-interval \(checkpointInterval): use 0 to 10⁹ seconds")
    }
  }

  /// The folder of checkpoints, if one was asked for and fits the request.
  func folder(_ request: SGDRequest, _ engine: any SGDEngine, members: Int)
    throws(CommandFailure) -> CheckpointFolder?
  {
    guard let path = resume ?? checkpoint else { return nil }
    return try requiring {
      let folder = try CheckpointFolder(path, interval: .seconds(checkpointInterval))
      if resume == nil {
        if folder.hasCheckpoints(members: members) {
          throw CommandFailure.badRequest(
            "--checkpoint \(path): there are checkpoints already; use --resume \(path) to go on, "
              + "or another folder")
        }
      } else if try folder.count(continuedBy: request, on: engine, members: members) == 0 {
        throw CommandFailure.badRequest(
          "--resume \(path): there are no checkpoints; begin with --checkpoint \(path)")
      }
      return folder
    }
  }
}
