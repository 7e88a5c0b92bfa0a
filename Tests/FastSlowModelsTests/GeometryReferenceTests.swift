import ComplexModule
import FastSlow
import FastSlowModels
import RealModule
import Testing

/// The shipped models against closed forms and published digits of their geometry.
@Suite("Geometry of the shipped models")
struct GeometryReferenceTests {
  @Test("FitzHugh-Nagumo: folds, and Hopf points of the full system in the current")
  func fitzHughNagumo() throws {
    let system = try FitzHughNagumo().compiled()
    let manifold = try CriticalManifold(of: system, over: -1...2)
    for fold in manifold.folds {
      #expect(abs(abs(fold.fast[0]) - 1) < 1e-12)
      #expect(abs(fold.slow - (fold.fast[0] * 2 / 3 + 0.5)) < 1e-12)
    }
    let diagram = try CriticalManifold(
      equilibriaOf: system, over: "I", in: 0...2, box: ["v": -3...3, "w": -3...3])
    let hopfs = diagram.hopfPoints.sorted { $0.slow < $1.slow }
    #expect(hopfs.count == 2)
    for (hopf, sign) in zip(hopfs, [-1.0, 1]) {
      let v = sign * (1 - 0.8 * 0.08).squareRoot()
      // w = (v + α)/β, I = w − v + v³/3.
      let current = (v + 0.7) / 0.8 - v + v * v * v / 3
      #expect(abs(hopf.fast[0] - v) < 1e-12 && abs(hopf.slow - current) < 1e-12)
    }
    #expect(abs(hopfs[0].slow - 0.3312813374547) < 1e-12)
    #expect(abs(hopfs[1].slow - 1.4187186625453) < 1e-12)
  }

