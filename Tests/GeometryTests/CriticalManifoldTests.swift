import ComplexModule
import Geometry
import Modeling
import RealModule
import Testing

@Suite("Critical manifold")
struct CriticalManifoldTests {
  @Test("van der Pol: three branches joined at two folds, to 1e-12")
  func vanDerPol() throws {
    let manifold = try CriticalManifold(of: VanDerPol().compiled(), over: -1...1)
    #expect(manifold.branches.count == 3)
    #expect(
      manifold.branches.map(\.stability.rawValue).sorted() == [
        "attracting", "attracting", "repelling",
      ])
    let folds = manifold.folds.sorted { $0.fast[0] < $1.fast[0] }
    #expect(folds.count == 2)
    for (fold, x) in zip(folds, [-1.0, 1]) {
      #expect(abs(fold.fast[0] - x) < 1e-12)
      #expect(abs(fold.slow + x * 2 / 3) < 1e-12)
    }
    for branch in manifold.branches {
      for point in branch.points {
        let x = point.fast[0]
        #expect(abs(point.slow - (x * x * x / 3 - x)) < 1e-12)
        #expect(abs(point.eigenvalues[0].real - (1 - x * x)) < 1e-11)
      }
      #expect(branch.points.count > 20)
    }
  }

  @Test("transcritical: two lines cross at the origin, exchanging stability")
  func transcritical() throws {
    let manifold = try CriticalManifold(of: Crossing().compiled(), over: -1...1)
    #expect(manifold.branches.count == 4)
    #expect(manifold.branchPoints.count == 1)
    let crossing = try #require(manifold.branchPoints.first)
    #expect(crossing.kind == .transcritical)
    #expect(abs(crossing.point.fast[0]) < 1e-12 && abs(crossing.point.slow) < 1e-12)
    #expect(manifold.branches.filter { $0.stability == .attracting }.count == 2)
    #expect(manifold.folds.isEmpty)
  }

  @Test("pitchfork: a parabola crosses a line")
  func pitchfork() throws {
    let system = try Crossing().compiled(arrays: ["power": [0, 0, 1]])
    let manifold = try CriticalManifold(of: system, over: -1...1)
    #expect(manifold.branchPoints.map(\.kind) == [.pitchfork])
    #expect(manifold.branches.count == 4)
    #expect(manifold.branches.filter { $0.stability == .attracting }.count == 3)
    #expect(manifold.folds.isEmpty)
  }

  @Test("an imperfect crossing has folds or separate branches, and no branch point")
  func imperfect() throws {
    for λ in [1e-3, -1e-3] {
      let manifold = try CriticalManifold(of: Crossing().setting(\.$λ, λ).compiled(), over: -1...1)
      #expect(manifold.branchPoints.isEmpty)
      // x (y − x) + λ = 0: y = x − λ/x; dy/dx = 1 + λ/x² vanishes at x = ±√(−λ), only for λ < 0.
      #expect(manifold.folds.count == (λ < 0 ? 2 : 0))
      for fold in manifold.folds { #expect(abs(abs(fold.fast[0]) - (-λ).squareRoot()) < 1e-12) }
    }
  }

  @Test("a closed curve is found and cut at its two folds; a second branch too")
  func isola() throws {
    let alone = try CriticalManifold(of: Isola().compiled(), over: -2...2)
    #expect(alone.branches.count == 2)
    #expect(alone.folds.map { ($0.slow * 1e12).rounded() }.sorted() == [-1e12, 1e12])
    let both = try CriticalManifold(of: Isola().setting(\.$withLine, 1).compiled(), over: -2...2)
    #expect(both.branches.count == 3)
  }

  @Test("Hindmarsh-Rose: a fold and a Hopf point of the layer problem are told apart")
  func hindmarshRose() throws {
    let manifold = try CriticalManifold(of: HindmarshRose().compiled(), over: -12...5)
    // Rest points z = 1 + I − 2x² − x³: dz/dx = 0 at x = 0 (z = 3) and x = −4/3.
    let xs = manifold.folds.map { $0.fast[0] }.sorted()
    #expect(xs.count == 2)
    #expect(zip(xs, [-4.0 / 3, 0]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(manifold.hopfPoints.count >= 1)
    for hopf in manifold.hopfPoints {
      #expect(abs(hopf.eigenvalues[0].real) < 1e-9)
      #expect(abs(hopf.eigenvalues[0].imaginary) > 0.1)
    }
    #expect(Set(manifold.branches.map(\.stability)).isSuperset(of: [.attracting, .saddle]))
  }

  @Test("Morris-Lecar: the listed fold, with variables of very different size")
  func morrisLecar() throws {
    let manifold = try CriticalManifold(of: MorrisLecar().compiled(), over: 0...0.6)
    let fold = try #require(manifold.folds.min { $0.slow < $1.slow })
    // d w/d v = 0 along the nullcline, solved to 30 digits.
    #expect(abs(fold.fast[0] + 28.331315657557639) < 1e-11)
    #expect(abs(fold.slow - 0.128411790176728155) < 1e-13)
  }

  @Test("Rosenzweig-MacArthur: fold and transcritical point in closed form")
  func rosenzweigMacArthur() throws {
    let manifold = try CriticalManifold(
      of: RosenzweigMacArthur().compiled(), over: 0.01...0.6, box: ["x": -0.1...1.5])
    let fold = try #require(manifold.folds.first)
    #expect(abs(fold.fast[0] - 0.4) < 1e-12 && abs(fold.slow - 0.36) < 1e-12)
    let crossing = try #require(manifold.branchPoints.first)
    #expect(abs(crossing.point.fast[0]) < 1e-12 && abs(crossing.point.slow - 0.2) < 1e-12)
  }

  @Test("requests without an answer say what can be had")
  func refusals() throws {
    let two = try TwoSlow().compiled()
    #expect { try CriticalManifold(of: two, over: 0...1) } throws: {
      "\($0)".contains("2 slow variables (y, z)")
    }
    let none = try Isola().compiled()
    #expect { try CriticalManifold(of: none, over: 5...6) } throws: {
      "\($0)".contains("no rest points")
    }
    #expect { try CriticalManifold(of: none, over: 0...1, box: ["w": 0...1]) } throws: {
      "\($0)".contains("\"w\"")
    }
  }
}

