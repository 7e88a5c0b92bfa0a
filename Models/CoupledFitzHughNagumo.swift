public import FastSlow

/// FitzHugh-Nagumo neurons, coupled through the mean of their potentials, with spread currents.
///
/// ε v̇_i = v_i − v_i³/3 − w_i + I_i + K (⟨v⟩ − v_i), ẇ_i = v_i + α − β w_i (dimensionless).
///
/// Source: as `fitzhugh-nagumo`; diffusive coupling to the mean as in globally coupled arrays.
public struct CoupledFitzHughNagumo: FastSlowModel {
  /// A nerve: voltage v, recovery w, current I of its own.
  public struct Neuron: PopulationMember {
    @Fast(each: .uniform(-2...2, seed: 1), "membrane potential") public var v
    @Slow(each: .uniform(-0.5...0.5, seed: 2), "recovery") public var w
    @Parameter(each: .normal(mean: 0.5, deviation: 0.05, seed: 3), "applied current") public var I
    public init() {}
  }

  public static let name = "coupled-fitzhugh-nagumo"
  public static let summary = "nerve cells coupled through their mean potential"

  @Population(Neuron.self, count: 1000) public var neuron
  @Parameter(0.1, "coupling strength") public var K
  @Parameter(0.7, "recovery offset") public var alpha
  @Parameter(0.8, "recovery damping") public var beta
  @SmallParameter(0.08, "rate of recovery") public var ε

  public init() {}

  public var equations: [Equation] {
    let (v, w) = (neuron.v, neuron.w)
    d(v) == v - v ** 3 / 3 - w + neuron.I + K * (mean(v) - v)
    d(w) == v + alpha - beta * w
  }

  public var observables: [Observable] {
    let v = neuron.v
    Observable("meanV", mean(v))
    Observable("spreadV", sqrt(mean((v - mean(v)) ** 2)))
  }
}
