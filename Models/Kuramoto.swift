public import FastSlow

/// Kuramoto's coupled phase oscillators.
///
/// θ̇_i = ω_i + K r sin(ψ − θ_i), with r e^{iψ} = ⟨e^{iθ}⟩ (dimensionless).
///
/// For Lorentzian frequencies of half width Δ the incoherent state loses stability at
/// K_c = 2Δ, and beyond it r = √(1 − K_c/K) in the limit of many oscillators.
///
/// Source: Y. Kuramoto, Chemical Oscillations, Waves, and Turbulence (Springer 1984),
/// doi:10.1007/978-3-642-69689-3.
public struct Kuramoto: FastSlowModel {
  /// An oscillator: phase θ, frequency ω of its own.
  public struct Oscillator: PopulationMember {
    @State(each: .uniform(0...6.283185307179586, seed: 1), "phase", unit: "rad") public var θ
    @Parameter(
      each: .lorentzian(center: 0, width: 0.5, seed: 2), "natural frequency; Lorentzian")
    public var ω
    public init() {}
  }

  public static let summary = "phase oscillators that synchronise when coupled"

  @Population(Oscillator.self, count: 1000) public var oscillator
  @Parameter(2, "coupling strength") public var K

  public init() {}

  public var equations: [Equation] {
    let (θ, ω) = (oscillator.θ, oscillator.ω)
    // K r sin(ψ − θ) without r and ψ: K (⟨sin θ⟩ cos θ − ⟨cos θ⟩ sin θ).
    d(θ) == ω + K * (mean(sin(θ)) * cos(θ) - mean(cos(θ)) * sin(θ))
  }

  public var observables: [Observable] {
    let θ = oscillator.θ
    Observable("r", sqrt(mean(sin(θ)) ** 2 + mean(cos(θ)) ** 2))
  }
}
