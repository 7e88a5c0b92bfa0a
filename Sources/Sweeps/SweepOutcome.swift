/// A point of a sweep: its number, and the values that change.
public struct SweepPoint: Sendable, Equatable {
  /// From 0.
  public let index: Int
  /// In the order of the design's names.
  public let values: [Double]

  package init(index: Int, values: [Double]) {
    self.index = index
    self.values = values
  }
}

/// What became of one point.
public struct SweepOutcome: Sendable, Equatable {
  /// How its run ended.
  public enum Status: String, Sendable, CaseIterable {
    /// It reached the end.
    case completed
    /// An event of the model ended it.
    case event
    /// A budget was used up.
    case limit
    /// It failed; the numbers are those of the last good time.
    case failed
  }

  /// How the run ended.
  public let status: Status
  /// Why it ended early; nil if it did not.
  public let reason: String?
  /// The time it reached.
  public let reachedTime: Double
  /// Steps taken.
  public let steps: Int
  /// The numbers kept, in the order of the plan's measures.
  public let values: [Double]

  /// An outcome.
  public init(
    _ status: Status, reason: String? = nil, reachedTime: Double, steps: Int, values: [Double]
  ) {
    self.status = status
    self.reason = reason
    self.reachedTime = reachedTime
    self.steps = steps
    self.values = values
  }
}

/// How far a sweep has come.
public struct SweepProgress: Sendable, Equatable {
  /// Points of the design.
  public let points: Int
  /// Those with a result.
  public let done: Int
  /// Those of them that failed.
  public let failed: Int
  /// Those that a process is at.
  public let claimed: Int

  package init(points: Int, done: Int, failed: Int, claimed: Int) {
    self.points = points
    self.done = done
    self.failed = failed
    self.claimed = claimed
  }

  /// Whether every point has a result.
  public var isFinished: Bool { done == points }
}