  @Test("Morris-Lecar: folds at I = 90 and 100, Hopf point of the full system, all to 1e-10")
  func morrisLecar() throws {
    let system = try MorrisLecar().compiled()
    let first = try #require(
      try CriticalManifold(of: system, over: 0...0.6).folds.min { $0.slow < $1.slow })
    #expect(abs(first.fast[0] + 28.331315657557639) < 1e-10)
    #expect(abs(first.slow - 0.128411790176728) < 1e-13)
    let stronger = try CriticalManifold(of: system.setting("I", 100), over: 0...0.6)
      .folds.sorted { $0.slow < $1.slow }
    #expect(abs(stronger[0].fast[0] + 27.71341967601064556) < 1e-10)
    #expect(abs(stronger[0].slow - 0.1507411292355496209) < 1e-13)
    #expect(abs(stronger[1].fast[0] - 10.47184239804803742) < 1e-10)
    #expect(abs(stronger[1].slow - 0.4465814643366061245) < 1e-13)
    let diagram = try CriticalManifold(
      equilibriaOf: system, over: "I", in: 60...250, box: ["v": -70...60, "w": 0...1])
    let hopf = try #require(diagram.specialPoints.first { $0.kind == .hopf })
    // Trace of the full Jacobian = 0, solved to 30 digits.
    #expect(abs(hopf.slow[0] - 93.857618373725453) < 1e-10)
    #expect(abs(hopf.fast[0] + 25.270104879582682) < 1e-10)
    // Subcritical, as Rinzel and Ermentrout have it.
    #expect(try #require(hopf["lyapunov"]) > 0)
  }

  @Test("Hindmarsh-Rose: folds and Hopf points of the layer problem in closed form")
  func hindmarshRose() throws {
    let manifold = try CriticalManifold(of: HindmarshRose().compiled(), over: -12...5)
    let height = { (x: Double) in 3 - 2 * x * x - x * x * x }
    let folds = manifold.folds.sorted { $0.fast[0] < $1.fast[0] }
    #expect(folds.count == 2)
    for (fold, x) in zip(folds, [-4.0 / 3, 0]) {
      #expect(abs(fold.fast[0] - x) < 1e-12 && abs(fold.slow - height(x)) < 1e-12)
    }
    let hopfs = manifold.hopfPoints.sorted { $0.fast[0] < $1.fast[0] }
    #expect(hopfs.count == 2)
    for (hopf, sign) in zip(hopfs, [-1.0, 1]) {
      let x = 1 + sign * Double.sqrt(2.0 / 3)
      #expect(abs(hopf.fast[0] - x) < 1e-12 && abs(hopf.slow - height(x)) < 1e-11)
    }
  }

  @Test("Rosenzweig-MacArthur: fold, transcritical point, Hopf point")
  func rosenzweigMacArthur() throws {
    let system = try RosenzweigMacArthur().compiled()
    let manifold = try CriticalManifold(of: system, over: 0.01...0.6, box: ["x": -0.1...1.5])
    #expect(Set(manifold.specialPoints.map(\.kind)) == [.fold, .transcritical])
    let fold = try #require(manifold.folds.first)
    #expect(abs(fold.fast[0] - 0.4) < 1e-12 && abs(fold.slow - 0.36) < 1e-12)
    let crossing = try #require(manifold.branchPoints.first)
    #expect(abs(crossing.point.fast[0]) < 1e-12 && abs(crossing.point.slow - 0.2) < 1e-12)
    let diagram = try CriticalManifold(
      equilibriaOf: system, over: "m", in: 0.3...0.8, box: ["x": 0.05...0.95, "y": 0.05...1])
    #expect(abs(try #require(diagram.hopfPoints.first).slow - 2.0 / 3) < 1e-12)
  }

  @Test("autocatalator: fold (1, ½), rest at b = μ")
  func autocatalator() throws {
    let manifold = try CriticalManifold(of: Autocatalator().compiled(), over: 0.05...0.6)
    let fold = try #require(manifold.folds.first)
    #expect(abs(fold.fast[0] - 1) < 1e-12 && abs(fold.slow - 0.5) < 1e-12)
    let rest = try #require(try ReducedFlow(on: manifold).equilibria.first)
    #expect(abs(rest.point.fast[0] - 1.2) < 1e-12)
  }

  @Test("two-rate network: a w = 1 attracts, {a = 0} is nowhere hyperbolic; both are found")
  func twoRateNetwork() throws {
    let manifold = try CriticalManifold(
      of: TwoRateNetwork().compiled(), over: -1...2, box: ["w": -5...5])
    let (whole, answer) = try manifold.completed()
    #expect(answer.missing.isEmpty)
    let flat = whole.branches.filter { $0.points.allSatisfy { abs($0.slow) < 1e-9 } }
    #expect(!flat.isEmpty && flat.allSatisfy { $0.stability == .nonhyperbolic })
    let curved = whole.branches.filter { $0.points.contains { abs($0.slow) > 1e-3 } }
    #expect(curved.count == 2 && curved.allSatisfy { $0.stability == .attracting })
    for point in curved.flatMap(\.points) { #expect(abs(point.fast[0] * point.slow - 1) < 1e-11) }
    // The end of training from the default state, ε w² − a² conserved.
    let system = try TwoRateNetwork().compiled()
    let solution = try system.solve(until: 200)
    let end = solution.reachedState
    #expect(abs(end[0] - 1.8755522478759) < 1e-5 && abs(end[0] * end[1] - 1) < 1e-6)
  }

  @Test("cusp surface: 4b³ + 27a² = 0 and the cusp at the origin")
  func cuspSurface() throws {
    let surface = try CriticalSurface(
      of: CuspSurface().compiled(), over: [("a", -1...1), ("b", -2...1)])
    #expect(surface.foldCurves.count == 1)
    for point in surface.foldCurves[0].points {
      let (a, b) = (point.slow[0], point.slow[1])
      #expect(abs(4 * b * b * b + 27 * a * a) < 1e-10)
    }
    let cusp = try #require(surface.cusps.first)
    #expect(surface.cusps.count == 1 && (cusp.fast + cusp.slow).allSatisfy { abs($0) < 1e-12 })
    #expect(abs(try #require(cusp["c"]) + 1) < 1e-10)
  }
}

@Suite("Folded singularities")
struct FoldedSingularityTests {
  private func flow(
    _ model: some FastSlowModel, _ ranges: [(name: String, range: ClosedRange<Double>)],
    _ settings: [String: Double] = [:], box: [String: ClosedRange<Double>] = [:]
  ) throws -> ReducedSurfaceFlow {
    var system = try System(model)
    for (name, value) in settings { system = try system.setting(name, value) }
    return try ReducedSurfaceFlow(on: CriticalSurface(of: system, over: ranges, box: box))
  }

