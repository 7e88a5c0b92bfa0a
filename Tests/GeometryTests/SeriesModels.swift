import Modeling
import Symbolic

/// Exact slow manifold x = y/(1 − ε).
struct Linear: FastSlowModel {
  @Fast(initial: 1) var x
  @Slow(initial: 1) var y
  @SmallParameter(0.01) var ε
  var equations: [Equation] {
    d(x) == y - x
    d(y) == -y
  }
}

/// f = −A (x − φ(y)) + ε Dφ g: x = φ(y) for every ε; −A has eigenvalues −1 ± 3i and 2.
struct Manufactured: FastSlowModel {
  @Fast(initial: 0) var u
  @Fast(initial: 0) var v
  @Fast(initial: 0) var w
  @Slow(initial: 0) var p
  @Slow(initial: 0) var q
  @SmallParameter(0.01) var ε
  var equations: [Equation] {
    let rate = [1 + u * q, p - w]
    let offset = [u - p * q, v - sin(p), w - exp(q)]
    d(u) == -offset[0] - 3 * offset[1] + ε * (q * rate[0] + p * rate[1])
    d(v) == 3 * offset[0] - offset[1] + ε * cos(p) * rate[0]
    d(w) == 2 * offset[2] + ε * exp(q) * rate[1]
    d(p) == rate[0]
    d(q) == rate[1]
  }
}

struct DavisSkodje: FastSlowModel {
  @Fast(initial: 2) var x
  @Slow(initial: 1) var y
  @SmallParameter(0.01) var ε
  var equations: [Equation] {
    d(x) == -x + y / (1 + y) - ε * y / (1 + y) ** 2
    d(y) == -y
  }
}

/// hₖ = k!/y^{k+1}.
struct Divergent: FastSlowModel {
  @Fast(initial: 1) var x
  @Slow(initial: 1) var y
  @SmallParameter(0.05) var ε
  var equations: [Equation] {
    d(x) == -x + 1 / y
    d(y) == 1
  }
}

struct MichaelisMenten: FastSlowModel {
  @Fast(initial: 0) var c
  @Slow(initial: 1) var s
  @Parameter(1) var K
  @Parameter(0.5) var L
  @SmallParameter(0.01) var ε
  var equations: [Equation] {
    d(c) == s - (s + K) * c
    d(s) == -s + (s + K - L) * c
  }
}

struct Kinked: FastSlowModel {
  @Fast(initial: 0.5) var x
  @Slow(initial: 0.5) var y
  @SmallParameter(0.01) var ε
  var equations: [Equation] {
    d(x) == abs(y) - x
    d(y) == -y
  }
}

struct Unscaled: FastSlowModel {
  @State(initial: 1) var x
  var equations: [Equation] { d(x) == -x }
}

/// b fast: f = −b + a (1 + b²), ȧ = μ − a (1 + b²).
struct Autocatalator: FastSlowModel {
  @Fast(initial: 1) var b
  @Slow(initial: 0.5) var a
  @Parameter(1.1) var μ
  @SmallParameter(0.001) var ε
  var equations: [Equation] {
    d(b) == -b + a * (1 + b ** 2)
    d(a) == μ - a * (1 + b ** 2)
  }
}

struct FitzHughNagumo: FastSlowModel {
  @Fast(initial: -1) var v
  @Slow(initial: -0.3) var w
  @Parameter(0.5) var I
  @SmallParameter(0.08) var ε
  var equations: [Equation] {
    d(v) == v - v ** 3 / 3 - w + I
    d(w) == v + 0.7 - 0.8 * w
  }
}
