public import FastSlow

/// from reset.ode
public struct Reset: FastSlowModel {
  public static let name = "reset"
  public static let summary = "from reset.ode"

  @State(initial: 0.0) public var v
  @State(initial: 1.0) public var u
  @State(initial: 0.0) public var n
  @Parameter(1.0) public var rate
  @Parameter(1.0333) public var top
  @Parameter(0.1) public var loss

  public init() {}

  public var equations: [Equation] {
    d(v) == rate
    d(u) == -(loss * u)
    d(n) == Expression(0)
  }

  public var events: [ModelEvent] {
    event("event on line 7", v - top, .rising) {
      v.becomes(Expression(0))
      u.becomes(u + 0.5 * (n + 1))
      n.becomes(n + 1)
    }
  }
}
