public import FastSlow

/// Robertson's autocatalytic reaction, the classic stiff problem.
///
/// y₁ → y₂ at rate k₁; y₂ + y₂ → y₃ + y₂ at k₂; y₂ + y₃ → y₁ + y₃ at k₃. Concentrations as
/// mole fractions (their sum stays 1), time in seconds. Rates differ by nine
/// decades, and the horizon of interest is 10¹¹ s.
///
/// No scale is declared: which variable is fast changes along the way.
///
/// Source: H. H. Robertson, in: Numerical Analysis (J. Walsh, ed.), Academic Press 1966, p. 178;
/// constants as in the IVP test set, ROBER.
public struct Robertson: FastSlowModel {
  public static let summary = "autocatalytic kinetics over eleven decades of time"

  @State(initial: 1, "fraction of the first species") public var y1
  @State(initial: 0, "fraction of the intermediate") public var y2
  @State(initial: 0, "fraction of the product") public var y3
  @Parameter(0.04, "decay of y1", unit: "1/s") public var k1
  @Parameter(3e7, "autocatalysis", unit: "1/s") public var k2
  @Parameter(1e4, "back reaction", unit: "1/s") public var k3

  public init() {}

  public var equations: [Equation] {
    let forward = k1 * y1
    let back = k3 * y2 * y3
    let pair = k2 * y2 ** 2
    d(y1) == back - forward
    d(y2) == forward - back - pair
    d(y3) == pair
  }

  public var observables: [Observable] {
    Observable("total", y1 + y2 + y3)
  }
}
