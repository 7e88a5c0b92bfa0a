/// What labels the inputs.
///
///     y = φ(⟨u*, x⟩) + τ z,   φ = Σ c_k h_k,   z standard normal
///
/// The inputs are isotropic, so u* is the first axis without loss of generality.
public struct Teacher: Sendable, Equatable {
  /// How the labels depend on the inputs.
  public enum Target: Sendable, Equatable {
    /// One direction, with the link function's Hermite coefficients c.
    case singleIndex(HermiteSeries)
  }

  /// The noiseless part of the labels.
  public var target: Target
  /// τ, the standard deviation of the label noise.
  public var labelNoise: Double

  /// A teacher from its target and the standard deviation of its label noise.
  public init(target: Target, labelNoise: Double = 0) {
    self.target = target
    self.labelNoise = labelNoise
  }

  /// A single-index teacher with link coefficients c.
  public init(link: HermiteSeries, labelNoise: Double = 0) {
    self.init(target: .singleIndex(link), labelNoise: labelNoise)
  }

  /// A single-index teacher whose link is a function's Hermite series up to an order.
  ///
  /// - Throws: `HermiteExpansionError` where the function has no expansion.
  public init(
    link: Activation, order: Int, labelNoise: Double = 0
  ) throws(HermiteExpansionError) {
    self.init(link: try link.expanded(order: order).series, labelNoise: labelNoise)
  }

  /// Number of directions the labels depend on.
  public var directions: Int {
    switch target {
    case .singleIndex: 1
    }
  }

  /// The link coefficients c of a single-index teacher.
  public var link: HermiteSeries {
    switch target {
    case .singleIndex(let link): link
    }
  }
}
