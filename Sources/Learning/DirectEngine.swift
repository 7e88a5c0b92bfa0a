/// SGD as it is: the weights are kept and the data drawn.
///
/// Cost of a step: 4 B m d multiply-adds in two matrix products and B d normal numbers. Memory:
/// two m × d matrices and one block of samples (a few MB); nothing is allocated within a step.
public struct DirectEngine: SGDEngine {
  /// Precision of the step; the start and the recordings are always in double precision.
  public enum Precision: String, Sendable, CaseIterable {
    /// 32 bits: twice as fast, rounding far below the batch noise.
    case single
    /// 64 bits.
    case double
  }

  /// The precision of the step.
  public let precision: Precision

  /// An engine that steps in the given precision.
  public init(precision: Precision = .single) { self.precision = precision }

  /// "direct".
  public var name: String { "direct" }

  /// Nothing is refused: every valid request can be run.
  public func refusal(of request: SGDRequest) -> String? { nil }

  /// Runs one member to its horizon; see `SGDEngine`.
  public func run(_ request: SGDRequest, member: Int, monitor: SGDMonitor) -> SGDRun {
    switch precision {
    case .single: Self.run(DirectNetwork<Float>(request, member: member), request, monitor)
    case .double: Self.run(DirectNetwork<Double>(request, member: member), request, monitor)
    }
  }

  private static func run<Scalar>(
    _ network: DirectNetwork<Scalar>, _ request: SGDRequest, _ monitor: SGDMonitor
  ) -> SGDRun {
    var network = network
    var recorder = SGDRecorder(request, member: network.member)
    recorder.record(network.orderParameters(), at: 0)
    for step in 1...request.settings.steps {
      if monitor.isCancelled() { return recorder.end(.cancelled(step: step)) }
      guard network.advance() else {
        let time = Double(step) * request.settings.stepSize
        return recorder.end(.diverged(step: step, time: time))
      }
      if recorder.isDue(step) {
        recorder.record(network.orderParameters(), at: step)
        monitor.reached(step)
      }
    }
    return recorder.end(.completed)
  }
}
