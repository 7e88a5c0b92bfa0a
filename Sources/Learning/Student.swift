/// A two-layer network with unit-norm first-layer rows.
///
///     f(x) = (1/m) Σ_j a_j σ(⟨w_j, x⟩),   |w_j| = 1,   σ = Σ b_k h_k
public struct Student: Sendable, Equatable {
  /// The activation's Hermite coefficients b; of a function, its leading ones.
  public var activation: HermiteSeries
  /// The activation as a function, where it is not just the series.
  public var function: Activation?

  /// A student from its activation's Hermite coefficients.
  public init(activation: HermiteSeries) { self.activation = activation }

  /// A student whose activation is a function's Hermite series up to an order.
  ///
  /// - Throws: `HermiteExpansionError` where the function has no expansion.
  public init(activation: Activation, order: Int) throws(HermiteExpansionError) {
    self.init(activation: try activation.expanded(order: order).series)
  }

  /// A student whose activation is a function; what is predicted of it takes its Hermite series up
  /// to an order.
  ///
  /// - Throws: `HermiteExpansionError` where the function has no expansion.
  public init(function: Activation, order: Int) throws(HermiteExpansionError) {
    try self.init(activation: function, order: order)
    self.function = function
  }
}
