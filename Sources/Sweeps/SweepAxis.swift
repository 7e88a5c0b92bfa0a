private import RealModule

/// The values of one parameter or initial value on a grid, its ends included.
///
/// Value k of n is lo + (hi − lo) k/(n − 1), or that in the decimal logarithm.
public struct SweepAxis: Sendable, Codable, Hashable {
  /// The parameter or variable.
  public let name: String
  /// The first value.
  public let low: Double
  /// The last value.
  public let high: Double
  /// How many values.
  public let count: Int
  /// Whether equal steps are equal ratios.
  public let isLogarithmic: Bool

  /// Declares an axis.
  ///
  /// - Throws: ``SweepError`` if the range is empty or not finite, if there are fewer than two
  ///   values, or if a logarithmic axis does not lie above zero.
  public init(
    _ name: String, from low: Double, to high: Double, count: Int, logarithmic: Bool = false
  ) throws(SweepError) {
    try checkRange(name, low, high, logarithmic)
    guard count >= 2 else {
      throw SweepError(
        .badDesign,
        "\(name): \(count) values on a grid; give 2 or more, such as \(name)=\(low):\(high):20")
    }
    self.name = name
    self.low = low
    self.high = high
    self.count = count
    isLogarithmic = logarithmic
  }

  /// The value at a place from 0 to count − 1; the ends are exact.
  public func value(at place: Int) -> Double {
    if place == 0 { return low }
    if place == count - 1 { return high }
    return interpolated(Double(place), of: Double(count - 1), low, high, isLogarithmic)
  }

  /// All values in order.
  public var values: [Double] { (0..<count).map { value(at: $0) } }
}

/// The value at part/whole of the way from `low` to `high`; multiplied first, so that whole numbers
/// stay whole.
func interpolated(
  _ part: Double, of whole: Double, _ low: Double, _ high: Double, _ isLogarithmic: Bool
) -> Double {
  guard isLogarithmic else { return low + (high - low) * part / whole }
  let start = Double.log10(low)
  return .exp10(start + (.log10(high) - start) * part / whole)
}

/// Refuses a range that nothing can be spread over.
func checkRange(_ name: String, _ low: Double, _ high: Double, _ isLogarithmic: Bool)
  throws(SweepError)
{
  guard low.isFinite, high.isFinite, low < high, (high - low).isFinite else {
    throw SweepError(
      .badDesign, "\(name)=\(low):\(high): give two finite numbers, the smaller one first")
  }
  if isLogarithmic, low <= 0 {
    throw SweepError(
      .badDesign,
      "\(name)=\(low):\(high): a logarithmic spacing needs a range above 0; leave out :log or "
        + "begin above 0")
  }
}
