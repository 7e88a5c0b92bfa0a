public import FastSlow

/// from derived.ode
public struct Derived: FastSlowModel {
  public static let name = "derived"
  public static let summary = "from derived.ode"

  @State(initial: 0.5) public var x
  @State(initial: 1.0) public var y
  @Parameter(2.0) public var r
  @Parameter(10.0) public var cap

  public init() {}

  public var equations: [Equation] {
    d(x) == 0.5 * r * x * (1 - x / cap) - ifelse(4 < x && y < 3, 0.3 * r, 0)
    d(y) == ifelse(cap < x, cap, x) - y * max(0.2, min(1, x))
  }

  public var observables: [Observable] {
    Observable("g", 0.5 * r)
    Observable("l", log(x) + log(x) / 2.302585092994046 + log(y))
  }
}
