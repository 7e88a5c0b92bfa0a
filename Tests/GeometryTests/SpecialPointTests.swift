import ComplexModule
import Geometry
import Modeling
import RealModule
import Symbolic
import Testing

/// x' = λ x − y + (a x)(x² + y²), y' = x + λ y + a y (x² + y²), λ drifting: Hopf at λ = 0.
private struct HopfForm: FastSlowModel {
  @Fast(initial: 0) var x
  @Fast(initial: 0) var y
  @Fast(initial: 0) var third
  @Slow(initial: 0) var λ
  @Parameter(-1) var a
  @Parameter(2) var ω
  @SmallParameter(0.01) var ε
  var equations: [Equation] {
    let r = x ** 2 + y ** 2
    d(x) == λ * x - ω * y + a * x * r
    d(y) == ω * x + λ * y + a * y * r
    d(third) == -3 * third + x * y
    d(λ) == 1
  }
}

/// f = y − x³ + p x: a cusp at p = 0; and y³ for a branch with an inflection.
private struct Hysteresis: FastSlowModel {
  @Fast(initial: 1) var x
  @Slow(initial: 1) var y
  @Parameter(0) var p
  @SmallParameter(0.01) var ε
  var equations: [Equation] {
    d(x) == y - 2 * x ** 3 + p * x
    d(y) == 1
  }
}

@Suite("Special points")
struct SpecialPointTests {
  @Test("a fold has its normal form: van der Pol a = ∓1, b = 1")
  func fold() throws {
    let manifold = try CriticalManifold(of: VanDerPol().compiled(), over: -1...1)
    #expect(manifold.specialPoints.map(\.kind) == [.fold, .fold])
    for fold in manifold.specialPoints {
      #expect(fold.residual < 1e-14)
      let (a, b) = (try #require(fold["a"]), try #require(fold["b"]))
      #expect(abs(a + fold.fast[0]) < 1e-12 && abs(b - 1) < 1e-12)
    }
  }

  /// z' = (λ + iω) z + a z |z|²; with |q| = 1 in (x, y) the amplitude is √2 |z|: ℓ₁ = 2a/ω.
  @Test("a Hopf point: place, frequency, first Lyapunov coefficient and speed")
  func hopf() throws {
    for a in [-1.0, 0.5] {
      let system = try HopfForm().setting(\.$a, a).compiled()
      let manifold = try CriticalManifold(of: system, over: -1...1)
      let hopf = try #require(manifold.specialPoints.first { $0.kind == .hopf })
      #expect(abs(hopf.slow[0]) < 1e-12)
      #expect(hopf.residual < 1e-12)
      #expect(abs(try #require(hopf["ω"]) - 2) < 1e-12)
      #expect(abs(try #require(hopf["lyapunov"]) - a) < 1e-10)
      #expect(abs(try #require(hopf["speed"]) - 1) < 1e-10)
    }
  }

  @Test("a cusp: upright without turning back, c = −2")
  func cusp() throws {
    let manifold = try CriticalManifold(of: Hysteresis().compiled(), over: -1...1)
    #expect(manifold.specialPoints.map(\.kind) == [.cusp])
    let cusp = try #require(manifold.specialPoints.first)
    #expect(abs(cusp.fast[0]) < 1e-12 && abs(cusp.slow[0]) < 1e-12)
    #expect(abs(try #require(cusp["c"]) + 2) < 1e-10)
    #expect(manifold.branches.count == 2)
    #expect(manifold.branches.allSatisfy { $0.stability == .attracting })
    // Unfolded one way there is nothing, the other way two folds: y = 2x³ − p x, 6x² = p.
    let smooth = try CriticalManifold(of: Hysteresis().setting(\.$p, -0.1).compiled(), over: -1...1)
    #expect(smooth.specialPoints.isEmpty)
    let folded = try CriticalManifold(of: Hysteresis().setting(\.$p, 0.06).compiled(), over: -1...1)
    #expect(folded.folds.map { abs(abs($0.fast[0]) - 0.1) < 1e-12 } == [true, true])
  }

  @Test("crossings have their quadratic form, a pitchfork its cubic coefficient")
  func crossings() throws {
    let transcritical = try CriticalManifold(of: Crossing().compiled(), over: -1...1)
    let crossing = try #require(transcritical.specialPoints.first)
    // x (y − x): a = −1, 2b = 1, d = 0.
    #expect(crossing.kind == .transcritical)
    #expect(abs(try #require(crossing["a"]) + 1) < 1e-12)
    #expect(abs(try #require(crossing["b"]) - 0.5) < 1e-12)
    #expect(abs(try #require(crossing["d"])) < 1e-12)
    let system = try Crossing().compiled(arrays: ["power": [0, 0, 1]])
    let pitchfork = try #require(
      try CriticalManifold(of: system, over: -1...1).specialPoints.first)
    #expect(pitchfork.kind == .pitchfork)
    #expect(abs(try #require(pitchfork["c"]) + 1) < 1e-12)
    #expect(pitchfork.residual < 1e-12)
  }