@Suite("Reduced flow")
struct ReducedFlowTests {
  @Test("van der Pol with a: the rest point x = a and its eigenvalue")
  func vanDerPol() throws {
    let system = try VanDerPol().setting(\.$a, 1.2).compiled()
    let flow = try ReducedFlow(on: CriticalManifold(of: system, over: -1...1))
    let rest = try #require(flow.equilibria.first)
    #expect(flow.equilibria.count == 1)
    #expect(abs(rest.point.fast[0] - 1.2) < 1e-12)
    // dy/dτ = a − x, dx/dy = 1/(x² − 1) on the manifold.
    #expect(abs(rest.eigenvalue + 1 / (1.44 - 1)) < 1e-10)
    #expect(rest.isStable)
    for branch in flow.branches {
      for (point, rate) in zip(branch.branch.points, branch.rates) {
        #expect(rate == 1.2 - point.fast[0])
      }
    }
  }

  @Test("the singular path of van der Pol is its relaxation cycle")
  func cycle() throws {
    let flow = try ReducedFlow(on: CriticalManifold(of: VanDerPol().compiled(), over: -1...1))
    let path = try SingularPath(along: flow, from: ([0.5], 0))
    guard case .cycle = path.outcome else {
      Issue.record("\(path.outcome)")
      return
    }
    let jumps = path.segments.filter { $0.kind == .jump }
    // After the first landing: from x = 1 to −2, from −1 to 2.
    #expect(jumps.count >= 3)
    #expect(abs(abs(jumps[1].points[1].fast[0]) - 2) < 1e-4)
  }

  @Test("with a > 1 the path ends at rest")
  func rest() throws {
    let system = try VanDerPol().setting(\.$a, 1.2).compiled()
    let flow = try ReducedFlow(on: CriticalManifold(of: system, over: -1...1))
    let path = try SingularPath(along: flow, from: ([-2], 0))
    guard case .equilibrium(let rest) = path.outcome else {
      Issue.record("\(path.outcome)")
      return
    }
    #expect(abs(rest.point.fast[0] - 1.2) < 1e-12)
  }
}
