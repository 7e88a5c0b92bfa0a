import Modeling
import NumericKernel
import RealModule
import Symbolic
import Testing

/// Two populations and scalars that see each other in every way the structure allows.
struct Mixed: FastSlowModel {
  struct Cell: PopulationMember {
    @Fast(each: .uniform(-1...1, seed: 3)) var u
    @Slow(each: .evenly(0...1)) var v
    @Parameter(each: .normal(mean: 1, deviation: 0.2, seed: 4)) var gain
    init() {}
  }

  struct Probe: PopulationMember {
    @Slow(each: .values([0.1, -0.2, 0.3])) var p
    init() {}
  }

  @Population(Cell.self, count: 70) var cell
  @Population(Probe.self, count: 3) var probe
  @Fast(initial: 0.5) var x
  @Slow(initial: -0.3) var y
  @Parameter(0.7) var k
  @SmallParameter(0.05) var ε

  var equations: [Equation] {
    let (u, v) = (cell.u, cell.v)
    let spread = mean((u - mean(u)) ** 2)
    d(u) == cell.gain * (x - u) - v * u ** 3 + k * mean(probe.p) + spread
    d(v) == u * y - v + 0.1 * time
    d(probe.p) == mean(u * v) - probe.p * (1 + x ** 2)
    d(x) == sum(probe.p) - x + mean(u) * y
    d(y) == -y + mean(sin(v)) * spread
  }

  var observables: [Observable] {
    Observable("spread", sqrt(mean((cell.u - mean(cell.u)) ** 2)))
  }
}

@Suite("Populations")
struct PopulationTests {
  @Test("a state holds scalars, then each population's variables with all members")
  func layout() throws {
    let system = try Mixed().compiled(counts: ["cell": 4])
    #expect(system.dimension == 2 + 2 * 4 + 3)
    let names = [
      "x", "y", "u[0]", "u[1]", "u[2]", "u[3]", "v[0]", "v[1]", "v[2]", "v[3]", "p[0]", "p[1]",
      "p[2]",
    ]
    #expect(system.componentNames == names)
    let evenly: [Double] = [0, 1.0 / 3, 2.0 / 3, 1]
    #expect(Array(system.initialState[6...9]) == evenly)
    #expect(Array(system.initialState[10...]) == [0.1, -0.2, 0.3])
    let raised = try system.setting("v", initial: 7)
    #expect(Array(raised.initialState[6...9]) == [7, 7, 7, 7])
    let doubled = try system.setting("cell.gain", 2)
    #expect(doubled.memberParameterValues.values.first == [2, 2, 2, 2])
  }

