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

struct HodgkinHuxley: FastSlowModel {
  @Fast(initial: -65) var v
  @Fast(initial: 0.05) var m
  @Slow(initial: 0.6) var h
  @Slow(initial: 0.32) var n
  @Parameter(120) var gNa
  @Parameter(36) var gK
  @Parameter(0.3) var gL
  @Parameter(10) var iApp
  @SmallParameter(0.1) var ε

  var equations: [Equation] {
    let αm = 0.1 * (v + 40) / (1 - exp(-(v + 40) / 10))
    let βm = 4 * exp(-(v + 65) / 18)
    let αh = 0.07 * exp(-(v + 65) / 20)
    let βh = 1 / (1 + exp(-(v + 35) / 10))
    let αn = 0.01 * (v + 55) / (1 - exp(-(v + 55) / 10))
    let βn = 0.125 * exp(-(v + 65) / 80)
    d(v) == iApp - gNa * m ** 3 * h * (v - 50) - gK * n ** 4 * (v + 77) - gL * (v + 54.4)
    d(m) == αm * (1 - m) - βm * m
    d(h) == αh * (1 - h) - βh * h
    d(n) == αn * (1 - n) - βn * n
  }
}

/// Σ c_k x^k with as many coefficients as asked for, forced in time.
struct Polynomial: FastSlowModel {
  @State(initial: 1) var x
  @ParameterArray([1, 2]) var c

  var equations: [Equation] {
    d(x) == c.indices.map { c[$0] * x ** Expression($0) }.sum() + time
  }

  var observables: [Observable] {
    for k in c.indices {
      Observable("term\(k)", c[k] * x ** Expression(k))
    }
  }
}
