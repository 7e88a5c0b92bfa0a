public import FastSlow

/// from ring.ode
public struct Ring: FastSlowModel {
  public static let name = "ring"
  public static let summary = "from ring.ode"

  @State(initial: 1.0) public var x1
  @State(initial: 2.0) public var x2
  @State(initial: 3.0) public var x3
  @State(initial: 4.0) public var x4
  @State(initial: 5.0) public var x5
  @Parameter(0.5) public var k
  @Parameter(0.1) public var d_

  public init() {}

  public var equations: [Equation] {
    d(x1) == tanh(k * (x2 + x5)) - x1 + d_ * (x1 + x2 + x3 + x4 + x5) / 5
    d(x2) == tanh(k * (x1 + x3)) - x2 + d_ * (x1 + x2 + x3 + x4 + x5) / 5
    d(x3) == tanh(k * (x2 + x4)) - x3 + d_ * (x1 + x2 + x3 + x4 + x5) / 5
    d(x4) == tanh(k * (x3 + x5)) - x4 + d_ * (x1 + x2 + x3 + x4 + x5) / 5
    d(x5) == tanh(k * (x4 + x1)) - x5 + d_ * (x1 + x2 + x3 + x4 + x5) / 5
  }

  public var observables: [Observable] {
    Observable("mean", (x1 + x2 + x3 + x4 + x5) / 5)
    Observable("spread", (x1 - (x1 + x2 + x3 + x4 + x5) / 5) ** 2 + (x2 - (x1 + x2 + x3 + x4 + x5) / 5) ** 2 + (x3 - (x1 + x2 + x3 + x4 + x5) / 5) ** 2 + (x4 - (x1 + x2 + x3 + x4 + x5) / 5) ** 2 + (x5 - (x1 + x2 + x3 + x4 + x5) / 5) ** 2)
  }
}
