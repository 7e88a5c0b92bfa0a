import NumericKernel

private import RealModule

extension SlowManifoldSeries {
  /// How far a divergent series is of use.
  public struct Truncation: Sendable {
    /// The order to stop at.
    public let order: Int
    /// The size of the first term left out: an estimate of the error.
    public let error: Double
    /// Whether the terms have begun to grow within the orders computed; if not, more orders
    /// would be better still.
    public let isOptimal: Bool
  }

  /// Where to stop at a value of ε: before the smallest term.
  ///
  /// Terms that vanish by a symmetry do not count as small: two neighbours are looked at together.
  /// A series that has ended is complete, with error 0.
  public func optimalTruncation(at ε: Double) -> Truncation {
    let sizes = coefficients.enumerated().map { k, term in norm(term) * .pow(ε.magnitude, k) }
    let scale = max(sizes[0], 1e-300)
    let envelope = sizes.indices.map { k in max(sizes[k], k < order ? sizes[k + 1] : sizes[k]) }
    guard order > 0, let last = sizes.lastIndex(where: { $0 > 1e-18 * scale }) else {
      return Truncation(order: order, error: 0, isOptimal: false)
    }
    if last < order - 1 { return Truncation(order: last, error: 0, isOptimal: true) }
    let smallest = (1...order).min { envelope[$0] < envelope[$1] } ?? order
    return Truncation(
      order: smallest - 1, error: max(sizes[smallest], 1e-16 * scale),
      isOptimal: smallest < order - 1)
  }
}
