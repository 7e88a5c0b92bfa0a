import Integration
import Modeling
import RealModule
import Symbolic
import Testing

/// chebfun/chebfun#1512: a pulse of width 0.05 that steps fly over.
private struct ShortPulse: FastSlowModel {
  @State(initial: 1) var y
  var equations: [Equation] { d(y) == ifelse(time > 1 && time < 1.05, 20, 0) - y }
}

/// SciML/ODE.jl#139: a unit step input, missed depending on the final time.
private struct UnitInput: FastSlowModel {
  @State(initial: 0) var y
  var equations: [Equation] { d(y) == ifelse(1 <= time && time < 2, 1, 0) }
}

/// SciML/DifferentialEquations.jl#245: a current that is switched every 25 of 150 s.
private struct ThreePhase: FastSlowModel {
  @State(initial: 0) var q
  @State(initial: 0.55) var s
  var equations: [Equation] {
    let phase = mod(time, 150)
    let current = ifelse(phase <= 25, 36.8, ifelse(phase <= 50, -36.8, 0))
    d(q) == 4.477e-7 * s * abs(current)
    d(s) == -current / 8280
  }
}

/// pybamm-team/PyBaMM#2789: a second pulse of 10 s in a tabulated current.
private struct DriveCycle: FastSlowModel {
  @State(initial: 0) var q
  @State(initial: 0) var x
  let current = InterpolationTable(
    "current", knots: [0, 500, 502, 998, 1000, 1010, 1012], values: [1, 1, 0, 0, 1, 1, 0])
  var equations: [Equation] {
    d(q) == interpolated(current, at: time) / 3600
    d(x) == (interpolated(current, at: time) - x) / 30
  }
}

/// casadi/casadi#2669: growth that stops at a threshold.
private struct Threshold: FastSlowModel {
  @State(initial: 0) var x
  var equations: [Equation] { d(x) == ifelse(x <= 0.25, 0.1, 0) }
}

/// A spring that is four times as stiff in extension as in compression.
private struct TwoSprings: FastSlowModel {
  @State(initial: 1) var x
  @State(initial: 0) var v
  var equations: [Equation] {
    d(x) == v
    d(v) == -ifelse(x < 0, 1, 4) * x
  }
}

/// Held at x = 0 by a jump while |y| < 1.
private struct Sliding: FastSlowModel {
  @State(initial: 0.25) var x
  @State(initial: 0) var y
  var equations: [Equation] {
    d(x) == y - sign(x)
    d(y) == 1
  }
}

/// Held on two surfaces at once.
private struct Cornered: FastSlowModel {
  @State(initial: 1) var x
  @State(initial: 1) var y
  var equations: [Equation] {
    d(x) == -sign(x) - 0.5 * sign(y)
    d(y) == -sign(y) - 0.5 * sign(x)
  }
}

/// A condition on a smooth function of time.
private struct Gate: FastSlowModel {
  @State(initial: 0) var open
  var equations: [Equation] { d(open) == heaviside(sin(time) - 0.5) }
}

@Suite("Runs over jumps")
struct PiecewiseRunTests {
  /// The states at some times.
  private func states(
    _ model: some FastSlowModel, at times: [Double], from start: Double = 0, rtol: Double = 1e-8,
    method: IntegrationOptions.Method = .bdf
  ) throws -> [[Double]] {
    let solution = try solve(model, at: times, from: start, rtol: rtol, method: method)
    return times.indices.map { solution.state(at: $0) }
  }

  private func solve(
    _ model: some FastSlowModel, at times: [Double], from start: Double = 0, rtol: Double = 1e-8,
    method: IntegrationOptions.Method = .bdf
  ) throws -> Solution {
    let system = try model.compiled()
    let forward = times.allSatisfy { $0 >= start }
    let end = (forward ? times.max() : times.min()) ?? start
    return try integrate(
      system.field(in: .slow), from: system.initialState, over: (start, end), output: .times(times),
      options: IntegrationOptions(method: method, relativeTolerance: rtol))
  }

