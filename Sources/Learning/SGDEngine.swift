/// A way to simulate SGD: weights and data, overlaps alone, or the infinite batch.
public protocol SGDEngine: Sendable {
  /// What it is called on the command line.
  var name: String { get }

  /// Why it cannot run this request, with what can be done instead; nil if it can.
  func refusal(of request: SGDRequest) -> String?

  /// Runs one member of an ensemble to its horizon, on the calling thread.
  ///
  /// The result depends on the request and the member alone. It never throws: a run that diverges
  /// or is cancelled says so and keeps what was recorded.
  func run(_ request: SGDRequest, member: Int, monitor: SGDMonitor) -> SGDRun
}

/// How a run is watched and stopped.
public struct SGDMonitor: Sendable {
  /// Asked before every step; true ends the run.
  public var isCancelled: @Sendable () -> Bool
  /// Told of the recorded steps.
  public var reached: @Sendable (_ step: Int) -> Void

  /// A monitor that does nothing unless told to.
  public init(
    isCancelled: @escaping @Sendable () -> Bool = { false },
    reached: @escaping @Sendable (_ step: Int) -> Void = { _ in }
  ) {
    self.isCancelled = isCancelled
    self.reached = reached
  }
}
