/// One member's run so far: continued from here it gives the bits of the undisturbed run.
///
/// Random numbers are counted, not stored: the request's seed, the member and the step fix them.
/// See ``bytes`` for the form in which it is kept.
public struct SGDCheckpoint: Sendable, Equatable {
  /// The engine, with its precision.
  public let engine: String
  /// What was asked for.
  public let facts: [SGDFact]
  /// The network after the last step done; without arrays once the run has diverged.
  public let network: NetworkState
  /// The records so far; its ending is `.cancelled` before the next step while steps are left.
  public let run: SGDRun

  init(engine: String, facts: [SGDFact], network: NetworkState, run: SGDRun) {
    self.engine = engine
    self.facts = facts
    self.network = network
    self.run = run
  }

  /// Whether no step is left.
  public var isFinished: Bool { if case .cancelled = run.ending { false } else { true } }

  /// What this run and a request on an engine do not have in common, a sentence each; empty where
  /// it can be continued.
  public func differences(from request: SGDRequest, engine: String) -> [String] {
    var wanted = [SGDFact("engine", engine)] + request.facts
    let kept = [SGDFact("engine", self.engine)] + facts
    var sentences: [String] = []
    for fact in kept {
      let index = wanted.firstIndex { $0.name == fact.name }
      let other = index.map { wanted.remove(at: $0) }
      if other == fact { continue }
      sentences.append(
        "\(fact.name) is \(fact.value) in the checkpoint and "
          + "\(other?.value ?? "not there") in the request")
    }
    return sentences
      + wanted.map {
        "\($0.name) is not there in the checkpoint and \($0.value) in the request"
      }
  }
}

/// Where checkpoints are kept while an ensemble runs.
public protocol CheckpointStore: Sendable {
  /// Wall time between two checkpoints of a member.
  var interval: Duration { get }

  /// The member's last checkpoint, one that can be continued; nil to begin at the start.
  func checkpoint(ofMember member: Int) -> SGDCheckpoint?

  /// Keeps a checkpoint in place of the member's last; called from any thread.
  func save(_ checkpoint: SGDCheckpoint)
}
