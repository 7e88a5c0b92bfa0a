import Geometry
import Modeling
import Symbolic
import Testing

/// A supercritical Hopf point of the layer problem at s = 0, passed slowly.
private struct SlowHopf: FastSlowModel {
  @Fast(initial: 0.5) var u
  @Fast(initial: 0) var v
  @Slow(initial: -1) var s
  @SmallParameter(0.01) var ε
  var equations: [Equation] {
    let r = u ** 2 + v ** 2
    d(u) == s * u - v - u * r
    d(v) == s * v + u - v * r
    d(s) == 1
  }
}

/// The same with |u| and |v| in it, so that no delay is to be had.
private struct SlowRoughHopf: FastSlowModel {
  @Fast(initial: 0.5) var u
  @Fast(initial: 0) var v
  @Slow(initial: -1) var s
  @SmallParameter(0.01) var ε
  var equations: [Equation] {
    d(u) == s * u - v - u * abs(u)
    d(v) == s * v + u - v * abs(v)
    d(s) == 1
  }
}

/// A cubic whose lower fold, at the origin, is a canard point for λ = 0.
private struct CanardFold: FastSlowModel {
  @Fast(initial: 0.5) var x
  @Slow(initial: 0.2) var y
  @SmallParameter(0.01) var ε
  @Parameter(0) var λ
  var equations: [Equation] {
    d(x) == -y + x ** 2 - x ** 3 / 3
    d(y) == x - λ + 0.3 * x ** 2
  }
}

/// Planes that cross in x = 0, y + z = 1.
private struct CrossingPlanes: FastSlowModel {
  @Fast(initial: 0.9) var x
  @Slow(initial: 0.1) var y
  @Slow(initial: 0.1) var z
  @SmallParameter(0.01) var ε
  var equations: [Equation] {
    d(x) == x * (1 - x - y - z)
    d(y) == y * (x - 0.4)
    d(z) == z * (x - 0.5)
  }
}

@Suite("Where there is no singular orbit, no jump and no fold")
struct NoSingularOrbitTests {
  private func path(
    _ system: System, over interval: ClosedRange<Double>, from fast: [Double], _ slow: Double
  ) throws -> SingularPath {
    let flow = try ReducedFlow(on: CriticalManifold(of: system, over: interval))
    return try SingularPath(along: flow, from: (fast, slow))
  }

  private func reason(_ path: SingularPath) -> String {
    if case .lost(let reason) = path.outcome { reason } else { "not lost" }
  }

  @Test("past a delayed Hopf point the layer problem has a cycle: the path ends there, and says so")
  func limitCycle() throws {
    let path = try path(SlowHopf().compiled(), over: -1...2, from: [0.5, 0], -1)
    // Entry at −1, exit at +1 by symmetry.
    let exit = try #require(path.segments.last?.points.last)
    #expect(abs(exit.slow - 1) < 1e-9)
    #expect(path.segments.map(\.kind) == [.jump, .slow, .slow])
    #expect(reason(path).contains("limit cycle"), "\(reason(path))")
  }

  @Test("from within the layer problem's cycle there is no path at all")
  func started() throws {
    let path = try path(SlowHopf().compiled(), over: -1...2, from: [0.5, 0], 0.2)
    #expect(path.segments.isEmpty)
    #expect(reason(path).contains("u = 0.5, v = 0, s = 0.2"), "\(reason(path))")
  }

  @Test("where a branch ends at a Hopf point without delay the path ends, and is no cycle")
  func staysAtHopf() throws {
    let path = try path(SlowRoughHopf().compiled(), over: -1...2, from: [0.5, 0], -1)
    #expect(path.cycle == nil && path.segments.map(\.kind) == [.jump, .slow])
    #expect(reason(path).contains("does not attract, u = 0, v = 0, s = 0"), "\(reason(path))")
  }

  @Test("a canard point is no jump point; near one the period's next terms are not used")
  func canardFold() throws {
    let at = try path(CanardFold().compiled(), over: -1...2, from: [0.5], 0.2)
    #expect(at.cycle == nil)
    #expect(reason(at).contains("x = 0, y = 0: a canard point"), "\(reason(at))")
    let near = try path(
      CanardFold().setting(\.$λ, 1e-6).compiled(), over: -1...2, from: [0.5], 0.2)
    let cycle = try #require(near.cycle)
    #expect(cycle.terms != nil && cycle.correctedPeriod(at: 0.01) == nil)
    #expect((cycle.correctedPeriod(at: 1e-12) ?? 0) > 0)
  }

  @Test("where sheets cross there is no fold, and nothing is folded")
  func crossing() throws {
    let surface = try CriticalSurface(
      of: CrossingPlanes().compiled(), over: [("y", 0.01...1.2), ("z", 0.01...1.2)])
    #expect(surface.foldCurves.isEmpty)
    let branch = try #require(surface.branchCurves.first)
    for point in branch.points {
      #expect(abs(point.fast[0]) < 1e-12 && abs(point.slow[0] + point.slow[1] - 1) < 1e-12)
    }
    #expect(try ReducedSurfaceFlow(on: surface).foldedSingularities.isEmpty)
  }

  @Test("a small parameter below 0 is refused by name")
  func negative() throws {
    let system = try CanardFold().compiled().setting("ε", -0.01)
    let error = #expect(throws: GeometryError.self) {
      try CriticalManifold(of: system, over: -1...2)
    }
    #expect(error?.problem.contains("ε = -0.01") == true)
  }
}
