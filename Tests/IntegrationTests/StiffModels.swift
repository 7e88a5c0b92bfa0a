import Modeling
import Symbolic

/// Van der Pol's relaxation oscillator.
struct StiffVanDerPol: FastSlowModel {
  @Fast(initial: 2) var x
  @Slow(initial: 0) var y
  @SmallParameter(1e-3) var ε

  var equations: [Equation] {
    d(x) == y + x - x ** 3 / 3
    d(y) == -x
  }
}

/// ε x' = cos t − x − ε sin t, with x = cos t the exact slow solution: Prothero and Robinson's problem.
struct SlowCosine: FastSlowModel {
  @Fast(initial: 1) var x
  @SmallParameter(1e-6) var ε

  var equations: [Equation] { d(x) == cos(time) - x - ε * sin(time) }
}

/// A square wave into a leaking tank that empties itself at 0.4: jumps in time, jumps at a level.
struct FilledTank: FastSlowModel {
  @State(initial: 0) var level
  var equations: [Equation] {
    let inflow = ifelse(mod(time, 1) < 0.5, 2, 0)
    d(level) == inflow - ifelse(level > 0.4, 3, 1) * level
  }
}
