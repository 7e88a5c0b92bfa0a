/// Where inputs come from; all laws have mean zero and unit covariance.
public enum InputLaw: Sendable, Equatable {
  /// Fresh standard normals: the law for which order parameters close.
  case gaussian
  /// Fresh, each coordinate uniform on ±√3.
  case uniform
  /// Fresh, each coordinate ±1 with equal probability.
  case rademacher
  /// A fixed data set, reused: every batch draws samples with replacement, and label noise is that
  /// of the sample.
  case data(DataSet)

  /// Its name in messages.
  public var name: String {
    switch self {
    case .gaussian: "gaussian"
    case .uniform: "uniform"
    case .rademacher: "rademacher"
    case .data(let set): set.name
    }
  }
}
