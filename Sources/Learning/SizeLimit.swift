/// The limit of infinite size in which a model of learning dynamics is exact, with the scalings of
/// everything else.
public enum SizeLimit: Sendable, Equatable {
  /// m → ∞ with d in proportion and the batch noise g = η d/B kept. The model's fast time is
  /// t = η × steps.
  case width
  /// d → ∞ for m neurons, batches of B and step size η = rate/(m d). The model's time is steps/d.
  case dimension(width: Int, batch: Int, rate: Double)

  /// The size that grows, as it is written.
  public var symbol: String {
    switch self {
    case .width: "m"
    case .dimension: "d"
    }
  }

  /// Its name.
  public var name: String {
    switch self {
    case .width: "width"
    case .dimension: "dimension"
    }
  }

  /// What the model's time is.
  public var timeName: String {
    switch self {
    case .width: "fast time t"
    case .dimension: "time, steps/d"
    }
  }

  /// η of SGD at a width and a dimension, rate/(m d) towards infinite dimension; nil where it is free.
  public func stepSize(width: Int, dimension: Int) -> Double? {
    guard case .dimension(_, _, let rate) = self else { return nil }
    return LearningRates.nn2pp(first: rate, second: 0)
      .scales(width: width, dimension: dimension).stepSize
  }

  /// The model's times at which a request records.
  public func times(of request: SGDRequest) -> [Double] {
    let settings = request.settings
    switch self {
    case .width: return settings.recordedSteps.map { Double($0) * settings.stepSize }
    case .dimension:
      return settings.recordedSteps.map { Double($0) / Double(settings.dimension) }
    }
  }

  /// The sizes compared unless others are asked for.
  public var defaultSizes: [Int] {
    switch self {
    case .width: [40, 80, 160]
    case .dimension: [500, 1000, 2000]
    }
  }
}
