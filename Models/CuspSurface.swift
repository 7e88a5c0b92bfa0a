public import FastSlow

/// The cusp catastrophe with a slow flow over its surface.
///
/// ε ẋ = −(x³ + b x + a), ȧ = ρ + x, ḃ = −(b + 1) (dimensionless): at fixed b < 0 a
/// relaxation oscillator in (x, a).
///
/// Fold curve b = −3x², a = 2x³, that is 4b³ + 27a² = 0; cusp at the origin.
///
/// Source: E. C. Zeeman, in Towards a Theoretical Biology 4 (1972) 8; M. Krupa, M. Wechselberger,
/// J. Differ. Equ. 248 (2010) 2841, doi:10.1016/j.jde.2010.02.006.
public struct CuspSurface: FastSlowModel {
  public static let summary = "cusp catastrophe: two fold curves meet"

  @Fast(initial: 1, "state") public var x
  @Slow(initial: -0.5, "normal factor") public var a
  @Slow(initial: -1, "splitting factor") public var b
  @Parameter(0, "bias") public var rho
  @SmallParameter(0.01, "ratio of time scales") public var epsilon

  public init() {}

  public var equations: [Equation] {
    d(x) == -(x ** 3 + b * x + a)
    d(a) == rho + x
    d(b) == -(b + 1)
  }
}
