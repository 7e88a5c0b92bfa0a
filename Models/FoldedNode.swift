public import FastSlow

/// The normal form of a folded node (μ > 0) or folded saddle (μ < 0).
///
/// ε ẋ = y − x², ẏ = −(μ + 1) x − z, ż = μ/2 (dimensionless).
///
/// Desingularised flow with eigenvalues −1 and −μ at the origin. For every ε two exact
/// canards: x = −z, y = x² − εμ/2 (weak) and x = −z/μ, y = x² − ε/2 (strong). At most
/// ⌊(1 + μ)/(2μ)⌋ small oscillations.
///
/// Source: M. Wechselberger, SIAM J. Appl. Dyn. Syst. 4 (2005) 101, doi:10.1137/030601995.
public struct FoldedNode: FastSlowModel {
  public static let summary = "normal form of canards and small oscillations"

  @Fast(initial: 1, "fast variable") public var x
  @Slow(initial: 1, "across the fold") public var y
  @Slow(initial: -1, "along the fold") public var z
  @Parameter(0.15, "ratio of the eigenvalues") public var mu
  @SmallParameter(0.01, "ratio of time scales") public var epsilon

  public init() {}

  public var equations: [Equation] {
    d(x) == y - x ** 2
    d(y) == -(mu + 1) * x - z
    d(z) == mu / 2
  }
}