  @Test(
    "a short pulse is seen at any tolerance, by every method",
    arguments: IntegrationOptions.Method.allCases.filter { !$0.needsScales })
  func pulse(_ method: IntegrationOptions.Method) throws {
    let exact = [
      (0.5, 0.6065306597126334), (1.0, 0.36787944117144233), (1.025, 0.8525982248392983),
      (1.05, 1.3253492590968752), (2.0, 0.5125669288977904),
    ]
    for rtol in [1e-3, 1e-6, 1e-9] {
      let got = try states(ShortPulse(), at: exact.map(\.0), rtol: rtol, method: method)
      // Global error: local ones of some hundred steps at most.
      for (state, (time, value)) in zip(got, exact) {
        #expect(abs(state[0] - value) < 100 * rtol * value, "t = \(time), rtol \(rtol)")
      }
    }
  }

  @Test("a unit input is not missed, whatever the final time, forward and backward")
  func unitInput() throws {
    for (state, exact) in zip(try states(UnitInput(), at: [1.5, 2, 17, 1e6]), [0.5, 1, 1, 1]) {
      #expect(abs(state[0] - exact) < 1e-14)
    }
    // From 17 back to 0 the input takes 1 away: −1 at the start.
    #expect(try abs(states(UnitInput(), at: [0], from: 17)[0][0] + 1) < 1e-12)
  }

  @Test("a periodic switch conserves what it should")
  func threePhase() throws {
    let exact = [
      [0.00020365375555555555, 0.4388888888888889], [0.0004073075111111111, 0.55],
      [0.0004073075111111111, 0.55],
    ]
    for (state, values) in zip(try states(ThreePhase(), at: [25, 50, 150]), exact) {
      // Ten times the tolerance, for the steps in three pieces.
      for (got, value) in zip(state, values) { #expect(abs(got - value) < 1e-7 * abs(value)) }
    }
  }

  @Test("knots of a tabulated input are hit: the charge is exact")
  func driveCycle() throws {
    let got = try states(DriveCycle(), at: [500, 502, 1000, 1010, 1100], rtol: 1e-6).map { $0[0] }
    for (charge, exact) in zip(got, [500.0, 501, 502, 512, 513]) {
      // Linear and quadratic pieces: a method of order 2 is exact but for what it starts with.
      #expect(abs(charge - exact / 3600) < 1e-6 * exact / 3600)
    }
  }

  @Test("growth stops at a threshold, which is named, with bounded work")
  func threshold() throws {
    let solution = try solve(Threshold(), at: [1, 2, 2.5, 4, 100], rtol: 1e-6)
    for (value, exact) in zip(solution["x"] ?? [], [0.1, 0.2, 0.25, 0.25, 0.25]) {
      #expect(abs(value - exact) < 1e-12)
    }
    #expect(solution.switches.map(\.kind) == [.falls])
    #expect(solution.switches.map(\.surface) == ["0.25 - x"])
    #expect(solution.statistics.steps < 100)
  }

  @Test("a solution crosses from branch to branch where the surface is", arguments: [1e-6, 1e-9])
  func springs(_ rtol: Double) throws {
    let period = 1.5 * Double.pi
    let solution = try solve(TwoSprings(), at: [period, 4 * period], rtol: rtol)
    for record in 0..<2 {
      let state = solution.state(at: record)
      #expect(abs(state[0] - 1) < 1000 * rtol)
      #expect(abs(state[1]) < 1000 * rtol)
    }
    #expect(solution.switches.count == 8)
    // x = cos 2t falls through 0 at π/4; then x = −2 sin(t − π/4) for π.
    for (k, passage) in solution.switches.enumerated() {
      let exact = .pi / 4 + Double(k / 2) * period + (k % 2 == 1 ? Double.pi : 0)
      #expect(abs(passage.time - exact) < 1000 * rtol)
    }
  }

  @Test("a solution slides along a surface and leaves it where the flow does")
  func sliding() throws {
    let solution = try solve(Sliding(), at: [0.2, 0.9, 3])
    let x = solution["x"] ?? []
    #expect(abs(x[0] - 0.07) < 1e-8)
    #expect(abs(x[1]) < 1e-8)
    #expect(abs(x[2] - 2) < 1e-7)
    #expect(solution.switches.map(\.kind) == [.slides, .leavesAbove])
    for (passage, exact) in zip(solution.switches, [1 - 0.5.squareRoot(), 1]) {
      #expect(abs(passage.time - exact) < 1e-7)
    }
  }

  @Test("a solution held on two surfaces is an error that names both and keeps what there was")
  func cornered() throws {
    do {
      _ = try solve(Cornered(), at: [0.1, 5])
      Issue.record("accepted")
    } catch let error as IntegrationError {
      #expect(
        error.message.contains("x = 0 and y = 0") || error.message.contains("y = 0 and x = 0"))
      #expect(error.solution.times == [0.1])
      #expect(error.solution.status == .failed)
    }
  }