  private func koper(_ lambda: Double) throws -> ReducedSurfaceFlow {
    try flow(
      Koper(), [("y", -2.5...2.5), ("z", -6...6)], ["lambda": lambda], box: ["x": -3.5...3.5])
  }

  @Test("Koper, λ = ±7: node with μ = 0.0685…, seven oscillations; focus opposite")
  func koper() throws {
    for (lambda, x) in [(-7.0, 1.0), (7, -1)] {
      let flow = try koper(lambda)
      #expect(flow.foldedSingularities.count == 2)
      let node = try #require(flow.foldedSingularities.first { $0.kind == .node })
      #expect(abs(node.fast[0] - x) < 1e-12)
      #expect(abs(try #require(node.ratio) - 0.06850176076554407960) < 1e-12)
      #expect(abs(node.eigenvalues[0].real + 5 + Double.sqrt(19)) < 1e-10)
      #expect(abs(node.eigenvalues[1].real + 5 - Double.sqrt(19)) < 1e-10)
      #expect(node.smallOscillations == 7)
      #expect(node.residual < 1e-12)
      let focus = try #require(flow.foldedSingularities.first { $0.kind == .focus })
      #expect(abs(focus.trace + 10) < 1e-10 && abs(focus.determinant - 90) < 1e-9)
      #expect(focus.ratio == nil && focus.smallOscillations == nil)
    }
    let rest = try #require(try koper(-7).equilibria.first)
    #expect(abs(rest.fast[0] - 0.8969219988457346851) < 1e-12)
    #expect(rest.sheet == .repelling && !rest.isStable)
  }

  @Test("Koper: determinant 6(8 − λ) on x = −1; saddle-node of type II at λ = 8, saddle beyond")
  func koperUnfolding() throws {
    for (lambda, kind) in [
      (3.0, FoldedSingularity.Kind.focus), (4, .node), (8, .saddleNodeII), (8.5, .saddle),
    ] {
      let flow = try koper(lambda)
      let point = try #require(flow.foldedSingularities.first { $0.fast[0] < 0 })
      #expect(point.kind == kind)
      #expect(abs(point.determinant - 6 * (8 - lambda)) < 1e-9)
    }
  }

