public import FastSlow

/// Michaelis and Menten's reaction with a slow product, not in standard form.
///
/// Ṡ = −k₁ S (e₀ − C) + k₋ C, Ċ = k₁ S (e₀ − C) − (k₋ + ε k₂) C in the reaction's own time t; slow time
/// is τ = ε t. Substrate and complex both change fast, their sum slowly.
///
/// Reduced flow on C = e₀ k₁ S/(k₁ S + k₋):
/// dS/dτ = −k₁ k₂ e₀ S (k₁ S + k₋)/(k₁ k₋ e₀ + (k₁ S + k₋)²). With all constants 1 and S(0) = 1,
/// S(1) = 0.6555492751108.
///
/// Source: A. Goeke, S. Walcher, E. Zerz, J. Differ. Equ. 259 (2015) 1149,
/// doi:10.1016/j.jde.2015.02.038.
public struct MichaelisMentenSlowProduct: FastSlowModel {
  public static let name = "michaelis-menten-slow-product"
  public static let summary = "enzyme kinetics in plain coordinates, slow product"

  @State(initial: 1, "substrate") public var S
  @State(initial: 0.5, "complex") public var C
  @Parameter(1, "total enzyme") public var e0
  @Parameter(1, "binding rate") public var k1
  @Parameter(1, "unbinding rate") public var km
  @Parameter(1, "product rate over ε") public var k2
  @SmallParameter(0.01, "how much slower the product forms") public var ε

  public init() {}

  public var equations: [Equation] {
    d(S) == -(k1 * S * (e0 - C)) + km * C
    d(C) == k1 * S * (e0 - C) - km * C - ε * k2 * C
  }
}
