public import FastSlow

/// from vdp.ode
public struct Vdp: FastSlowModel {
  public static let name = "vdp"
  public static let summary = "from vdp.ode"

  @Fast(initial: 2.0) public var x
  @Slow(initial: 0.0) public var y
  @Parameter(0.2) public var a
  @SmallParameter(0.05) public var eps

  public init() {}

  public var equations: [Equation] {
    d(x) == y + x - x ** 3 / 3
    d(y) == a - x
  }

  public var observables: [Observable] {
    Observable("energy", x ** 2 / 2 + y ** 2 / 2)
  }
}
