public import FastSlow

/// Koper's electrochemical oscillator: mixed-mode oscillations through a folded node.
///
/// ε ẋ = k y − x³ + 3x − λ, ẏ = x − 2y + z, ż = ε₂ (y − z) (dimensionless).
///
/// Folds x = ±1. With k = −10, ε₂ = 1 the folded singularity on x = 1 has trace k and
/// determinant 6 (λ + 8), that on x = −1 6 (8 − λ): at λ = −7 a folded node on x = 1,
/// eigenvalues −5 ± √19, μ = 0.0685017607655, at most 7 small oscillations.
///
/// Source: M. T. M. Koper, Physica D 80 (1995) 72, doi:10.1016/0167-2789(95)90061-6;
/// M. Desroches et al., SIAM Rev. 54 (2012) 211, sec. 4, doi:10.1137/100791233.
public struct Koper: FastSlowModel {
  public static let summary = "mixed-mode oscillations through a folded node"

  @Fast(initial: 1.5, "potential") public var x
  @Slow(initial: 0.8, "concentration at the electrode") public var y
  @Slow(initial: 0.8, "concentration farther out") public var z
  @Parameter(-10, "coupling of potential and concentration") public var k
  @Parameter(-7, "applied potential") public var lambda
  @Parameter(1, "ratio of the slow rates") public var eps2
  @SmallParameter(0.01, "ratio of time scales") public var epsilon

  public init() {}

  public var equations: [Equation] {
    d(x) == k * y - x ** 3 + 3 * x - lambda
    d(y) == x - 2 * y + z
    d(z) == eps2 * (y - z)
  }
}
