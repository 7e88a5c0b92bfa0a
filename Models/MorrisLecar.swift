public import FastSlow

/// Morris and Lecar's barnacle muscle fibre in the Hopf set of Rinzel and Ermentrout.
///
/// C v̇ = I − gL (v − VL) − gCa m∞ (v − VCa) − gK w (v − VK), ẇ = φ (w∞ − w)/τ(v) in
/// milliseconds, millivolts, µA/cm², mS/cm², µF/cm²;
/// m∞ = ½(1 + tanh((v − V1)/V2)), w∞ = ½(1 + tanh((v − V3)/V4)), 1/τ = cosh((v − V3)/2V4).
/// φ is the small parameter; fast time is the milliseconds of the source.
///
/// At I = 90 the critical manifold folds at (v, w) = (−28.331315657557639, 0.128411790176728);
/// rest loses its stability by a Hopf point at I = 93.8576183737, v = −25.2701048796.
///
/// Source: C. Morris, H. Lecar, Biophys. J. 35 (1981) 193, doi:10.1016/S0006-3495(81)84782-0;
/// J. Rinzel, G. B. Ermentrout, in Methods in Neuronal Modeling (1998), ch. 7.
public struct MorrisLecar: FastSlowModel {
  public static let summary = "nerve membrane with calcium spikes and slow potassium"

  @Fast(initial: -60, "membrane potential, mV") public var v
  @Slow(initial: 0.1, "open potassium channels") public var w
  @Parameter(90, "applied current, µA/cm²") public var I
  @Parameter(20, "capacitance, µF/cm²") public var C
  @Parameter(2, "leak conductance, mS/cm²") public var gL
  @Parameter(4.4, "calcium conductance, mS/cm²") public var gCa
  @Parameter(8, "potassium conductance, mS/cm²") public var gK
  @Parameter(-60, "leak reversal, mV") public var VL
  @Parameter(120, "calcium reversal, mV") public var VCa
  @Parameter(-84, "potassium reversal, mV") public var VK
  @Parameter(-1.2, "calcium half-activation, mV") public var V1
  @Parameter(18, "calcium slope, mV") public var V2
  @Parameter(2, "potassium half-activation, mV") public var V3
  @Parameter(30, "potassium slope, mV") public var V4
  @SmallParameter(0.04, "rate of potassium channels, 1/ms") public var phi

  public init() {}

  public var equations: [Equation] {
    let calcium = (1 + tanh((v - V1) / V2)) / 2
    let potassium = (1 + tanh((v - V3) / V4)) / 2
    d(v) == (I - gL * (v - VL) - gCa * calcium * (v - VCa) - gK * w * (v - VK)) / C
    d(w) == (potassium - w) * cosh((v - V3) / (2 * V4))
  }
}
