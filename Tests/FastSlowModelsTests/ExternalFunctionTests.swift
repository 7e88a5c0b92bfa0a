import FastSlow
import Foundation
import Testing

private let bump = ExternalFunction(
  "bump", { x in Foundation.exp(-x * x) }, derivative: { x in -2 * x * Foundation.exp(-x * x) })

private let blind = ExternalFunction("blind") { x in Foundation.exp(-x * x) }

private let product = ExternalFunction(
  "mix", { x, y, z in x * y + z * z },
  derivatives: ({ _, y, _ in y }, { x, _, _ in x }, { _, _, z in 2 * z }))

/// x' = φ(y) − x beside the same with a formula.
private struct Pair: FastSlowModel {
  @Fast(initial: 1) var x
  @Slow(initial: 0.7) var y
  @Parameter(1) var way
  @SmallParameter(0.01) var ε
  var function: ExternalFunction? = bump

  var equations: [Equation] {
    d(x) == (function.map { $0(y) } ?? exp(-(y ** 2))) - x
    d(y) == way * x - y
  }
}

private struct Members: FastSlowModel {
  struct Cell: PopulationMember {
    @State(each: .evenly(0...1)) var u
    init() {}
  }

  @Population(Cell.self, count: 37) var cell
  var isExternal = true

  var equations: [Equation] {
    let u = cell.u, m = mean(cell.u)
    d(u) == (isExternal ? product(u, m, u) : u * m + u ** 2) - 2 * u
  }
}

@Suite("External functions")
struct ExternalFunctionTests {
  @Test("values and derivatives are those of the closures")
  func values() throws {
    let (x, y) = (Symbol("x"), Symbol("y"))
    let e = product(x.expression, y.expression ** 2, x.expression)
    let outputs = [
      e, e.derivative(withRespectTo: x), e.derivative(withRespectTo: y), bump(bump(x.expression)),
    ]
    let values = TapeEvaluator(try Tape(outputs, inputs: [x, y])).values([1.5, -0.5])
    #expect(values[0] == 1.5 * 0.25 + 2.25)
    #expect(values[1] == 0.25 + 3)
    #expect(values[2] == 1.5 * 2 * -0.5)
    let once = Foundation.exp(-2.25)
    #expect(values[3] == Foundation.exp(-once * once))
    #expect(e.formatted(.text, names: [x: "x", y: "y"]) == "mix(x, y ** 2, x)")
  }

  @Test("a chain of derivatives: the second is a difference of the first")
  func second() throws {
    let x = Symbol("x")
    let slope = bump(x.expression).derivative(withRespectTo: x)
    let curvature = slope.derivative(withRespectTo: x)
    let value = TapeEvaluator(try Tape([curvature], inputs: [x])).values([0.3])[0]
    let exact = (4 * 0.09 - 2) * Foundation.exp(-0.09)
    // h² times the third derivative of φ' (below 12), over 6, and rounding over h.
    #expect(abs(value - exact) < 36e-12 * 2 + 1e-10)
  }

  @Test(
    "a run is that of the formula, by every method and solver",
    arguments: [IntegrationOptions.Method.bdf, .rosenbrock, .auto])
  func runs(_ method: IntegrationOptions.Method) throws {
    let options = IntegrationOptions(method: method, relativeTolerance: 1e-9)
    let formula = try System(Pair(function: nil)).solve(until: 3, options: options)
    for function in [bump, blind] {
      let other = try System(Pair(function: function)).solve(until: 3, options: options)
      for (a, b) in zip(formula.reachedState, other.reachedState) {
        #expect((a - b).magnitude < 1e-8)
      }
    }
  }

  @Test("many starts at once, sixteen a vector")
  func batch() async throws {
    let values = (0..<33).map { Double($0) / 33 }
    let options = IntegrationOptions(relativeTolerance: 1e-9)
    var ends: [BatchSolution] = []
    for function in [bump, nil] {
      ends.append(
        try await System(Pair(function: function)).solve(
          varying: ["way": values], until: 2, options: options))
    }
    for k in values.indices {
      for (a, b) in zip(ends[0].end(of: k), ends[1].end(of: k)) {
        #expect((a - b).magnitude < 1e-8)
      }
    }
  }

  @Test("members of a population: the same bits as the formula's rates")
  func population() throws {
    let rates = try [true, false].map { isExternal -> [Double] in
      let system = try System(Members(isExternal: isExternal))
      var result = [Double](repeating: 0, count: 37)
      var span = result.mutableSpan
      try system.field(in: .slow).makeEvaluator().rate(
        at: 0, state: system.initialState.span, into: &span)
      return result
    }
    for (a, b) in zip(rates[0], rates[1]) { #expect(abs(a - b) < 1e-15) }
    let runs = try [true, false].map {
      try System(Members(isExternal: $0)).solve(until: 2).reachedState
    }
    for (a, b) in zip(runs[0], runs[1]) { #expect(abs(a - b) < 1e-7) }
  }

  @Test("without derivatives it is warned of; a series is refused by name")
  func honesty() throws {
    #expect(try System(Pair()).warnings.isEmpty)
    #expect(try System(Pair(function: blind)).warnings.first?.hasPrefix("blind has no") == true)
    #expect {
      try SlowManifoldSeries(of: System(Pair()), at: [0.5], order: 3)
    } throws: { "\($0)".contains("bump(y)") }
  }

  @Test("NaN outside its domain is named")
  func domain() throws {
    let root = ExternalFunction("root") { $0 < 0.65 ? .nan : $0 }
    #expect {
      try System(Pair(function: root)).setting("way", 0.5).solve(until: 3)
    } throws: { "\($0)".contains("root(y)") }
  }
}
