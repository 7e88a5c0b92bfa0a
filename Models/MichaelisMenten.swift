public import FastSlow

/// Michaelis and Menten's enzyme reaction, scaled by Henri's constants.
///
/// ε ċ = s − (s + K) c, ṡ = −s + (s + K − L) c, with c the enzyme-substrate
/// complex per enzyme, s the substrate per initial substrate, time in units
/// of 1/(k₁ e₀), ε = e₀/s₀.
///
/// Slow manifold c = s/(s+K) + ε K L s/(s+K)⁴ + …; reduced flow ṡ = −L s/(s+K).
///
/// Source: A. Zagaris, H. G. Kaper, T. J. Kaper, J. Nonlinear Sci. 14 (2004) 59,
/// doi:10.1007/s00332-003-0582-9.
public struct MichaelisMenten: FastSlowModel {
  public static let summary = "enzyme kinetics with a quasi-steady complex"

  @Fast(initial: 0, "complex, per enzyme") public var c
  @Slow(initial: 1, "substrate, per initial substrate") public var s
  @Parameter(1, "Michaelis constant (k₋₁ + k₂)/(k₁ s₀)") public var K
  @Parameter(0.5, "product rate k₂/(k₁ s₀)") public var L
  @SmallParameter(0.01, "enzyme per substrate, e₀/s₀") public var ε

  public init() {}

  public var equations: [Equation] {
    d(c) == s - (s + K) * c
    d(s) == -s + (s + K - L) * c
  }
}
