/// Mean, standard error and quantiles of a sample.
public struct SampleStatistics: Sendable, Equatable {
  /// Number of values.
  public let count: Int
  /// Their mean; NaN for none.
  public let mean: Double
  /// Their standard deviation with n − 1 in the denominator; NaN below two values.
  public let standardDeviation: Double
  private let sorted: [Double]

  /// The quantiles that tables show.
  public static let tabulated = [0.05, 0.25, 0.5, 0.75, 0.95]

  /// Statistics of some values; their order does not matter.
  public init(_ values: [Double]) {
    sorted = values.sorted()
    count = values.count
    let total = Double(values.count)
    let mean = sorted.reduce(0, +) / total
    let squares = sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.mean = values.isEmpty ? .nan : mean
    standardDeviation = values.count > 1 ? (squares / (total - 1)).squareRoot() : .nan
  }

  /// Standard error of the mean, standardDeviation/√n; NaN below two values.
  public var standardError: Double { standardDeviation / Double(count).squareRoot() }

  /// The quantile of a probability from 0 to 1; NaN for an empty sample.
  ///
  /// Linear between order statistics: type 7 of Hyndman and Fan
  /// (doi:10.1080/00031305.1996.10473566).
  public func quantile(_ probability: Double) -> Double {
    precondition((0...1).contains(probability), "a probability is between 0 and 1")
    guard let last = sorted.last else { return .nan }
    let place = probability * Double(count - 1)
    let lower = Int(place)
    if lower + 1 >= count { return last }
    return sorted[lower] + (place - Double(lower)) * (sorted[lower + 1] - sorted[lower])
  }
}
