/// The cheapest engine that is exact for a request, and why it is.
public struct EngineChoice: Sendable {
  /// The engine.
  public let engine: any SGDEngine
  /// Why this one, in a sentence.
  public let reason: String

  /// Chooses between the engines that follow SGD exactly at the request's batch.
  ///
  /// Work is counted in multiply-adds a step, a normal number as 25 of them and an operation on
  /// the overlaps as 3, about as measured. `PopulationEngine` is never chosen: its batch is
  /// infinite.
  public init(for request: SGDRequest, precision: DirectEngine.Precision = .single) {
    let direct = DirectEngine(precision: precision)
    let gram = GramEngine(precision: precision)
    if let reason = gram.refusal(of: request) {
      engine = direct
      self.reason = "direct, as gram cannot run this: \(reason)"
      return
    }
    let ratio = Self.directWork(request) / Self.gramWork(request)
    if ratio > 1 {
      engine = gram
      reason =
        "gram: same law as direct for fresh Gaussian inputs, at about 1/\(Self.rounded(ratio)) "
        + "of its work"
    } else {
      engine = direct
      reason =
        "direct: at this size it takes about 1/\(Self.rounded(1 / ratio)) of the work of gram, "
        + "the other exact engine"
    }
  }

  private static let normal = 25.0

  private static func directWork(_ request: SGDRequest) -> Double {
    let settings = request.settings
    let (m, d) = (Double(settings.width), Double(settings.dimension))
    return Double(settings.batch) * d * (2 * m + normal)
  }

  private static func gramWork(_ request: SGDRequest) -> Double {
    let m = Double(request.settings.width)
    let span = m + Double(request.teacher.directions)
    let overlaps = 3 * m * m * (3 * m + normal)
    return Double(request.settings.batch) * (span * (2 * m + normal) + m * m / 2) + overlaps
  }

  private static func rounded(_ ratio: Double) -> String {
    ratio < 10 ? "\((10 * ratio).rounded() / 10)" : "\(Int(min(ratio, 1e15).rounded()))"
  }
}
