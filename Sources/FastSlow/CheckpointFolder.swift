public import Learning
public import Reporting
private import Synchronization

/// A folder of checkpoints, `member-K.checkpoint` for each member of an ensemble.
///
/// A checkpoint is written whole or not at all, so that a process that is killed leaves the last
/// one behind. The form of the files is that of `SGDCheckpoint.bytes`.
public final class CheckpointFolder: CheckpointStore {
  /// Wall time between two checkpoints of a member.
  public let interval: Duration

  private let folder: OutputDirectory
  private let failure = Mutex<String?>(nil)

  /// A folder at a path, made where it is missing.
  ///
  /// Throws `ReportingError` where it cannot be written to.
  public init(_ path: String, interval: Duration) throws(ReportingError) {
    self.interval = interval
    folder = try OutputDirectory(path)
  }

  /// Checks that what is kept here can be continued by a request.
  ///
  /// - Returns: how many members have a checkpoint.
  /// - Throws: `CheckpointFolderError` where one is of another request or engine, with every
  ///   difference, or cannot be read.
  public func count(continuedBy request: SGDRequest, on engine: any SGDEngine, members: Int)
    throws(CheckpointFolderError) -> Int
  {
    var found = 0
    for member in 0..<members where folder.contains(Self.name(member)) {
      let checkpoint = try read(member)
      let differences = checkpoint.differences(from: request, engine: engine.identity)
      guard differences.isEmpty else {
        throw CheckpointFolderError(
          description: "\(folder.path(of: Self.name(member))) is of another run: "
            + differences.joined(separator: "; ")
            + ". Ask for what it was made by, or keep checkpoints in another folder.")
      }
      found += 1
    }
    return found
  }

  /// Whether any of the first members has a checkpoint here.
  public func hasCheckpoints(members: Int) -> Bool {
    (0..<members).contains { folder.contains(Self.name($0)) }
  }

  /// The member's checkpoint, nil where there is none that can be read.
  public func checkpoint(ofMember member: Int) -> SGDCheckpoint? { try? read(member) }

  /// Writes a checkpoint in place of the member's last; a failure is kept for `lastFailure`.
  public func save(_ checkpoint: SGDCheckpoint) {
    do {
      try folder.write(bytes: checkpoint.bytes, to: Self.name(checkpoint.run.member))
    } catch {
      failure.withLock { $0 = error.message }
    }
  }

  /// Why a checkpoint could not be written, if one could not.
  public var lastFailure: String? { failure.withLock { $0 } }

  private func read(_ member: Int) throws(CheckpointFolderError) -> SGDCheckpoint {
    let name = Self.name(member)
    do {
      return try SGDCheckpoint(bytes: folder.bytes(of: name))
    } catch {
      throw CheckpointFolderError(
        description: "\(folder.path(of: name)) is no checkpoint that can be continued: \(error). "
          + "Remove it to begin this seed anew.")
    }
  }

  private static func name(_ member: Int) -> String { "member-\(member).checkpoint" }
}

/// Why a folder's checkpoints cannot be continued.
public struct CheckpointFolderError: Error, Equatable, CustomStringConvertible {
  /// Which file, what is the matter, and what to do.
  public let description: String
}
