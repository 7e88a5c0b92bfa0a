/// What becomes of a feature in the limit of slow second layers.
public enum FeatureOutcome: Sendable, Equatable {
  /// Alignment ends at 1.
  case kept
  /// Alignment ends at a rest point between 0 and 1.
  case partlyKept(alignment: Double)
  /// Alignment ends at 0 while the second layer grows without bound.
  case unlearned
  /// The slow flow does not settle: it jumps for ever, or the second layer leaves a > 0.
  case undetermined
}

extension FeatureOutcome {
  /// Its kind in words.
  public var name: String {
    switch self {
    case .kept: "kept"
    case .partlyKept: "partly kept"
    case .unlearned: "unlearned"
    case .undetermined: "undetermined"
    }
  }
}
