/// A sum of one function along several directions: a teacher that is itself a network.
///
///     φ(λ) = Σ_p A_p g(λ_p)
///
/// With one direction it is a single-index teacher whose link is the function itself.
public struct Committee: Sendable, Equatable {
  /// g.
  public let function: Activation
  /// A, a weight for each direction.
  public let weights: [Double]
  /// The Hermite series of g up to an order, for what is predicted.
  public let series: HermiteSeries

  /// A committee of a function with given weights.
  ///
  /// - Throws: `HermiteExpansionError` where the function has no expansion.
  public init(_ function: Activation, weights: [Double], order: Int)
    throws(HermiteExpansionError)
  {
    self.function = function
    self.weights = weights
    series = try function.expanded(order: order).series
  }

  /// A committee of a function whose Hermite series is known.
  public init(_ function: Activation, weights: [Double], series: HermiteSeries) {
    self.function = function
    self.weights = weights
    self.series = series
  }

  /// The series along direction p, A_p Σ c_k h_k.
  func series(along p: Int) -> HermiteSeries {
    HermiteSeries(series.coefficients.map { weights[p] * $0 })
  }
}
