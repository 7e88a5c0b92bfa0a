/// What one member of an ensemble did.
public struct SGDRun: Sendable, Equatable {
  /// Which member: the stream of its random numbers under the settings' seed.
  public let member: Int
  /// The recorded steps, from 0.
  public internal(set) var steps: [Int]
  /// The recorded fast times t = η × step.
  public internal(set) var times: [Double]
  /// The order parameters at each recorded time.
  public internal(set) var records: [OrderParameters]
  /// How the run ended.
  public internal(set) var ending: Ending
  /// What was noticed on the way, each kind once.
  public internal(set) var warnings: [SGDWarning]

  /// Why a run stopped.
  public enum Ending: Sendable, Equatable {
    /// At the horizon.
    case completed
    /// Weights stopped being finite in this step; what came before is kept.
    case diverged(step: Int, time: Double)
    /// On request, before this step.
    case cancelled(step: Int)
  }

  init(member: Int) {
    self.member = member
    steps = []
    times = []
    records = []
    ending = .completed
    warnings = []
  }
}
