import Modeling
import NumericKernel
import RealModule
import Symbolic
import Testing

private struct Network: FastSlowModel {
  struct Neuron: PopulationMember {
    @Fast(initial: 0.1) var s
    @Slow(each: .evenly(0.5...1.5)) var a
    init() {}
  }

  @Population(Neuron.self, count: 4) var neuron
  @Slow(initial: 2) var u
  @Parameter(0.7) var c
  @SmallParameter(0.01) var ε

  var equations: [Equation] {
    let (s, a) = (neuron.s, neuron.a)
    d(s) == a * (c - mean(a * s)) - u * s + ε * a
    d(a) == s - a
    d(u) == mean(s) - u
  }
}

private struct Forced: FastSlowModel {
  @Fast(initial: 1) var x
  @Slow(initial: 0.5) var y
  @SmallParameter(0.1) var ε

  var equations: [Equation] {
    d(x) == y + sin(time) - x
    d(y) == -y
  }
}

/// ε hidden in right sides in every way that is not allowed, one each.
private struct Hidden: FastSlowModel {
  @Fast(initial: 1) var x
  @Slow(initial: 1) var y
  @Slow(initial: 1) var z
  @Slow(initial: 1) var w
  @Slow(initial: 1) var v
  @SmallParameter(0.1) var ε

  var equations: [Equation] {
    d(x) == y - x + ε * x ** 2 / (1 + ε)
    d(y) == x / ε - y
    d(z) == sqrt(ε) * z
    d(w) == exp(-1 / ε) * w
    // What cancels is in standard form.
    d(v) == (sin(ε * v) + ε * x) / ε
  }
}

@Suite("Models rewritten")
struct RewritingTests {
  private func rates(_ system: System, _ state: [Double]) throws -> [Double] {
    let evaluator = system.field(in: .slow).makeEvaluator()
    var result = [Double](repeating: 0, count: state.count)
    var span = result.mutableSpan
    try evaluator.rate(at: 0, state: state.span, into: &span)
    return result
  }

  @Test("the layer problem: ε = 0, slow variables are parameters")
  func layer() throws {
    let layer = try System(VanDerPol()).setting("y", initial: 0.3).layerProblem()
    #expect(layer.variables.map(\.name) == ["x"])
    #expect(layer.parameters.map(\.name) == ["a", "y"])
    #expect(try layer.value(of: "y") == 0.3)
    #expect(layer.smallParameter == nil)
    let x = 0.4
    #expect(abs(try rates(layer.setting("y", 0.9), [x])[0] - (0.9 + x - x * x * x / 3)) < 1e-15)
    #expect(layer.formattedEquations(.text) == ["dx/dt = y + x - x ** 3 / 3"])
  }

  @Test("the layer problem of a population has member parameters")
  func layerOfPopulation() throws {
    let layer = try System(Network()).layerProblem()
    #expect(layer.dimension == 4)
    #expect(layer.populations[0].parameters.count == 1)
    let (s, a) = ([0.1, 0.2, 0.3, 0.4], [0.5, 0.5 + 1.0 / 3, 0.5 + 2.0 / 3, 1.5])
    let mean = zip(s, a).map { $0 * $1 }.reduce(0, +) / 4
    for (k, rate) in try rates(layer, s).enumerated() {
      #expect(abs(rate - (a[k] * (0.7 - mean) - 2 * s[k])) < 1e-15)
    }
  }

  @Test("slow time stands still in the layer problem")
  func forced() throws {
    let layer = try System(Forced()).layerProblem().setting("τ", 1.2)
    #expect(layer.isAutonomous)
    #expect(abs(try rates(layer, [0.3])[0] - (0.5 + Double.sin(1.2) - 0.3)) < 1e-15)
  }

  @Test("the reduced problem: constraint and flow, and the same as ordinary equations")
  func reduced() throws {
    let reduced = try ReducedProblem(of: System(VanDerPol()))
    #expect(reduced.formatted(.text) == ["0 = y + x - x ** 3 / 3", "dy/dτ = a - x"])
    let ordinary = try reduced.ordinary().setting("a", 0.2)
    #expect(ordinary.hasScales == false)
    let (x, a) = (1.7, 0.2)
    let rate = try rates(ordinary, [x, x * x * x / 3 - x])
    // (x² − 1) ẋ = ẏ on y = x³/3 − x.
    #expect(abs(rate[0] - (a - x) / (x * x - 1)) < 1e-15)
    #expect(abs(rate[1] - (a - x)) < 1e-15)
  }

