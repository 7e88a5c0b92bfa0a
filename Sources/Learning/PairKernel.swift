import RealModule

/// E g(x) ψ(x') for jointly normal x, x' of mean zero: one function of their covariance.
///
///     erf, erf     (2/π) asin(C₁₂/√((1+C₁₁)(1+C₂₂)))        (Saad, Solla 1995)
///     relu, relu   [√(C₁₁C₂₂−C₁₂²) + C₁₂ (π/2 + asin ρ)]/(2π)   (Cho, Saul 2009, degree 1)
///     else         Σ_k c_k b_k ρ^k for unit variances           (Mehler)
///
/// ρ = C₁₂/√(C₁₁C₂₂). The series is exact for a polynomial on either side; between other functions
/// it is cut at order 128, where coefficients of smooth functions are far below rounding.
enum PairKernel: Sendable {
  case arcsine
  case arccosine
  case series(PowerSeries)

  /// The value at a covariance; the series takes unit variances for granted.
  func callAsFunction(_ own: Double, _ cross: Double, _ other: Double) -> Double {
    switch self {
    case .arcsine:
      let ratio = cross / ((1 + own) * (1 + other)).squareRoot()
      return 2 / Double.pi * Double.asin(max(-1, min(1, ratio)))
    case .arccosine:
      let size = (own * other).squareRoot()
      let ρ = size > 0 ? max(-1, min(1, cross / size)) : 0
      let root = size * max(0, 1 - ρ * ρ).squareRoot()
      return (root + size * ρ * (Double.pi / 2 + Double.asin(ρ))) / (2 * Double.pi)
    case .series(let series): return series(cross)
    }
  }

  /// A nonlinearity: a function, or its series where there is only that.
  struct Side {
    let function: Activation?
    let series: HermiteSeries

    /// Coefficients as far as products need them.
    fileprivate var coefficients: HermiteSeries {
      guard let function, let long = try? function.expanded(order: PairKernel.order) else {
        return series
      }
      return long.series
    }
  }

  private static let order = 128

  init(_ left: Side, _ right: Side) {
    if left.function == .erf && right.function == .erf {
      self = .arcsine
    } else if left.function == .relu && right.function == .relu {
      self = .arccosine
    } else {
      self = .series(left.coefficients.correlation(with: right.coefficients))
    }
  }
}