  @Test("rates are those of the formulas, member by member")
  func rates() throws {
    let system = try Mixed().compiled()
    let n = 70
    let y0 = system.initialState
    let (x, y) = (y0[0], y0[1])
    let (u, v, p) = (Array(y0[2..<72]), Array(y0[72..<142]), Array(y0[142...]))
    let gain = try #require(system.memberParameterValues.values.first)
    let meanU = u.reduce(0, +) / Double(n)
    let spread = u.map { ($0 - meanU) * ($0 - meanU) }.reduce(0, +) / Double(n)
    let meanP = p.reduce(0, +) / 3
    let got = try rate(system, y0, at: 2)
    func near(_ a: Double, _ b: Double) -> Bool { abs(a - b) < 1e-13 * (1 + abs(b)) }
    let total = p.reduce(0, +)
    #expect(near(got[0], (total - x + meanU * y) / 0.05))
    for i in 0..<n {
      let expected = gain[i] * (x - u[i]) - v[i] * u[i] * u[i] * u[i] + 0.7 * meanP + spread
      #expect(near(got[2 + i], expected / 0.05))
      #expect(near(got[72 + i], u[i] * y - v[i] + 0.2))
    }
    let uv = zip(u, v).map { $0 * $1 }.reduce(0, +) / Double(n)
    for i in 0..<3 { #expect(near(got[142 + i], uv - p[i] * (1 + x * x))) }
  }

  /// (I − γ J) x is formed by fourth-order differences of the rate along x: error h⁴ ~ 1e-9.
  @Test("the arrowhead solves Newton's system exactly", arguments: [1e-3, 0.1, 3])
  func arrowhead(_ γ: Double) throws {
    let system = try Mixed().compiled()
    let state = system.initialState
    let evaluator = system.field(in: .slow).makeEvaluator()
    let structured = try #require(evaluator as? any StructuredFieldEvaluator)
    let b = state.indices.map { Double.sin(Double($0) * 1.7 + 1) }
    structured.evaluateStructure(at: 0.5, state: state.span)
    #expect(structured.factorStructure(gamma: γ))
    var x = [Double](repeating: 0, count: b.count)
    var span = x.mutableSpan
    structured.solveStructure(b.span, into: &span)
    let h = 1e-3
    let along = { (k: Double) in
      try self.rate(system, zip(state, x).map { $0 + k * h * $1 }, at: 0.5)
    }
    let (m2, m1, p1, p2) = try (along(-2), along(-1), along(1), along(2))
    for i in b.indices {
      let jx = (m2[i] - 8 * m1[i] + 8 * p1[i] - p2[i]) / (12 * h)
      #expect(abs(x[i] - γ * jx - b[i]) < 1e-7 * (1 + abs(γ * jx)), "component \(i)")
    }
  }

  @Test("observables are reduced, nested reductions included")
  func observables() throws {
    let system = try Mixed().compiled()
    var out = [0.0]
    var span = out.mutableSpan
    system.makeObservableEvaluator(in: .slow)
      .evaluate(system.initialState.span, time: 0, into: &span)
    let u = Array(system.initialState[2..<72])
    let mean = u.reduce(0, +) / 70
    let spread = (u.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 70).squareRoot()
    #expect(abs(out[0] - spread) < 1e-14)
  }

  @Test("drawn values depend on the seed and the member, not on the number of members")
  func draws() {
    let normal = MemberValues.normal(mean: 3, deviation: 0.5, seed: 9)
    let values = normal.values(count: 20_000)
    #expect(Array(values.prefix(5)) == normal.values(count: 5))
    let mean = values.reduce(0, +) / 20_000
    let variance = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 20_000
    // Five standard errors: 0.5/√20000 and √2 · 0.25/√20000.
    #expect(abs(mean - 3) < 0.018)
    #expect(abs(variance - 0.25) < 0.0125)
  }

  private func rate(_ system: System, _ state: [Double], at time: Double) throws -> [Double] {
    var rates = [Double](repeating: 0, count: state.count)
    var span = rates.mutableSpan
    try system.field(in: .slow).makeEvaluator().rate(at: time, state: state.span, into: &span)
    return rates
  }
}

@Suite("Faults of populations")
struct PopulationFaultTests {
  struct Cell: PopulationMember {
    @State(each: .values([1, 2])) var u
    init() {}
  }

  struct Wrong: FastSlowModel {
    @Population(Cell.self, count: 3) var a
    @Population(Mixed.Probe.self, count: 3) var b
    @State(initial: 0) var x
    @State(initial: 0) var y
    var equations: [Equation] {
      d(a.u) == a.u + b.p
      d(b.p) == mean(x) - b.p
      d(x) == a.u
      d(y) == 1
    }
    var observables: [Observable] { Observable("all", a.u) }
  }

  @Test("mixing, reducing a scalar, wrong places and wrong counts are named together")
  func all() {
    do {
      _ = try Wrong().compiled(counts: ["c": 3])
      Issue.record("compiled")
    } catch {
      let text = error.description
      for part in [
        "no population \"c\"; there are: a, b", "population a.u: 2 values for 3 members",
        "the equation of a.u mixes members of two populations", "reduces what does not vary",
        "the equation of x varies by the members", "the observable all varies by the members",
      ] {
        #expect(text.contains(part), "\(part) is not in \(text)")
      }
    }
  }
}
