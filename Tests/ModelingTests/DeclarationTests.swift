import Modeling
import NumericKernel
import Symbolic
import Testing

/// Heat on a rod, ends held at 0: u̇ᵢ = (uᵢ₋₁ − 2 uᵢ + uᵢ₊₁)/h².
private struct HeatedRod: FastSlowModel {
  @State(count: 4, each: .evenly(1...4)) var u
  @Parameter(0.5) var h

  var equations: [Equation] {
    for i in u.indices {
      let left = i > 0 ? u[i - 1] : 0
      let right = i + 1 < u.count ? u[i + 1] : 0
      d(u[i]) == (left - 2 * u[i] + right) / h ** 2
    }
  }

  var observables: [Observable] { Observable("heat", u.sum()) }
}

/// Two oscillators in one model.
private struct Pair: FastSlowModel {
  var first = ForcedOscillator()
  var second = ForcedOscillator()
  @Parameter(0.3) var κ
  @SmallParameter(0.05) var ε

  var equations: [Equation] {
    first.equations.binding(first.I, to: κ * (second.x - first.x)).binding(first.ε, to: ε)
    second.equations.binding(second.I, to: κ * (first.x - second.x)).binding(second.ε, to: ε)
  }
}

private struct ForcedOscillator: FastSlowModel {
  @Fast(initial: 2) var x
  @Slow(initial: 0) var y
  @Parameter(0) var I
  @SmallParameter(0.01) var ε

  var equations: [Equation] {
    d(x) == y + x - x ** 3 / 3 + I
    d(y) == -x
  }
}

private struct ThreeScales: FastSlowModel {
  @Fast(initial: 1) var x
  @Slow(initial: 1) var y
  @Slow(initial: 1, scale: "delta") var z
  @Parameter(0.1) var δ
  @SmallParameter(0.01) var ε

  var equations: [Equation] {
    d(x) == -x + y
    d(y) == z - y
    d(z) == x - z
  }
}

private struct Crowd: FastSlowModel {
  struct Member: PopulationMember {
    @State(initial: 1) var v
    init() {}
  }
  @Population(Member.self, count: 3) var member
  @State(initial: 2) var food
  var equations: [Equation] {
    d(member.v) == food - member.v
    d(food) == -mean(member.v)
  }
  var nonnegative: [Expression] {
    food
    member.v
  }
  var conserved: [Observable] { Observable("total", sum(member.v) + food) }
}

private struct Faulty: FastSlowModel {
  @State(initial: 1) var x
  @State(count: 3, each: .values([1, 2])) var u
  @Slow(initial: 0, scale: "gamma") var z
  @Parameter(1) var γ0
  let table = InterpolationTable("dose", knots: [0, 0], values: [1, 2])

  var equations: [Equation] {
    d(x) == ifelse(time.isEqual(to: 0.5), 100, 0) - x
    for k in u.indices { d(u[k]) == interpolated(table, at: time) }
    d(z) == 0
  }

  var events: [ModelEvent] {
    event("never", γ0 - 1)
    event("twice", x - 1) { γ0.becomes(2) }
    event("twice", x)
  }
}

@Suite("Declarations")
struct DeclarationTests {
  @Test("a vector of states has indexed names, values for each, and a length set by name")
  func vectors() throws {
    let system = try HeatedRod().compiled()
    #expect(system.variables.map(\.name) == ["u[0]", "u[1]", "u[2]", "u[3]"])
    #expect(system.initialState == [1, 2, 3, 4])
    #expect(system.formattedEquations(.text)[0] == "du[0]/dt = (u[1] - 2 * u[0]) / h ** 2")
    let longer = try HeatedRod().compiled(counts: ["u": 7])
    #expect(longer.initialState == [1, 1.5, 2, 2.5, 3, 3.5, 4])
    let heat = longer.makeObservableEvaluator(in: .slow)
    var total = [0.0]
    var span = total.mutableSpan
    heat.evaluate(longer.initialState.span, time: 0, into: &span)
    #expect(total == [17.5])
  }

  @Test("a model made of parts has their variables by qualified names, bound parameters gone")
  func parts() throws {
    let system = try Pair().compiled()
    #expect(system.variables.map(\.name) == ["first.x", "first.y", "second.x", "second.y"])
    #expect(system.parameters.map(\.name) == ["κ", "ε"])
    #expect(
      system.formattedEquations(.text)[0]
        == "ε dfirst.x/dτ = first.y + first.x - first.x ** 3 / 3 + κ * (second.x - first.x)")
    #expect(try system.setting("second.y", initial: 0.5).initialState == [2, 0, 2, 0.5])
  }

  @Test("a third scale multiplies its equation")
  func scales() throws {
    let system = try ThreeScales().compiled()
    #expect(system.formattedEquations(.text)[2] == "dz/dτ = δ * (x - z)")
  }

  @Test("faults of the new declarations are all named together")
  func faults() {
    do {
      _ = try Faulty().compiled()
      Issue.record("accepted")
    } catch {
      let text = error.description
      for part in [
        "u: 2 values for 3 members", "the scale \"gamma\" of z is no parameter",
        "the equation of x has a condition that holds at single points", "`time == 0.5`",
        "uses the table dose: knots must increase", "the event never never happens: `γ0 - 1`",
        "the name twice is used twice", "d(γ0 of the event twice)",
      ] {
        #expect(text.contains(part), "\(part) is not in:\n\(text)")
      }
    }
  }

  @Test("a population written out keeps what is declared of it, member by member")
  func expansion() throws {
    let system = try Crowd().compiled().expandingPopulations()
    let text = { (expression: Symbolic.Expression) in
      expression.formatted(.text, names: system.symbolNames)
    }
    #expect(system.nonnegative.map(text) == ["food", "v[0]", "v[1]", "v[2]"])
    #expect(system.conserved.map { text($0.expression) } == ["v[0] + v[1] + v[2] + food"])
  }
}
