public import FastSlow

/// Van der Pol's oscillator: ε ẋ = y + x − x³/3, ẏ = a − x.
public struct VanDerPol: FastSlowModel {
  @Fast(initial: 2) public var x
  @Slow(initial: 0) public var y
  @Parameter(0) public var a
  @SmallParameter(0.01) public var ε

  public init() {}

  public var equations: [Equation] {
    d(x) == y + x - x ** 3 / 3
    d(y) == a - x
  }
}
