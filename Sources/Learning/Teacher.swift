/// What labels the inputs.
///
///     y = φ(⟨u*_1, x⟩, …, ⟨u*_r, x⟩) + τ z,   z standard normal
///
/// The directions are orthonormal; the inputs are isotropic, so they are the first axes without
/// loss of generality.
public struct Teacher: Sendable, Equatable {
  /// How the labels depend on the inputs.
  public enum Target: Sendable, Equatable {
    /// One direction, with the link function's Hermite coefficients c.
    case singleIndex(HermiteSeries)
    /// Several orthonormal directions, with the coefficients of products of polynomials.
    case multiIndex(HermiteTensor)
    /// A function along each of several orthonormal directions, with weights.
    case committee(Committee)
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

  /// A multi-index teacher.
  public init(link: HermiteTensor, labelNoise: Double = 0) {
    self.init(target: .multiIndex(link), labelNoise: labelNoise)
  }

  /// A teacher that sums a function over directions, or, with one weight, has it for its link.
  public init(committee: Committee, labelNoise: Double = 0) {
    self.init(target: .committee(committee), labelNoise: labelNoise)
  }

  /// r, the number of directions the labels depend on.
  public var directions: Int {
    switch target {
    case .singleIndex: 1
    case .multiIndex(let tensor): tensor.directions
    case .committee(let committee): committee.weights.count
    }
  }

  /// The link coefficients c of a single-index teacher, of a function its leading ones; nil for more
  /// directions.
  public var link: HermiteSeries? {
    switch target {
    case .singleIndex(let link): link
    case .multiIndex: nil
    case .committee(let committee): committee.weights.count == 1 ? committee.series(along: 0) : nil
    }
  }

  /// The noiseless label as a series in the r fields; of a function its leading terms.
  public var tensor: HermiteTensor {
    switch target {
    case .singleIndex(let link): HermiteTensor(sum: [link])
    case .multiIndex(let tensor): tensor
    case .committee(let committee):
      HermiteTensor(sum: committee.weights.indices.map { committee.series(along: $0) })
    }
  }

  /// Number of Hermite orders: the highest order and one.
  var orders: Int {
    switch target {
    case .singleIndex(let link): link.coefficients.count
    case .multiIndex(let tensor): tensor.degree + 1
    case .committee(let committee): committee.series.coefficients.count
    }
  }
}
