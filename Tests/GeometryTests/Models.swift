import Modeling
import Symbolic

struct VanDerPol: FastSlowModel {
  @Fast(initial: 2) var x
  @Slow(initial: 0) var y
  @Parameter(0) var a
  @SmallParameter(0.01) var ε
  var equations: [Equation] {
    d(x) == y + x - x ** 3 / 3
    d(y) == a - x
  }
}

/// f = x (y − x^power) + λ: transcritical (power 1) or pitchfork (power 2), perfect at λ = 0.
struct Crossing: FastSlowModel {
  @Fast(initial: 0) var x
  @Slow(initial: 0) var y
  @Parameter(0) var λ
  @ParameterArray([0, 1]) var power
  @SmallParameter(0.01) var ε
  var equations: [Equation] {
    d(x) == x * (y - x ** Expression(power.count - 1)) + λ
    d(y) == 1
  }
}

struct Isola: FastSlowModel {
  @Fast(initial: 0) var x
  @Slow(initial: 0) var y
  @Parameter(0) var withLine
  @SmallParameter(0.01) var ε
  var equations: [Equation] {
    let circle = x ** 2 + y ** 2 - 1
    d(x) == circle * ifelse(withLine > 0, x - 3 + y / 10, 1)
    d(y) == 1
  }
}

struct HindmarshRose: FastSlowModel {
  @Fast(initial: -1) var x
  @Fast(initial: -4) var y
  @Slow(initial: 2) var z
  @Parameter(2) var I
  @SmallParameter(0.01) var ε
  var equations: [Equation] {
    d(x) == y - x ** 3 + 3 * x ** 2 - z + I
    d(y) == 1 - 5 * x ** 2 - y
    d(z) == 4 * (x + 1.6) - z
  }
}

struct MorrisLecar: FastSlowModel {
  @Fast(initial: -60) var v
  @Slow(initial: 0.1) var w
  @Parameter(90) var I
  @SmallParameter(0.04) var phi
  var equations: [Equation] {
    let m = (1 + tanh((v + 1.2) / 18)) / 2
    let n = (1 + tanh((v - 2) / 30)) / 2
    let rate = exp((v - 2) / 60) / 2 + exp(-(v - 2) / 60) / 2
    d(v) == (I - 2 * (v + 60) - 4.4 * m * (v - 120) - 8 * w * (v + 84)) / 20
    d(w) == (n - w) * rate
  }
}

struct RosenzweigMacArthur: FastSlowModel {
  @Fast(initial: 0.5) var x
  @Slow(initial: 0.3) var y
  @Parameter(0.2) var a
  @Parameter(0.4) var m
  @SmallParameter(0.01) var ε
  var equations: [Equation] {
    d(x) == x * (1 - x) - x * y / (x + a)
    d(y) == y * (x / (x + a) - m)
  }
}

struct TwoSlow: FastSlowModel {
  @Fast(initial: 0) var x
  @Slow(initial: 0) var y
  @Slow(initial: 0) var z
  @SmallParameter(0.01) var ε
  var equations: [Equation] {
    d(x) == y - x
    d(y) == z
    d(z) == x
  }
}
