import Modeling
import NumericKernel
import Symbolic
import Testing

@Suite("Systems")
struct SystemTests {
  @Test("names, scales and standard form are read off the declaration")
  func declaration() throws {
    let system = try VanDerPol().compiled()
    #expect(system.name == "van-der-pol")
    #expect(system.variables.map(\.name) == ["x", "y"])
    #expect(system.variables.map(\.scale) == [.fast, .slow])
    #expect(system.parameters.map(\.name) == ["a", "ε"])
    #expect(system.epsilon == 0.01)
    #expect(
      system.formattedEquations(.text) == ["ε dx/dτ = y + x - x ** 3 / 3", "dy/dτ = a - x"])
  }

  @Test("rates and Jacobian in slow and fast time")
  func rates() throws {
    let system = try VanDerPol().setting(\.$a, 0.5).compiled()
    let (x, y, ε) = (1.5, 0.2, 0.01)
    let f = y + x - x * x * x / 3
    for (unit, scale) in [(TimeUnit.slow, 1 / ε), (.fast, 1)] {
      let field = system.field(in: unit).makeEvaluator()
      var rate = [0.0, 0.0]
      var matrix = [0.0, 0, 0, 0]
      var rateSpan = rate.mutableSpan
      try field.rate(at: 0, state: [x, y].span, into: &rateSpan)
      var matrixSpan = matrix.mutableSpan
      try field.jacobian(at: 0, state: [x, y].span, into: &matrixSpan)
      let slow = unit == .slow ? 1 : ε
      #expect(abs(rate[0] - f * scale) < 1e-13 * scale)
      #expect(abs(rate[1] - slow * (0.5 - x)) < 1e-15)
      #expect(abs(matrix[0] - (1 - x * x) * scale) < 1e-13 * scale)
      #expect(abs(matrix[1] + slow) < 1e-15)
      #expect(abs(matrix[2] - scale) < 1e-13 * scale)
      #expect(matrix[3] == 0)
    }
  }

  @Test("parameters and initial values are set by key path and by name")
  func settings() throws {
    let model = VanDerPol().setting(\.$ε, 1e-3).setting(\.$x, initial: -1)
    let system = try model.compiled().setting("a", 0.25).setting("y", initial: 3)
    #expect(system.parameterValues == [0.25, 1e-3])
    #expect(system.initialState == [-1, 3])
    #expect(try system.setting("epsilon", 0.5).epsilon == 0.5)
  }

  @Test("a wrong name is answered with the nearest")
  func wrongNames() throws {
    let system = try HodgkinHuxley().compiled()
    do {
      _ = try system.setting("gNA2", 1)
      Issue.record("accepted")
    } catch {
      #expect("\(error)" == "hodgkin-huxley has no parameter \"gNA2\"; did you mean \"gNa\"?")
    }
    #expect(throws: UnusableValue.self) { try system.setting("gL", .nan) }
  }

  @Test("a parameter array changes its length by name")
  func arrays() throws {
    let system = try Polynomial().compiled(arrays: ["c": [0, 1, -0.5]])
    #expect(system.parameters.map(\.name) == ["c[0]", "c[1]", "c[2]"])
    #expect(system.formattedEquations(.text) == ["dx/dt = c[0] + c[1] * x + c[2] * x ** 2 + time"])
    #expect(system.observables.map(\.name) == ["term0", "term1", "term2"])
    #expect(system.values(ofArray: "c") == [0, 1, -0.5])
    #expect(throws: ModelError.self) { try Polynomial().compiled(arrays: ["b": [1]]) }
  }

  @Test("time in the equations is slow time in either unit")
  func forcing() throws {
    struct Forced: FastSlowModel {
      @Fast(initial: 0) var x
      @SmallParameter(0.1) var ε
      var equations: [Equation] { d(x) == time - x }
    }
    let system = try Forced().compiled()
    #expect(!system.isAutonomous)
    #expect(
      system.rates(in: .fast)[0].formatted(.text, names: system.symbolNames) == "ε * time - x")
  }
}

@Suite("Faults of a model")
struct FaultTests {
  struct Broken: FastSlowModel {
    @Fast(initial: 0) var x
    @Slow(initial: .nan) var y
    @Slow(initial: 0) var z
    @Parameter(1) var epsilon
    @Parameter(1) var a
    @SmallParameter(0.1) var ε

    var equations: [Equation] {
      d(x) == y + VanDerPol().x
      d(y) == 1
      d(y) == 2
      d(a) == 0
      d(x * y) == 1
    }
  }

  @Test("all faults are listed together, with names")
  func all() {
    do {
      _ = try Broken().compiled()
      Issue.record("compiled")
    } catch {
      let expected: [ModelFault] = [
        .duplicateName("ε", other: "epsilon"),
        .nonFiniteDefault("y", .nan),
        .equationForParameter("a"),
        .notAVariable("x * y"),
        .severalEquations(variable: "y", count: 2),
        .noEquation(variable: "z"),
        .foreignSymbol(place: "the equation of x", expression: "y + ⟨foreign⟩"),
      ]
      // A fault that holds a NaN equals nothing, itself included: compare the sentences.
      #expect(error.faults.map(\.description) == expected.map(\.description))
      #expect(error.description.contains("y has the default nan"))
      #expect(error.description.contains("7 faults"))
    }
  }

  struct NoScale: FastSlowModel {
    @Fast(initial: 0) var x
    @Slow(initial: 0) var y
    var equations: [Equation] {
      d(x) == y
      d(y) == x
    }
  }

  struct Mixed: FastSlowModel {
    @Fast(initial: 0) var x
    @State(initial: 0) var y
    @SmallParameter(0.1) var ε
    @SmallParameter(0.1) var δ
    var equations: [Equation] {
      d(x) == y
      d(y) == x
    }
  }

  @Test("scales without ε, mixed scales and two small parameters are faults")
  func scales() {
    #expect { try NoScale().compiled() } throws: {
      ($0 as? ModelError)?.faults == [.noSmallParameter]
    }
    #expect { try Mixed().compiled() } throws: {
      ($0 as? ModelError)?.faults
        == [.severalSmallParameters(["ε", "δ"]), .mixedScales(unscaled: ["y"])]
    }
  }
}
