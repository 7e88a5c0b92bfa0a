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

  /// Refused: weights beyond ``SGDRequest/mostNumbers``; every other valid request can be run.
  public func refusal(of request: SGDRequest) -> String? {
    request.reasonAgainstSize(kept(request), engine: "direct")
  }

  /// Weights, their sum of gradients and their copy in double precision, what the optimizer remembers of
  /// each, and the Gram matrix.
  public func numbersKept(of request: SGDRequest) -> Double { kept(request).count(request) }

  private func kept(_ request: SGDRequest) -> KeptNumbers {
    KeptNumbers(perWeight: 3 + request.settings.optimizer.memories.count, perPair: 1)
  }

  /// "direct, single precision" or "direct, double precision".
  public var identity: String { "direct, \(precision.rawValue) precision" }

  /// Runs one member to its horizon; see `SGDEngine`.
  public func run(
    _ request: SGDRequest, member: Int, from checkpoint: SGDCheckpoint?, monitor: SGDMonitor
  ) -> SGDRun {
    switch precision {
    case .single:
      DirectNetwork<Float>(request, member: member)
        .run(monitor, from: checkpoint, engine: identity)
    case .double:
      DirectNetwork<Double>(request, member: member)
        .run(monitor, from: checkpoint, engine: identity)
    }
  }
}
