/// SGD on infinite batches at finite width: the mean gradient step on overlaps.
///
/// It keeps the width, the step size and the random start, and leaves out the batch: held against
/// `DirectEngine` it shows what batch noise does, held against the limiting flow what width,
/// dimension and step size do. The dimension enters through the start alone.
public struct PopulationEngine: SGDEngine {
  /// An engine; it has no options.
  public init() {}

  /// "population".
  public var name: String { "population" }

  /// Nothing is refused: every valid request can be run.
  public func refusal(of request: SGDRequest) -> String? { nil }

  /// Runs one member to its horizon; see `SGDEngine`.
  ///
  /// The batch and label noise of the request do
  /// not move it.
  public func run(
    _ request: SGDRequest, member: Int, from checkpoint: SGDCheckpoint?, monitor: SGDMonitor
  ) -> SGDRun {
    PopulationNetwork(request, member: member).run(monitor, from: checkpoint, engine: identity)
  }
}
