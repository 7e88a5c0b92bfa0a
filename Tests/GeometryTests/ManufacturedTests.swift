import ComplexModule
import Geometry
import Modeling
import Symbolic
import Testing

/// f = −A (x − φ(y)) + ε Dφ g: the manifold is x = φ(y) for every ε, eigenvalues those of −A.
private struct TwoFastManufactured: FastSlowModel {
  @Fast(initial: 0) var p
  @Fast(initial: 0) var q
  @Slow(initial: 0) var y
  @ParameterArray([1, 0, 0, 1]) var A
  @SmallParameter(0.01) var ε
  var equations: [Equation] {
    let (u, v) = (p - sin(y), q - y ** 2)
    d(p) == -(A[0] * u + A[1] * v) + ε * cos(y) * (1 - y)
    d(q) == -(A[2] * u + A[3] * v) + 2 * ε * y * (1 - y)
    d(y) == 1 - y
  }
}

/// Two slow variables, φ = y₁ y₂.
private struct Saddle: FastSlowModel {
  @Fast(initial: 0) var x
  @Slow(initial: 1) var y
  @Slow(initial: 1) var z
  @SmallParameter(0.01) var ε
  var equations: [Equation] {
    d(x) == -2 * (x - y * z) - ε * 2 * y * z
    d(y) == -y
    d(z) == -z
  }
}

/// Three slow variables.
private struct ThreeSlow: FastSlowModel {
  @Fast(initial: 0) var x
  @Slow(initial: 0) var y
  @Slow(initial: 0) var z
  @Slow(initial: 0) var w
  @SmallParameter(0.01) var ε
  var equations: [Equation] {
    d(x) == y + z * w - x
    d(y) == -y
    d(z) == -z
    d(w) == -w
  }
}

/// f = x² − y² + λ ε: at ε = 0 two lines cross whatever λ (Krupa and Szmolyan 2001).
private struct Lines: FastSlowModel {
  @Fast(initial: -1) var x
  @Slow(initial: -1) var y
  @Parameter(1) var λ
  @SmallParameter(0.01) var ε
  var equations: [Equation] {
    d(x) == x ** 2 - y ** 2 + λ * ε
    d(y) == 1
  }
}

/// f = y + x²: the fold in normal form.
private struct Riccati: FastSlowModel {
  @Fast(initial: -1) var x
  @Slow(initial: -1) var y
  @SmallParameter(0.01) var ε
  var equations: [Equation] {
    d(x) == y + x ** 2
    d(y) == 1
  }
}

@Suite("TwoFastManufactured manifolds")
struct ManufacturedTests {
  @Test(
    "stability labels by the eigenvalues of −A",
    arguments: [
      ([1, 3, -3, 1], CriticalManifold.Stability.attracting, 0),
      ([1000, 0, 0, 1], .attracting, 0), ([1, 0, 0, -2], .saddle, 1),
      ([-1, 3, -3, -1], .repelling, 2),
    ] as [([Double], CriticalManifold.Stability, Int)])
  func labels(_ a: [Double], _ stability: CriticalManifold.Stability, _ unstable: Int) throws {
    let system = try TwoFastManufactured().compiled(arrays: ["A": a])
    let manifold = try CriticalManifold(
      of: system, over: -1...2, box: ["p": -3...3, "q": -3...6])
    #expect(manifold.branches.count == 1)
    let branch = try #require(manifold.branches.first)
    #expect(branch.stability == stability && branch.unstableCount == unstable)
    for point in branch.points {
      #expect(abs(point.fast[1] - point.slow * point.slow) < 1e-12)
    }
    #expect(try manifold.completeness().verdict == .proved)
    let rest = try #require(try ReducedFlow(on: manifold).equilibria.first)
    #expect(abs(rest.point.slow - 1) < 1e-12 && abs(rest.eigenvalue + 1) < 1e-11)
    #expect(rest.isStable == (stability == .attracting))
  }

  @Test("the surface x = y z is one attracting sheet, with its rest point")
  func surface() throws {
    let surface = try CriticalSurface(
      of: Saddle().compiled(), over: [("y", -1...1.1), ("z", -1...1.2)], box: ["x": -2...2])
    #expect(surface.triangles.allSatisfy { $0.stability == .attracting })
    for vertex in surface.vertices {
      #expect(abs(vertex.fast[0] - vertex.slow[0] * vertex.slow[1]) < 1e-12)
    }
    #expect(surface.curves.isEmpty && surface.cusps.isEmpty)
    let flow = try ReducedSurfaceFlow(on: surface)
    #expect(flow.equilibria.count == 1 && flow.foldedSingularities.isEmpty)
    let rest = try #require(flow.equilibria.first)
    #expect(rest.isStable && rest.eigenvalues.allSatisfy { abs($0.real + 1) < 1e-12 })
  }

  @Test("three slow variables: a surface with one of them frozen, else advice")
  func threeSlow() throws {
    let system = try ThreeSlow().compiled()
    #expect { try CriticalSurface(of: system, over: [("y", -1...1), ("z", -1...1)]) } throws: {
      "\($0)".contains("w is slow") && "\($0)".contains("freeze it at a value")
    }
    let surface = try CriticalSurface(
      of: system, over: [("y", -1...1), ("z", -1...1)], freezing: ["w": 2], box: ["x": -4...4])
    for vertex in surface.vertices {
      #expect(abs(vertex.fast[0] - vertex.slow[0] - 2 * vertex.slow[1]) < 1e-12)
    }
    // The orbit needs no picture: any number of slow variables.
    let orbit = try ReducedOrbit(of: system, from: [0], [1, 1, 1], for: 1)
    #expect(orbit.ending == .time)
    #expect(abs(orbit.slow[orbit.slow.count - 1][0] - 0.36787944117144233) < 1e-8)
  }

  @Test("two lines that cross, and the fold in normal form")
  func normalForms() throws {
    let lines = try CriticalManifold(of: Lines().compiled(), over: -1...1)
    #expect(lines.specialPoints.map(\.kind) == [.transcritical])
    let crossing = try #require(lines.specialPoints.first)
    #expect(abs(try #require(crossing["a"]) - 1) < 1e-12)
    #expect(abs(try #require(crossing["d"]) + 1) < 1e-12)
    #expect(lines.branches.filter { $0.stability == .attracting }.count == 2)
    let riccati = try CriticalManifold(of: Riccati().compiled(), over: -1...1)
    let fold = try #require(riccati.specialPoints.first)
    #expect(fold.kind == .fold && abs(fold.fast[0]) < 1e-12 && abs(fold.slow[0]) < 1e-12)
    #expect(abs(try #require(fold["a"]) - 1) < 1e-12)
  }
}
