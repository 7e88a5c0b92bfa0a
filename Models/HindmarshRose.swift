public import FastSlow

/// Hindmarsh and Rose's bursting neuron, two fast variables and one slow.
///
/// ẋ = y − x³ + 3x² − z + I, ẏ = 1 − 5x² − y, ż = r (4 (x + 1.6) − z) in fast time
/// (dimensionless); r is the small parameter.
///
/// Rest points of the layer problem z = 1 + I − 2x² − x³, folds at x = 0, z = 1 + I, and
/// x = −4/3. Hopf points where 6x − 3x² = 1, x = 1 ± √(2/3).
///
/// Source: J. L. Hindmarsh, R. M. Rose, Proc. R. Soc. B 221 (1984) 87, doi:10.1098/rspb.1984.0024.
public struct HindmarshRose: FastSlowModel {
  public static let summary = "bursting neuron: the layer problem oscillates"

  @Fast(initial: -1, "membrane potential") public var x
  @Fast(initial: -4, "fast currents") public var y
  @Slow(initial: 2, "adaptation current") public var z
  @Parameter(2, "applied current") public var I
  @Parameter(4, "strength of adaptation") public var s
  @Parameter(-1.6, "resting potential") public var xR
  @SmallParameter(0.006, "rate of adaptation") public var r

  public init() {}

  public var equations: [Equation] {
    d(x) == y - x ** 3 + 3 * x ** 2 - z + I
    d(y) == 1 - 5 * x ** 2 - y
    d(z) == s * (x - xR) - z
  }
}
