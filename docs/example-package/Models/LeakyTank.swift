public import FastSlow

/// A tank that drains through a hole (Torricelli), with a fast level gauge.
public struct LeakyTank: FastSlowModel {
  public static let summary = "a draining tank with a fast gauge; leaves its domain when empty"

  @Fast(initial: 0, "gauge reading", unit: "m") public var gauge
  @Slow(initial: 1, "level", unit: "m") public var level
  @Parameter(0.5, "outflow", unit: "m½/s") public var k
  @SmallParameter(0.01, "gauge lag over a second") public var ε

  public init() {}

  public var equations: [Equation] {
    d(gauge) == level - gauge
    d(level) == -k * sqrt(level) - 0.05
  }
}