  @Test("Hindmarsh-Rose: Hopf points where the trace 6x − 3x² − 1 vanishes, to 1e-12")
  func hindmarshRose() throws {
    let manifold = try CriticalManifold(of: HindmarshRose().compiled(), over: -12...5)
    let xs = manifold.hopfPoints.map { $0.fast[0] }.sorted()
    #expect(xs.count == 2)
    let root = Double.sqrt(2.0 / 3)
    #expect(zip(xs, [1 - root, 1 + root]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(manifold.folds.count == 2)
  }
}

@Suite("Equilibria over parameters")
struct EquilibriaTests {
  @Test("van der Pol: a Hopf point of the full system exactly at a = ∓1, for each ε")
  func vanDerPol() throws {
    for ε in [0.1, 0.01] {
      let system = try VanDerPol().setting(\.$ε, ε).compiled()
      let diagram = try CriticalManifold(equilibriaOf: system, over: "a", in: -2...2)
      let hopfs = diagram.hopfPoints.map(\.slow).sorted()
      #expect(hopfs.count == 2)
      #expect(zip(hopfs, [-1.0, 1]).allSatisfy { abs($0 - $1) < 1e-12 })
      // Both are supercritical: ℓ₁ < 0 (the canard explosion starts small and stable).
      #expect(diagram.specialPoints.allSatisfy { ($0["lyapunov"] ?? 1) < 0 })
    }
  }

  @Test("Rosenzweig-MacArthur: the Hopf point m = (1 − a)/(1 + a)")
  func rosenzweigMacArthur() throws {
    let diagram = try CriticalManifold(
      equilibriaOf: RosenzweigMacArthur().compiled(), over: "m", in: 0.3...0.8,
      box: ["x": 0.05...0.95, "y": 0.05...1])
    let hopf = try #require(diagram.hopfPoints.first)
    #expect(abs(hopf.slow - 0.8 / 1.2) < 1e-12)
  }

  @Test("Morris-Lecar: Hopf point of the full system as listed")
  func morrisLecar() throws {
    let diagram = try CriticalManifold(
      equilibriaOf: MorrisLecar().compiled(), over: "I", in: 60...250,
      box: ["v": -70...60, "w": 0...1])
    let hopf = try #require(diagram.hopfPoints.min { $0.slow < $1.slow })
    // Trace of the full Jacobian = 0, solved to 30 digits.
    #expect(abs(hopf.slow - 93.857618373725453) < 1e-11)
    #expect(abs(hopf.fast[0] + 25.270104879582682) < 1e-11)
  }

  @Test("the layer problem over a parameter, the slow variable frozen")
  func layer() throws {
    // Fold of y + x − x³/3 over y is the same curve as over a shift; freeze y and follow a: no effect.
    let system = try Crossing().setting(\.$λ, 0.01).compiled()
    let manifold = try CriticalManifold(
      of: system, over: "λ", in: -1...1, freezing: ["y": 1])
    // x (1 − x) + λ = 0 folds at x = ½, λ = −¼.
    let fold = try #require(manifold.folds.first)
    #expect(abs(fold.fast[0] - 0.5) < 1e-12 && abs(fold.slow + 0.25) < 1e-12)
    #expect { try ReducedFlow(on: manifold) } throws: { "\($0)".contains("does not flow") }
    #expect { try CriticalManifold(of: system, over: "λ", in: -1...1) } throws: {
      "\($0)".contains("freeze it at a value")
    }
  }
}
