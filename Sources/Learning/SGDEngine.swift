/// A way to simulate SGD: weights and data, overlaps alone, or the infinite batch.
public protocol SGDEngine: Sendable {
  /// What it is called on the command line.
  var name: String { get }

  /// Why it cannot run this request, with what can be done instead; nil if it can.
  func refusal(of request: SGDRequest) -> String?

  /// About how many numbers it keeps of a network in training; decides how many are trained at a time.
  func numbersKept(of request: SGDRequest) -> Double

  /// Name and options, as far as numbers depend on them: a checkpoint is continued by its own kind.
  var identity: String { get }

  /// Runs one member of an ensemble to its horizon, on the calling thread.
  ///
  /// The result depends on the request and the member alone, not on whether the run begins at the
  /// start or at a checkpoint of its own. It never throws: a run that diverges or is cancelled says
  /// so and keeps what was recorded.
  func run(
    _ request: SGDRequest, member: Int, from checkpoint: SGDCheckpoint?, monitor: SGDMonitor
  ) -> SGDRun
}

extension SGDEngine {
  /// The name.
  public var identity: String { name }

  /// None worth speaking of.
  public func numbersKept(of request: SGDRequest) -> Double { 0 }

  /// Runs one member from its start.
  public func run(_ request: SGDRequest, member: Int, monitor: SGDMonitor) -> SGDRun {
    run(request, member: member, from: nil, monitor: monitor)
  }
}

/// How a run is watched and stopped.
public struct SGDMonitor: Sendable {
  /// Asked before every step; true ends the run.
  public var isCancelled: @Sendable () -> Bool
  /// Told of the recorded steps.
  public var reached: @Sendable (_ step: Int) -> Void
  /// Told of a number as it leaves its range, each kind once a run.
  public var warned: @Sendable (SGDWarning) -> Void
  /// Wall time between checkpoints; nil for none.
  public var checkpointInterval: Duration?
  /// Told of checkpoints: one an interval, one when the run is cancelled, one at its end.
  public var save: @Sendable (SGDCheckpoint) -> Void

  /// A monitor that does nothing unless told to.
  public init(
    isCancelled: @escaping @Sendable () -> Bool = { false },
    reached: @escaping @Sendable (_ step: Int) -> Void = { _ in },
    warned: @escaping @Sendable (SGDWarning) -> Void = { _ in },
    checkpointInterval: Duration? = nil,
    save: @escaping @Sendable (SGDCheckpoint) -> Void = { _ in }
  ) {
    self.isCancelled = isCancelled
    self.reached = reached
    self.warned = warned
    self.checkpointInterval = checkpointInterval
    self.save = save
  }
}