  @Test("two fast variables: the ordinary equations keep the constraint")
  func reducedOfTwo() throws {
    let system = try System(HodgkinHuxley())
    let reduced = try ReducedProblem(of: system)
    let ordinary = try reduced.ordinary()
    let state = [-60.0, 0.07, 0.55, 0.35]
    let rate = try rates(ordinary, state)
    // df/dτ = f_x ẋ + f_y ẏ by differences of order 4.
    let constraints = try system.layerProblem()
    let value = { (h: Double) throws -> [Double] in
      let z = zip(state, rate).map { $0 + h * $1 }
      return try rates(constraints.setting("h", z[2]).setting("n", z[3]), Array(z.prefix(2)))
    }
    let h = 1e-3
    let parts = try [value(-2 * h), value(-h), value(h), value(2 * h)]
    for k in 0..<2 {
      let slope = (parts[0][k] - 8 * parts[1][k] + 8 * parts[2][k] - parts[3][k]) / (12 * h)
      // Terms of f are of size 40 and vanish to rounding over h; the difference is h⁴ off.
      #expect(abs(slope) < 1e-8)
    }
  }

  @Test("the variational equation along a direction is J δ")
  func variation() throws {
    let whole = try System(VanDerPol()).withVariation(from: ["x": 1])
    #expect(whole.variables.map(\.name) == ["x", "y", "δx", "δy"])
    #expect(whole.initialState == [2, 0, 1, 0])
    let rate = try rates(whole, [0.5, 0.1, 0.3, -0.2])
    #expect(abs(rate[2] - ((1 - 0.25) * 0.3 - 0.2) / 0.01) < 1e-13)
    #expect(abs(rate[3] + 0.3) < 1e-15)
    #expect(throws: UnknownName.self) {
      try System(VanDerPol()).withVariation(from: ["q": 1])
    }
  }

  @Test("a parameter becomes a variable and back; another becomes an expression")
  func exchange() throws {
    let system = try System(VanDerPol()).setting("a", 0.4)
    let moving = try system.promoting(parameter: "a", rate: system.expression(of: "x"))
    #expect(moving.variables.map(\.name) == ["x", "y", "a"])
    #expect(moving.initialState == [2, 0, 0.4])
    #expect(abs(try rates(moving, [1, 0, 0.4])[2] - 1) < 1e-15)
    let back = try moving.freezing(variable: "a")
    #expect(try back.value(of: "a") == 0.4)
    #expect(back.formattedEquations(.text) == system.formattedEquations(.text))
    let tied = try system.replacing(parameter: "a", by: 2 * system.expression(of: "y"))
    #expect(tied.formattedEquations(.text)[1] == "dy/dτ = 2 * y - x")
    #expect(throws: NoSuchRewriting.self) { try system.promoting(parameter: "ε") }
    #expect(throws: NoSuchRewriting.self) {
      try system.replacing(parameter: "a", by: Symbol("q").expression)
    }
  }

  @Test("what has no layer problem says why")
  func refusals() throws {
    #expect {
      try System(HodgkinHuxley()).layerProblem().layerProblem()
    } throws: { "\($0)".contains("no fast variables") }
    #expect {
      try ReducedProblem(of: System(Hidden()))
    } throws: { "\($0)".contains("y divides by 0 at ε = 0") }
  }

  @Test("the standard form: poles and non-smooth ε are named, what cancels is not")
  func standardForm() throws {
    let check = StandardFormCheck(of: try System(Hidden()))
    try #require(check.faults.map(\.variable) == ["y", "z", "w"])
    #expect(check.faults[0].problem.contains("grows as ε^-1: `x` stands over ε"))
    #expect(check.faults[1].problem.contains("sqrt(ε)"))
    #expect(check.faults[2].problem.contains("not smooth"))
    #expect(StandardFormCheck(of: try System(VanDerPol())).isRegular)
  }
}

private struct Divides: FastSlowModel {
  @State(initial: 1) var x
  @State(initial: -1) var y
  @Parameter(1) var idle
  @Parameter(2) var used

  var equations: [Equation] {
    d(x) == used * x / 0
    d(y) == -y
  }
}

private struct Logarithm: FastSlowModel {
  @State(initial: -1) var x

  var equations: [Equation] { d(x) == 1 + log(x) }
}

private struct Idle: FastSlowModel {
  @State(initial: 1) var x
  @Parameter(1) var idle

  var equations: [Equation] { d(x) == -x }
}

@Suite("Faults and warnings of a declaration")
struct StartFaultTests {
  @Test("a division by the constant 0")
  func division() {
    #expect {
      try System(Divides())
    } throws: {
      "\($0)".contains("the equation of x divides by the constant 0")
    }
  }

  @Test("a right side without a value at the initial state")
  func domain() {
    #expect {
      try System(Logarithm())
    } throws: { error in
      let text = "\(error)"
      return text.contains("the equation of x") && text.contains("x = -1.0")
        && text.contains("`log(x)`")
    }
  }

  @Test("a parameter that is used nowhere is warned of")
  func idle() throws {
    #expect(try System(Idle()).warnings == ["the parameter idle is used nowhere"])
    #expect(try System(VanDerPol()).warnings.isEmpty)
  }
}
