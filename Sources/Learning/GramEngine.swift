/// SGD on overlaps: the law of `DirectEngine` at a cost that does not depend on the dimension.
///
/// With fresh Gaussian inputs the overlaps of students and teacher are a Markov
/// chain of their own, and this engine draws from exactly its transitions: fields from the Gram
/// matrix, the part of a step across the span of all weights from a Wishart law (see
/// `BartlettFactor`). Exact up to rounding, not run by run: a member's numbers differ from the
/// direct engine's though its start is the same. Cost of a step: about B m (2 (m+r) + m/2)
/// multiply-adds and B (m+r) normal numbers, for any d.
public struct GramEngine: SGDEngine {
  /// The precision of the batch's sums; overlaps are kept in double precision.
  public let precision: DirectEngine.Precision
  /// See `GramNetwork`.
  private let wrongFreedom: Int

  /// An engine that sums batches in the given precision.
  public init(precision: DirectEngine.Precision = .single) {
    self.precision = precision
    wrongFreedom = 0
  }

  /// An engine whose Wishart law has a wrong number of degrees of freedom: for the check that the
  /// test of its law would notice.
  package init(precision: DirectEngine.Precision, wrongFreedom: Int) {
    self.precision = precision
    self.wrongFreedom = wrongFreedom
  }

  /// "gram".
  public var name: String { "gram" }

  /// Refused: a dimension below m + r, where the overlaps are more numbers than the weights, and
  /// whatever overlaps alone do not determine.
  public func refusal(of request: SGDRequest) -> String? {
    if let reason = request.reasonAgainstOverlaps(engine: "gram") { return reason }
    let least = request.settings.width + request.teacher.directions
    if request.settings.dimension < least {
      return "The gram engine keeps overlaps of m neurons and r directions, which takes "
        + "d ≥ m + r; d = \(request.settings.dimension) is too small, nearest valid: \(least). "
        + "Or use the direct engine."
    }
    return request.reasonAgainstSize(kept(request), engine: "gram")
  }

  /// Alignments, and matrices of overlaps, factors and noise.
  public func numbersKept(of request: SGDRequest) -> Double { kept(request).count(request) }

  private func kept(_ request: SGDRequest) -> KeptNumbers {
    KeptNumbers(perNeuron: request.teacher.directions, perPair: 9)
  }

  /// "gram, single precision" or "gram, double precision".
  public var identity: String { "gram, \(precision.rawValue) precision" }

  /// Runs one member to its horizon; see `SGDEngine`.
  public func run(
    _ request: SGDRequest, member: Int, from checkpoint: SGDCheckpoint?, monitor: SGDMonitor
  ) -> SGDRun {
    switch precision {
    case .single:
      GramNetwork<Float>(request, member: member, wrongFreedom: wrongFreedom)
        .run(monitor, from: checkpoint, engine: identity)
    case .double:
      GramNetwork<Double>(request, member: member, wrongFreedom: wrongFreedom)
        .run(monitor, from: checkpoint, engine: identity)
    }
  }
}
