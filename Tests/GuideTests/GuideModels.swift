import FastSlow

struct Burster: FastSlowModel {
  @Fast(initial: -1, "membrane potential", unit: "mV") var v
  @Slow(initial: 0) var w
  @Slow(initial: 0, scale: "δ") var calcium
  @Parameter(0.1) var δ
  @Parameter(0.5) var I
  @SmallParameter(0.05) var ε

  var equations: [Equation] {
    let gate = 1 / (1 + exp(-4 * v))
    d(v) == v - v ** 3 / 3 - w - calcium * gate + I
    d(w) == v + 0.7 - 0.8 * w
    d(calcium) == gate - calcium
  }

  var observables: [Observable] {
    Observable("gate", 1 / (1 + exp(-4 * v)))
  }
}

struct Driven: FastSlowModel {
  @State(initial: 0) var v
  @Parameter(2) var I

  var equations: [Equation] {
    d(v) == I * ifelse(mod(time, 10) < 2, 1, 0) - v
  }
}

struct Crowd: FastSlowModel {
  struct Member: PopulationMember {
    @Fast(each: .uniform(0...0.1, seed: 1)) var s
    @Slow(initial: 0.2) var a
    @Parameter(each: .normal(mean: 1, deviation: 0.1, seed: 2)) var c
    init() {}
  }

  @Population(Member.self, count: 10_000) var member
  @SmallParameter(0.01) var ε

  var equations: [Equation] {
    let (s, a) = (member.s, member.a)
    d(s) == a * (1 - s ** 2) * (member.c - mean(a * s))
    d(a) == s * (member.c - mean(a * s))
  }
}

/// The population of the README.
struct Network: FastSlowModel {
  struct Neuron: PopulationMember {
    @Fast(each: .uniform(0...0.1, seed: 1)) var s
    @Slow(initial: 0.2) var a
    init() {}
  }
  @Population(Neuron.self, count: 10_000) var neuron  // neuron.s, mean(neuron.a * neuron.s)
  @SmallParameter(0.01) var ε

  var equations: [Equation] {
    let (s, a) = (neuron.s, neuron.a)
    d(s) == a * (1 - s ** 2) * (1 - mean(a * s))
    d(a) == s * (1 - mean(a * s))
  }
}
