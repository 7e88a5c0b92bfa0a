import Geometry
import Integration
import Modeling
import RealModule
import Symbolic
import Testing

/// Problem 12: ε ż = (y + i) z + ε, z = u + i v.
struct Shishkova: FastSlowModel {
  @Fast(initial: 0) var u
  @Fast(initial: 0) var v
  @Slow(initial: -2.5) var y
  @SmallParameter(0.05) var ε
  var equations: [Equation] {
    d(u) == y * u - v + ε
    d(v) == u + y * v
    d(y) == 1
  }
}

@Suite("Delayed Hopf points")
struct DelayedHopfTests {
  private func analysed() throws -> DelayedHopf {
    let manifold = try CriticalManifold(of: Shishkova().compiled(), over: -3...3)
    let point = try #require(manifold.hopfPoints.first)
    return try DelayedHopf(at: point, of: manifold)
  }

  @Test("problem 12: buffer point 1; entry and exit are symmetric before it")
  func buffer() throws {
    let hopf = try analysed()
    #expect(abs(hopf.slow) < 1e-12 && abs(hopf.frequency - 1) < 1e-12)
    #expect(abs((hopf.bufferPoint ?? 0) - 1) < 1e-11)
    #expect(abs((try hopf.exit(entering: -0.6) ?? 0) - 0.6) < 1e-12)
    #expect(abs((try hopf.exit(entering: -2.5) ?? 0) - 1) < 1e-11)
    #expect { _ = try hopf.exit(entering: 0.5) } throws: { "\($0)".contains("wrong side") }
  }

  @Test("problem 12: at ε = 0.01 the digits needed are said, at 0.05 they are there")
  func cancellation() throws {
    let hopf = try analysed()
    // K = 1/2.
    #expect(abs(try hopf.digits(entering: -2.5, at: 0.01) - 50 / Double.log(10)) < 1e-9)
    #expect(try hopf.warning(entering: -2.5, at: 0.01)?.contains("22 digits") == true)
    #expect(try hopf.warning(entering: -2.5, at: 0.05) == nil)
  }

  @Test(
    "problem 12: the full system leaves where the exact solution does",
    arguments: [(0.05, 1.02721300772751), (0.03, 1.02413979787)])
  func full(_ ε: Double, _ exit: Double) throws {
    let system = try Shishkova().setting(\.$ε, ε).compiled()
    let series = try SlowManifoldSeries(of: system, at: [-2.5], near: [0, 0], order: 12)
    let start = series.value(at: ε, order: series.optimalTruncation(at: ε).order) + [-2.5]
    let solution = try integrate(
      system.field(in: .slow), from: start, over: (0, 5), output: .times([]),
      events: [
        Event("|z| = 1", direction: .rising, isTerminal: true) { _, z in
          z[0] * z[0] + z[1] * z[1] - 1
        }
      ],
      options: .init(relativeTolerance: 1e-12, absoluteTolerance: 1e-15))
    #expect(abs(solution.reachedState[2] - exit) < 1e-6, "\(solution.reachedState[2])")
  }

  @Test("the singular path goes on past the Hopf point, and leaves at the mirror of its entry")
  func path() throws {
    let manifold = try CriticalManifold(of: Shishkova().compiled(), over: -3...3)
    let path = try SingularPath(
      along: ReducedFlow(on: manifold), from: ([0.5, 0], -0.6))
    let last = try #require(path.segments.last)
    #expect(last.kind == .slow)
    #expect(abs((last.points.last?.slow ?? 0) - 0.6) < 1e-11)
    #expect(abs(path.segments.map(\.duration).reduce(0, +) - 1.2) < 1e-11)
    // The layer problem is linear: nothing to land on.
    guard case .lost = path.outcome else {
      Issue.record("\(path.outcome)")
      return
    }
  }
}
