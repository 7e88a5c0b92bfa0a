public import FastSlow

/// Van der Pol's relaxation oscillator in Liénard coordinates.
///
/// ε ẋ = y + x − x³/3, ẏ = a − x (all dimensionless).
///
/// The critical manifold y = x³/3 − x has folds at (∓1, ±2/3); its middle
/// branch repels. For |a| < 1 the orbit relaxes between the outer branches
/// (singular period 3 − 2 ln 2 at a = 0); a = 1 is a singular Hopf point, with
/// canards just below it.
///
/// Source: B. van der Pol, Phil. Mag. 2 (1926) 978, doi:10.1080/14786442608564127.
public struct VanDerPol: FastSlowModel {
  public static let summary = "relaxation oscillator with folds and canards"

  @Fast(initial: 2, "voltage") public var x
  @Slow(initial: 0, "recovery") public var y
  @Parameter(0, "constant bias; cycles for |a| < 1") public var a
  @SmallParameter(0.01, "ratio of time scales, 1/μ²") public var ε

  public init() {}

  public var equations: [Equation] {
    d(x) == y + x - x ** 3 / 3
    d(y) == a - x
  }
}
