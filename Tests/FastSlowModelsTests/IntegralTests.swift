import FastSlow
import FastSlowModels
import RealModule
import Testing

/// ε ẋ = y − x, ẏ = −y from (2, 1): y = e^(−τ), x = A e^(−τ/ε) + y/(1−ε) with A = 2 − 1/(1−ε).
private struct Relaxation: FastSlowModel {
  @Fast(initial: 2) var x
  @Slow(initial: 1) var y
  @SmallParameter(0.01) var ε

  var equations: [Equation] {
    d(x) == y - x
    d(y) == -y
  }
}

private struct Decay: FastSlowModel {
  @State(initial: 1) var x
  var equations: [Equation] { d(x) == -x }
}

/// x = t − ⌊t⌋.
private struct Sawtooth: FastSlowModel {
  @State(initial: 0) var x
  var equations: [Equation] { d(x) == 1 }
  var events: [ModelEvent] { event("tooth", x - 1, .rising) { x.becomes(0) } }
}

private struct Cell: PopulationMember {
  @State(each: .evenly(1...2)) var s
  init() {}
}

private struct Tissue: FastSlowModel {
  @Population(Cell.self, count: 5) var cell
  @State(initial: 0) var x
  var equations: [Equation] {
    d(cell.s) == -cell.s
    d(x) == 1
  }
}

/// Everywhere rtol is 1e-8 and a few hundred local errors may add up: 1e-6 of the integral is asked.
@Suite("Integrals along a solution")
struct IntegralTests {
  static let methods: [IntegrationOptions.Method] = [.bdf, .rosenbrock, .radau, .erk, .auto]

  private func isNear(_ value: Double, _ exact: Double) -> Bool {
    abs(value - exact) < 1e-6 * abs(exact)
  }

  /// ∫ x dτ = A ε (1 − e^(−τ/ε)) + (1 − e^(−τ))/(1−ε) and ∫ cos τ dτ = sin τ; over t = τ/ε both are
  /// divided by ε.
  @Test(
    "of a fast variable and of time, over either time, run in either time",
    arguments: methods + [.imex], TimeUnit.allCases)
  func closedForms(_ method: IntegrationOptions.Method, _ unit: TimeUnit) throws {
    let model = Relaxation()
    let ε = 0.01
    let system = try System(model)
      .integrating([Observable("xτ", model.x), Observable("sin", cos(ModelDescription.time))])
      .integrating(
        [Observable("xt", model.x), Observable("sin/ε", cos(ModelDescription.time))], over: .fast)
    let slowTimes = [0.003, 0.1, 1, 2]
    let times = slowTimes.map { unit == .slow ? $0 : $0 / ε }
    let solution = try system.solve(
      until: times[3], in: unit, output: .times(times),
      options: IntegrationOptions(method: method))
    for (k, τ) in slowTimes.enumerated() {
      let x =
        (2 - 1 / (1 - ε)) * ε * -Double.expMinusOne(-τ / ε) - .expMinusOne(-τ) / (1 - ε)
      for (name, exact) in [("xτ", x), ("xt", x / ε), ("sin", .sin(τ)), ("sin/ε", .sin(τ) / ε)] {
        let value = try #require(solution[name])[k]
        #expect(isNear(value, exact), "\(name) at τ = \(τ): \(value), not \(exact)")
      }
    }
  }

  /// ∫ e^(−t) dt = 1 − e^(−t), which near the start is t: six digits of it there too.
  @Test("over ten decades of time", arguments: methods)
  func decades(_ method: IntegrationOptions.Method) throws {
    let model = Decay()
    let times = (-5...5).map { Double.exp10(Double($0)) }
    let solution = try System(model).integrating([Observable("q", model.x)])
      .solve(until: 1e5, output: .times(times), options: IntegrationOptions(method: method))
    for (time, value) in zip(times, try #require(solution["q"])) {
      #expect(isNear(value, -.expMinusOne(-time)), "at \(time)")
    }
  }

  /// Robertson's masses add up to 1, so their integral is the time. The reference at 4e4 is that of
  /// the run without integrals.
  @Test(
    "in any unit: it is as accurate, and takes no accuracy from the variables",
    arguments: [IntegrationOptions.Method.bdf, .rosenbrock, .radau, .auto], [1e-30, 1, 1e30])
  func units(_ method: IntegrationOptions.Method, _ unit: Double) throws {
    let model = Robertson()
    let total = model.y1 + model.y2 + model.y3
    let options = IntegrationOptions(method: method)
    let plain = try System(model).solve(until: 4e4, output: .times([4e4]), options: options)
    let solution = try System(model)
      .integrating([Observable("t", Expression(unit) * total)])
      .solve(until: 4e4, output: .times([1e-3, 4e4]), options: options)
    let values = try #require(solution["t"])
    #expect(isNear(values[0], 1e-3 * unit) && isNear(values[1], 4e4 * unit), "\(values)")
    for (value, expected) in zip(solution.reachedState, plain.reachedState) {
      #expect(isNear(value, expected))
    }
  }

