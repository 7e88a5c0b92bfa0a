public import FastSlow

/// Van der Pol's oscillator under periodic forcing.
///
/// ε ẋ = y + x − x³/3, ẏ = −x + a sin 2πθ, θ̇ = ω (dimensionless; θ is the phase in cycles).
///
/// Folded singularities at x = ±1, sin 2πθ = ±1/a: of the desingularised flow trace −1 and
/// determinant −4π ω a x cos 2πθ, so saddles, and nodes for 16π ω √(a² − 1) < 1.
///
/// Source: J. Guckenheimer, K. Hoffman, W. Weckesser, SIAM J. Appl. Dyn. Syst. 2 (2003) 1,
/// doi:10.1137/S1111111102404738.
public struct ForcedVanDerPol: FastSlowModel {
  public static let name = "forced-van-der-pol"
  public static let summary = "relaxation oscillator, forced: folded singularities"

  @Fast(initial: 2, "voltage") public var x
  @Slow(initial: 0, "recovery") public var y
  @Slow(initial: 0, "phase of the forcing, in cycles") public var theta
  @Parameter(1.5, "amplitude of the forcing") public var a
  @Parameter(0.01, "frequency of the forcing") public var omega
  @SmallParameter(0.01, "ratio of time scales") public var epsilon

  public init() {}

  public var equations: [Equation] {
    let turn = Expression(2 * Double.pi)
    d(x) == y + x - x ** 3 / 3
    d(y) == -x + a * sin(turn * theta)
    d(theta) == omega
  }
}
