import ComplexModule
import Geometry
import Modeling
import RealModule
import Symbolic
import Testing

/// f = −(x³ + b x + a): fold curve b = −3x², a = 2x³, cusp at 0. With a second, slaved fast variable.
private struct Cusp: FastSlowModel {
  @Fast(initial: 1) var x
  @Fast(initial: 1) var u
  @Slow(initial: 0) var a
  @Slow(initial: 0) var b
  @SmallParameter(0.01) var ε
  var equations: [Equation] {
    d(x) == -(x ** 3 + b * x + a) + u - 2 * x
    d(u) == 2 * x - u
    d(a) == x
    d(b) == -1 - b
  }
}

/// A sphere: no graph over anything.
private struct Sphere: FastSlowModel {
  @Fast(initial: 0) var x
  @Slow(initial: 0) var y
  @Slow(initial: 0) var z
  @SmallParameter(0.01) var ε
  var equations: [Equation] {
    d(x) == x ** 2 + y ** 2 + z ** 2 - 1
    d(y) == -y
    d(z) == -z
  }
}

/// x (y + z² − x): sheets x = 0 and x = y + z² cross along y = −z².
private struct TwoSheets: FastSlowModel {
  @Fast(initial: 0) var x
  @Slow(initial: 0) var y
  @Slow(initial: 0) var z
  @SmallParameter(0.01) var ε
  var equations: [Equation] {
    d(x) == x * (y + z ** 2 - x)
    d(y) == 1
    d(z) == 0 * z
  }
}

@Suite("Critical surfaces")
struct SurfaceTests {
  /// Vertices − edges + faces.
  private func euler(_ surface: CriticalSurface) -> Int {
    var edges: Set<[Int]> = []
    for triangle in surface.triangles {
      let c = triangle.corners
      for (a, b) in [(0, 1), (1, 2), (0, 2)] { edges.insert([c[a], c[b]].sorted()) }
    }
    return surface.vertices.count - edges.count + surface.triangles.count
  }

  private func area(_ surface: CriticalSurface) -> Double {
    surface.triangles.map { triangle -> Double in
      let p = triangle.corners.map { surface.vertices[$0].fast + surface.vertices[$0].slow }
      let u = (0..<3).map { p[1][$0] - p[0][$0] }
      let v = (0..<3).map { p[2][$0] - p[0][$0] }
      let cross = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]]
      return cross.map { $0 * $0 }.reduce(0, +).squareRoot() / 2
    }.reduce(0, +)
  }

  @Test("a sphere closes: Euler characteristic 2, area 4π, its equator is the fold")
  func sphere() throws {
    let surface = try CriticalSurface(
      of: Sphere().compiled(), over: [("y", -1.5...1.5), ("z", -1.5...1.5)],
      box: ["x": -1.5...1.5])
    #expect(!surface.isTruncated)
    #expect(euler(surface) == 2)
    // Inscribed triangles of size h lack a share of about h²/12 or so of the area.
    #expect(abs(area(surface) / (4 * .pi) - 1) < 0.02)
    for vertex in surface.vertices {
      let r = (vertex.fast + vertex.slow).map { $0 * $0 }.reduce(0, +)
      #expect(abs(r - 1) < 1e-11)
    }
    #expect(surface.foldCurves.count == 1)
    let fold = try #require(surface.foldCurves.first)
    #expect(fold.isClosed)
    for point in fold.points { #expect(abs(point.fast[0]) < 1e-12) }
    let halves = Dictionary(grouping: surface.triangles, by: \.stability).mapValues(\.count)
    #expect(Set(halves.keys) == [.attracting, .repelling])
  }

  @Test("a finer mesh has four times as many vertices and a quarter of the missing area")
  func refinement() throws {
    let missing = try [16, 32].map { resolution -> (Double, Int) in
      let surface = try CriticalSurface(
        of: Sphere().compiled(), over: [("y", -1.5...1.5), ("z", -1.5...1.5)],
        box: ["x": -1.5...1.5], resolution: resolution)
      return (1 - area(surface) / (4 * .pi), surface.vertices.count)
    }
    #expect(missing[0].0 / missing[1].0 > 2.5 && missing[0].0 / missing[1].0 < 6)
    #expect(missing[1].1 > 2 * missing[0].1)
  }

  @Test("the cusp surface with two fast variables: fold curve and cusp in closed form")
  func cusp() throws {
    let surface = try CriticalSurface(
      of: Cusp().compiled(), over: [("a", -1...1), ("b", -2...1)],
      box: ["x": -2...2, "u": -5...5])
    #expect(surface.foldCurves.count == 1)
    for point in surface.foldCurves[0].points {
      let (a, b) = (point.slow[0], point.slow[1])
      #expect(abs(4 * b * b * b + 27 * a * a) < 1e-10)
      #expect(abs(b + 3 * point.fast[0] * point.fast[0]) < 1e-11)
    }
    #expect(surface.cusps.count == 1)
    let cusp = try #require(surface.cusps.first)
    #expect((cusp.fast + cusp.slow).allSatisfy { abs($0) < 1e-12 })
    #expect(cusp.residual < 1e-12)
    #expect(euler(surface) == 1)
  }

  @Test("sheets that cross: the branch curve y = −z²")
  func crossing() throws {
    let surface = try CriticalSurface(
      of: TwoSheets().compiled(), over: [("y", -1.0...1.03), ("z", -0.7...0.9)],
      box: ["x": -2...2.5])
    let curve = try #require(surface.branchCurves.first)
    #expect(surface.branchCurves.count == 1)
    #expect(curve.points.count > 20)
    for point in curve.points {
      #expect(abs(point.fast[0]) < 1e-11)
      #expect(abs(point.slow[0] + point.slow[1] * point.slow[1]) < 1e-11)
    }
    #expect(euler(surface) == 2)
  }

  @Test("exports: as many vertices and triangles as the mesh")
  func exports() throws {
    let surface = try CriticalSurface(
      of: Sphere().compiled(), over: [("y", -1.5...1.5), ("z", -1.5...1.5)],
      box: ["x": -1.5...1.5], resolution: 10)
    let object = surface.wavefront().split(separator: "\n")
    let curvePoints = surface.curves.map(\.points.count).reduce(0, +)
    #expect(object.filter { $0.hasPrefix("v ") }.count == surface.vertices.count + curvePoints)
    #expect(object.filter { $0.hasPrefix("f ") }.count == surface.triangles.count)
    let vtk = surface.vtk()
    #expect(vtk.contains("POINTS \(surface.vertices.count) double"))
    #expect(vtk.contains("POLYGONS \(surface.triangles.count) \(4 * surface.triangles.count)"))
  }

  @Test("requests without a surface say what can be had")
  func refusals() throws {
    let plane = try VanDerPol().compiled()
    #expect { try CriticalSurface(of: plane, over: [("y", -1...1)]) } throws: {
      "\($0)".contains("two slow variables or parameters")
    }
    #expect { try CriticalSurface(of: plane, over: [("y", -1...1), ("y", -1...1)]) } throws: {
      "\($0)".contains("twice")
    }
    #expect { try CriticalSurface(of: plane, over: [("y", -1...1), ("b", -1...1)]) } throws: {
      "\($0)".contains("did you mean") || "\($0)".contains("there are: y, a")
    }
    let sphere = try Sphere().compiled()
    #expect { try CriticalSurface(of: sphere, over: [("y", 5...6), ("z", 5...6)]) } throws: {
      "\($0)".contains("no rest points")
    }
    #expect { try CriticalManifold(of: sphere, over: "y", in: -1...1) } throws: {
      "\($0)".contains("freeze it at a value")
    }
  }
}
