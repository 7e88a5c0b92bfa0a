public import FastSlow

/// The autocatalator: a reaction that speeds itself up, with pool chemical.
///
/// ε ḃ = −b + a (1 + b²), ȧ = μ − a (1 + b²) (dimensionless).
///
/// Critical manifold a = b/(1 + b²), fold at (b, a) = (1, ½); rest at b = μ. Large cycles
/// reach b of order 1/ε, beyond the reach of the critical manifold.
///
/// Source: I. Gucwa, P. Szmolyan, Discrete Contin. Dyn. Syst. S 2 (2009) 783,
/// doi:10.3934/dcdss.2009.2.783.
public struct Autocatalator: FastSlowModel {
  public static let summary = "self-accelerating reaction with very large spikes"

  @Fast(initial: 0.5, "autocatalyst") public var b
  @Slow(initial: 0.4, "reactant") public var a
  @Parameter(1.2, "supply of the reactant") public var mu
  @SmallParameter(0.01, "ratio of time scales") public var epsilon

  public init() {}

  public var equations: [Equation] {
    d(b) == -b + a * (1 + b ** 2)
    d(a) == mu - a * (1 + b ** 2)
  }
}
