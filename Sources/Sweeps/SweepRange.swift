private import CKernels

/// Where a parameter or initial value is drawn from: evenly on (lo, hi), or in the logarithm.
public struct SweepRange: Sendable, Codable, Hashable {
  /// The parameter or variable.
  public let name: String
  /// The lower end.
  public let low: Double
  /// The upper end.
  public let high: Double
  /// Whether the logarithm is what is spread evenly.
  public let isLogarithmic: Bool

  /// Declares a range.
  ///
  /// - Throws: ``SweepError`` if it is empty, not finite, or logarithmic and not above zero.
  public init(
    _ name: String, from low: Double, to high: Double, logarithmic: Bool = false
  ) throws(SweepError) {
    try checkRange(name, low, high, logarithmic)
    self.name = name
    self.low = low
    self.high = high
    isLogarithmic = logarithmic
  }

  /// The value of a point: a function of the seed, the point and the range's place alone.
  ///
  /// Philox4x32-10 (Salmon et al., SC'11, doi:10.1145/2063384.2063405).
  func value(of point: Int, seed: UInt64, place: Int) -> Double {
    // 64: after the purposes that networks and their training draw for.
    let key = fs_random_key(seed: seed, stream: UInt32(place), step: 0, purpose: 64)
    var drawn = 0.0
    unsafe fs_random_uniform_f64(key, UInt64(point), 1, &drawn)
    return interpolated(drawn, of: 1, low, high, isLogarithmic)
  }
}
