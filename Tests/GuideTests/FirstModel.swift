import FastSlow

/// Van der Pol's oscillator: ε ẋ = y + x − x³/3, ẏ = a − x.
struct VanDerPol: FastSlowModel {
  @Fast(initial: 2) var x
  @Slow(initial: 0) var y
  @Parameter(0) var a
  @SmallParameter(0.01) var ε

  init() {}

  var equations: [Equation] {
    d(x) == y + x - x ** 3 / 3
    d(y) == a - x
  }
}
