public import FastSlow

/// Davis and Skodje's test problem: its slow manifold is known exactly.
///
/// ε ẋ = −x + y/(1+y) − ε y/(1+y)², ẏ = −y (dimensionless).
///
/// The slow manifold is x = y/(1+y) for every ε, so all corrections beyond the
/// critical manifold vanish; and the solution is x = (x₀ − y₀/(1+y₀)) e^{−τ/ε}
/// + y₀ e^{−τ}/(1 + y₀ e^{−τ}). Fast eigenvalue −1/ε, slow −1.
///
/// Source: M. J. Davis, R. T. Skodje, J. Chem. Phys. 111 (1999) 859, doi:10.1063/1.479372.
public struct DavisSkodje: FastSlowModel {
  public static let summary = "two-rate test with its slow manifold in closed form"

  @Fast(initial: 2, "fast species") public var x
  @Slow(initial: 1, "slow species") public var y
  @SmallParameter(0.01, "ratio of rates, 1/γ") public var ε

  public init() {}

  public var equations: [Equation] {
    d(x) == -x + y / (1 + y) - ε * y / (1 + y) ** 2
    d(y) == -y
  }
}