  @Test("many starts at once have the same integrals")
  func batch() async throws {
    let model = Decay()
    let system = try System(model).integrating([Observable("q", 1e30 * model.x)])
    let starts = [0.5, 1, 3]
    let batch = try await system.solve(varying: ["x": starts], until: 2)
    for (k, start) in starts.enumerated() {
      let end = batch.end(of: k)
      #expect(isNear(end[0], start * .exp(-2)))
      #expect(isNear(end[1], 1e30 * start * -.expMinusOne(-2)))
    }
  }

  /// 1 for two units of time out of ten: each piece is integrated exactly.
  @Test("jumps of the expression are located", arguments: methods)
  func jumps(_ method: IntegrationOptions.Method) throws {
    let system = try System(Decay())
      .integrating([Observable("open", ifelse(mod(ModelDescription.time, 10) < 2, 1, 0))])
    let end = try system.solve(until: 25, options: IntegrationOptions(method: method))
    #expect(abs(end.reachedState[1] - 6) < 1e-10)
  }

  @Test("resets leave them alone, and events may wait for them", arguments: methods)
  func events(_ method: IntegrationOptions.Method) throws {
    let model = Sawtooth()
    let system = try System(model).integrating([Observable("area", model.x)])
    let options = IntegrationOptions(method: method)
    let end = try system.solve(until: 2.5, options: options).reachedState
    #expect(isNear(end[1], 1.125))
    // The area is 1 + x²/2 after two teeth.
    let half = Event("area of 1.02", direction: .rising, isTerminal: true) { _, state in
      state[1] - 1.02
    }
    let met = try system.solve(until: 5, events: [half], options: options)
    #expect(met.status == .event && isNear(met.reachedTime, 2.2))
  }

  @Test("between records and backward in time", arguments: methods)
  func dense(_ method: IntegrationOptions.Method) throws {
    let model = Decay()
    let system = try System(model).integrating([Observable("q", model.x)])
    var options = IntegrationOptions(method: method)
    options.keepsInterpolant = true
    for end in [3.0, -3] {
      let solution = try system.solve(until: end, options: options)
      for part in [0.123, 0.5, 0.877] {
        let state = try solution(at: part * end)
        #expect(isNear(state[1], -.expMinusOne(-part * end)))
      }
    }
  }

  @Test("a run that goes on goes on with them")
  func continued() throws {
    let model = Relaxation()
    let system = try System(model).integrating([Observable("q", model.x)])
    let field = system.field(in: .slow)
    let first = try integrate(field, from: system.initialState, over: (0, 1))
    let both = try integrate(field, continuing: first, until: 2)
    let whole = try system.solve(until: 2)
    #expect(isNear(both.reachedState[2], whole.reachedState[2]))
  }

  @Test("they are the same in every chart", arguments: [ChartUse.automatic, .none])
  func charts(_ use: ChartUse) throws {
    let model = FeatureUnlearning()
    let system = try System(model)
    // ∫ of the rate of a in slow time is the change of a.
    let index = try system.variableIndex(named: "a")
    let solution = try system.integrating([Observable("Δa", system.rightSides[index])])
      .solve(until: 50, charts: use)
    let a = try #require(solution["a"])
    let change = try #require(solution["Δa"])
    for (a, change) in zip(a, change) {
      #expect(abs(change - (a - system.initialState[index])) < 1e-6 * max(1, abs(a)))
    }
  }

  @Test("of a population's mean and sum", arguments: [IntegrationOptions.Method.bdf, .erk])
  func population(_ method: IntegrationOptions.Method) throws {
    let model = Tissue()
    let system = try System(model).integrating([
      Observable("mean", mean(model.cell.s)), Observable("square", sum(model.cell.s * model.x)),
    ])
    #expect(system.componentNames.prefix(3) == ["x", "mean", "square"])
    let end = try system.solve(until: 3, options: IntegrationOptions(method: method)).reachedState
    #expect(isNear(end[1], 1.5 * -.expMinusOne(-3)))
    #expect(isNear(end[2], 7.5 * (1 - 4 * .exp(-3))))
  }

  @Test("what cannot be integrated is said")
  func refused() throws {
    let (model, tissue) = (Relaxation(), Tissue())
    let system = try System(model)
    let inPopulation = try System(tissue)
    let cases: [(System, Observable, String)] = [
      (system, Observable("x", model.y), "x_integral"),
      (system, Observable("epsilon", model.y), "the name is taken"),
      (system, Observable("", model.y), "give it a name"),
      (system, Observable("q", Decay().x), "`expression(of:)`"),
      (system, Observable("q", mean(model.x)), "members of a population"),
      (system, Observable("q", model.x / 0), "divides by zero"),
      (inPopulation, Observable("q", tissue.cell.s), "mean(…) or sum(…)"),
      (inPopulation, Observable("cell", tissue.x), "the name is taken"),
    ]
    for (system, integrand, advice) in cases {
      let error = #expect(throws: NoSuchRewriting.self) { try system.integrating([integrand]) }
      #expect(error?.description.contains(advice) == true, "\(integrand.name)")
    }
  }
}