  @Test("forced van der Pol: two saddles, two nodes as listed")
  func forced() throws {
    let flow = try flow(
      ForcedVanDerPol(), [("y", -1.5...1.5), ("theta", 0...1)], box: ["x": -3...3])
    let found = flow.foldedSingularities
    #expect(found.count == 4)
    let nodes = found.filter { $0.kind == .node }
    let saddles = found.filter { $0.kind == .saddle }
    #expect(nodes.count == 2 && saddles.count == 2)
    for node in nodes {
      #expect(abs(try #require(node.ratio) - 0.2034947935094414735) < 1e-11)
      #expect(abs(node.trace + 1) < 1e-11)
      #expect(node.smallOscillations == 2)
    }
    for saddle in saddles {
      #expect(abs(try #require(saddle.ratio) + 0.1110297424496461400) < 1e-11)
      #expect(abs(saddle.determinant + 0.14049629462081453) < 1e-11)
    }
    let phases = found.filter { $0.fast[0] > 0 }.map { $0.slow[1] }.sorted()
    #expect(abs(phases[0] - 0.1161397635993849946) < 1e-12)
    #expect(abs(phases[1] - 0.3838602364006150054) < 1e-12)
    for point in found { #expect(abs(abs(point.fast[0]) - 1) < 1e-12) }
  }

  @Test("forced van der Pol, a = 1.1: node below ω = 0.0434130699, focus above")
  func boundary() throws {
    let boundary = 1 / (16 * Double.pi * Double.sqrt(1.21 - 1))
    #expect(abs(boundary - 0.0434130699) < 1e-10)
    for (ω, kind) in [
      (boundary * 0.999, FoldedSingularity.Kind.node), (boundary * 1.001, .focus),
    ] {
      let flow = try flow(
        ForcedVanDerPol(), [("y", -1.5...1.5), ("theta", 0...1)], ["a": 1.1, "omega": ω],
        box: ["x": -3...3])
      #expect(flow.foldedSingularities.filter { $0.kind == kind }.count == 2)
    }
  }

  @Test("normal form: eigenvalues −1 and −μ, canard directions, oscillation counts")
  func normalForm() throws {
    for (mu, count) in [(0.15, 3), (0.1, 5), (0.4, 1), (-0.2, nil)] as [(Double, Int?)] {
      let flow = try flow(
        FoldedNode(), [("y", -0.5...2), ("z", -1.5...1.7)], ["mu": mu], box: ["x": -2...2])
      let point = try #require(flow.foldedSingularities.first)
      #expect(flow.foldedSingularities.count == 1)
      #expect((point.fast + point.slow).allSatisfy { abs($0) < 1e-12 })
      #expect(point.kind == (mu > 0 ? .node : .saddle))
      #expect(abs(point.eigenvalues[0].real + 1) < 1e-12)
      #expect(abs(point.eigenvalues[1].real + mu) < 1e-12)
      #expect(abs(try #require(point.ratio) - mu) < 1e-12)
      #expect(point.smallOscillations == count)
      // Weak x = −z; strong x = −z/μ.
      let weak = try #require(point.weakDirection)
      let strong = try #require(point.strongDirection)
      #expect(abs(weak[0] + weak[2]) < 1e-12 && abs(mu * strong[0] + strong[2]) < 1e-12)
    }
  }
}

@Suite("Orbits of the reduced flow")
struct ReducedOrbitTests {
  @Test("van der Pol: from landing to fold in ½(3 − 2 ln 2), the start taken to the manifold")
  func vanDerPol() throws {
    let orbit = try ReducedOrbit(of: VanDerPol().compiled(), from: [2.5], [2.0 / 3], for: 10)
    #expect(orbit.ending == .fold)
    let (first, last) = (orbit.fast[0][0], orbit.fast[orbit.fast.count - 1][0])
    #expect(abs(first - 2) < 1e-12 && abs(last - 1) < 1e-8)
    #expect(abs(orbit.times[orbit.times.count - 1] - (1.5 - Double.log(2))) < 1e-8)
    for (x, y) in zip(orbit.fast, orbit.slow) {
      #expect(abs(y[0] + x[0] - x[0] * x[0] * x[0] / 3) < 1e-12)
    }
  }

  @Test("Michaelis-Menten: s(1) in closed form; van der Pol with a > 1 comes to rest")
  func times() throws {
    let orbit = try ReducedOrbit(of: MichaelisMenten().compiled(), from: [0.5], [1], for: 1)
    #expect(orbit.ending == .time)
    #expect(abs(orbit.slow[orbit.slow.count - 1][0] - 0.7662486081617502) < 1e-8)
  }

  @Test("Rosenzweig-MacArthur: prey extinct, the time to the transcritical point")
  func branchPoint() throws {
    let system = try RosenzweigMacArthur().compiled()
    let orbit = try ReducedOrbit(of: system, from: [0], [0.36], for: 10)
    #expect(orbit.ending == .branchPoint)
    // ẏ = −m y from 0.36 to 0.2.
    #expect(abs(orbit.times[orbit.times.count - 1] - Double.log(1.8) / 0.4) < 1e-6)
  }

  @Test("two slow variables: in the funnel of Koper's folded node, and beside it")
  func surface() throws {
    let system = try Koper().compiled()
    let canard = try ReducedOrbit(of: system, from: [2.5], [0, 0], for: 50)
    #expect(canard.ending == .foldedSingularity)
    let end = canard.fast.count - 1
    #expect(abs(canard.fast[end][0] - 1) < 1e-6 && abs(canard.slow[end][1] - 0.8) < 1e-6)
    let jump = try ReducedOrbit(of: system, from: [2], [0.2, 4], for: 50)
    #expect(jump.ending == .fold)
    #expect(abs(jump.fast[jump.fast.count - 1][0] - 1) < 1e-8)
  }

  @Test("wrong starts are refused")
  func refusals() throws {
    let system = try Koper().compiled()
    #expect { try ReducedOrbit(of: system, from: [2], [0.2], for: 1) } throws: {
      "\($0)".contains("give 1 and 2 values")
    }
  }
}
