public import FastSlow

/// FitzHugh and Nagumo's reduction of the nerve equations.
///
/// ε v̇ = v − v³/3 − w + I, ẇ = v + α − β w (dimensionless; the fast time t = τ/ε
/// is that of the original paper: v' = v − v³/3 − w + I, w' = ε (v + α − β w)).
///
/// Folds at v = ∓1, w = I ∓ 2/3. Hopf points at v = ∓√(1 − βε).
///
/// Source: R. FitzHugh, Biophys. J. 1 (1961) 445, doi:10.1016/S0006-3495(61)86902-6.
public struct FitzHughNagumo: FastSlowModel {
  public static let name = "fitzhugh-nagumo"
  public static let summary = "excitable nerve membrane: rest, spikes, cycle"

  @Fast(initial: -1, "membrane potential") public var v
  @Slow(initial: -0.5, "recovery") public var w
  @Parameter(0.5, "applied current") public var I
  @Parameter(0.7, "recovery offset") public var alpha
  @Parameter(0.8, "recovery damping") public var beta
  @SmallParameter(0.08, "rate of recovery") public var ε

  public init() {}

  public var equations: [Equation] {
    d(v) == v - v ** 3 / 3 - w + I
    d(w) == v + alpha - beta * w
  }
}