  @Test("a gate by a smooth function of time opens for a third of each period")
  func gate() throws {
    // sin t > 1/2 for 2π/3 of 2π.
    let turns = 3.0
    let got = try states(Gate(), at: [turns * 2 * .pi])[0][0]
    #expect(abs(got - turns * 2 * .pi / 3) < 1e-7)
  }

  @Test("output comes in the caller's order, across jumps too")
  func order() throws {
    let solution = try solve(UnitInput(), at: [3, 0, 1.5, 1.5, 1, 2])
    #expect(solution.times == [3, 0, 1.5, 1.5, 1, 2])
    for (y, exact) in zip(solution["y"] ?? [], [1, 0, 0.5, 0.5, 0, 1]) {
      #expect(abs(y - exact) < 1e-14)
    }
  }

  @Test("events and work are kept over all pieces, with no output at all")
  func events() throws {
    let system = try UnitInput().compiled()
    let solution = try integrate(
      system.field(in: .slow), from: system.initialState, over: (0, 17), output: .times([]),
      events: [
        Event("quarter") { _, y in y[0] - 0.25 },
        Event("third", isTerminal: true) { t, _ in (t - 0.5) * (t - 5) * (t - 9) },
      ])
    #expect(solution.events.map(\.name) == ["third"])
    #expect(abs(solution.reachedTime - 0.5) < 1e-12)
    let counted = try integrate(
      system.field(in: .slow), from: system.initialState, over: (0, 17), output: .times([]),
      events: [
        Event("quarter") { _, y in y[0] - 0.25 },
        Event("twice", lastCount: 2) { t, _ in (t - 0.5) * (t - 5) * (t - 9) },
      ])
    #expect(counted.events.map(\.name) == ["twice", "quarter", "twice"])
    #expect(abs(counted.reachedTime - 5) < 1e-9)
  }

  @Test("a solution at rest between two jumps in time is not at rest for good")
  func rest() throws {
    let system = try ShortPulse().compiled().setting("y", initial: 0)
    var options = IntegrationOptions()
    options.stopsAtSteadyState = true
    let solution = try integrate(
      system.field(in: .slow), from: [0], over: (0, 2), output: .times([1.05]), options: options)
    // From 0 the pulse alone: 20 (1 − e^(−0.05)).
    #expect(abs(solution.reachedState[0]) > 0.1)
    #expect(abs((solution["y"]?.first ?? 0) - 20 * (1 - Double.exp(-0.05))) < 1e-6)
  }

  @Test("a budget of steps holds over all pieces")
  func budget() throws {
    let system = try UnitInput().compiled()
    var options = IntegrationOptions()
    options.maximumSteps = 12
    let solution = try integrate(
      system.field(in: .slow), from: system.initialState, over: (0, 17), options: options)
    #expect(solution.status == .stepLimit)
    #expect(solution.statistics.steps == 12)
  }
}
