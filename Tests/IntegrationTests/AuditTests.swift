import Integration
import Modeling
import NumericKernel
import RealModule
import TestSupport
import Testing

extension IntegrationOptions {
  /// With the audits on.
  fileprivate var audited: IntegrationOptions {
    var options = self
    options.auditsTrust = true
    return options
  }
}

@Suite("Trust: a run says when its result should be doubted")
struct AuditTests {
  private func kinds(_ solution: Solution) -> Set<Suspicion.Kind> {
    Set(solution.suspicions.map(\.kind))
  }

  private func run(
    _ name: String, rtol: Double = 1e-6, atol: AbsoluteTolerance = AbsoluteTolerance(),
    method: IntegrationOptions.Method = .bdf
  ) throws -> (solution: Solution, error: Double) {
    let problem = try #require(WrittenProblem.reported[name])
    let model = try problem.system().field(in: .slow)
    let expected = try #require(problem.expected)
    let solution = try integrate(
      model, from: problem.y0, over: (problem.t0, try #require(problem.end)),
      output: .times(expected.map(\.t)),
      options: IntegrationOptions(
        method: method, relativeTolerance: rtol, absoluteTolerance: atol
      ).audited)
    var error = 0.0
    for (k, point) in expected.enumerated() {
      for (value, exact) in zip(solution.state(at: k), point.values) {
        error = max(error, (value - exact).magnitude / (exact.magnitude + 1e-30))
      }
    }
    return (solution, error)
  }

  /// ε x' = t x from −1: x falls to e^(−1/2ε) and comes back to 1 at t = 1.
  @Test("a variable that sinks below its tolerance and returns is suspect, or right")
  func delayedExchange() throws {
    for atol in [1e-9, 1e-15] {
      let (solution, error) = try run("delayed-exchange", atol: AbsoluteTolerance(atol))
      #expect(error > 0.1, "atol \(atol) is too large for the problem")
      #expect(kinds(solution).contains(.toleranceAboveSolution))
    }
    let (right, error) = try run("delayed-exchange", rtol: 1e-8, atol: 1e-40)
    #expect(error < 1e-3)
    #expect(right.suspicions.isEmpty, "\(right.suspicions)")
    let (scaled, scaledError) = try run("delayed-exchange")
    #expect(scaledError < 1e-2 || !scaled.suspicions.isEmpty)
  }

  @Test("May-Leonard competition: components that fall to 1e-100 are suspect, or right")
  func mayLeonard() throws {
    for atol in [AbsoluteTolerance(), 1e-6, 1e-9, 1e-15] {
      let (solution, error) = try run("may-leonard", atol: atol)
      #expect(error < 1e-2 || kinds(solution).contains(.toleranceAboveSolution))
    }
  }

  @Test("Robertson at a loose tolerance leaves its set: suspect, by what is declared at least")
  func robertson() throws {
    let problem = try #require(WrittenProblem.reported["rober-negative-1e7"])
    let model = try problem.system().field(in: .slow)
    var options = IntegrationOptions(relativeTolerance: 1e-6, absoluteTolerance: 1e-6).audited
    options.maximumSteps = 10_000
    options.conserved = Observables(["total"]) { { _, y, v in v[0] = y[0] + y[1] + y[2] } }
    options.nonnegative = Observables(problem.state) {
      { _, y, v in for k in 0..<3 { v[k] = y[k] } }
    }
    let loose = try integrate(
      model, from: problem.y0, over: (0, 1e11), output: .times([1e11]), options: options)
    if loose.status == .completed, !(abs(loose.reachedState[1]) < 1e-6) {
      #expect(kinds(loose).contains(.negative))
    }
    options.absoluteTolerance = AbsoluteTolerance()
    let good = try integrate(
      model, from: problem.y0, over: (0, 1e11), output: .times([1e11]), options: options)
    #expect(good.suspicions.isEmpty, "\(good.suspicions)")
    #expect(abs(good.reachedState.reduce(0, +) - 1) < 1e-6)
  }

  @Test("declared quantities that are broken are named")
  func declared() throws {
    var options = IntegrationOptions().audited
    options.conserved = Observables(["energy"]) { { _, y, v in v[0] = y[0] * y[0] } }
    options.nonnegative = Observables(["x"]) { { _, y, v in v[0] = y[0] } }
    let solution = try integrate(oscillator, from: [1, 0], over: (0, 5), options: options)
    #expect(kinds(solution) == [.notConserved, .negative])
    #expect(
      solution.suspicions.allSatisfy { $0.message.contains($0.kind == .negative ? "x" : "energy") })
  }

  @Test("a tolerance above everything controls nothing")
  func tiny() throws {
    let (naive, error) = try run("tiny-state-1e-30", atol: 1e-9)
    #expect(error > 0.1)
    #expect(kinds(naive).contains(.toleranceAboveSolution))
    let (scaled, scaledError) = try run("tiny-state-1e-30")
    #expect(scaledError < 1e-5)
    #expect(scaled.suspicions.isEmpty)
  }

  @Test("an input that no step has seen is found, a smooth one does not alarm")
  func window() throws {
    let input = ExternalModel(variables: ["y"]) { t, _, rate in
      rate[0] = 1 <= t && t < 2 ? 1 : 0
    }
    let missed = try integrate(
      input, from: [0], over: (0, 17), options: IntegrationOptions().audited)
    #expect(abs(missed.reachedState[0] - 1) < 1e-3 || kinds(missed).contains(.unseenForcing))
    let pulse = ExternalModel(variables: ["y"]) { t, y, rate in
      rate[0] = (1 < t && t < 1.05 ? 20 : 0) - y[0]
    }
    let kicked = try integrate(
      pulse, from: [1], over: (0, 20), options: IntegrationOptions().audited)
    let exact = Double.exp(-20) * (1 + 20 * (.exp(1.05) - .exp(1)))
    #expect(
      abs(kicked.reachedState[0] / exact - 1) < 1e-3 || kinds(kicked).contains(.unseenForcing))
    for ω in [0.3, 3, 50] {
      let smooth = ExternalModel(variables: ["y"]) { t, y, rate in rate[0] = .sin(ω * t) - y[0] }
      let calm = try integrate(
        smooth, from: [1], over: (0, 50), options: IntegrationOptions().audited)
      #expect(calm.suspicions.isEmpty)
    }
  }

  /// ε z' = (y + i) z + ε, y' = 1 from its attracting slow manifold; exact |z| = 1 at known y.
  private func shishkova(_ ε: Double, from start: Double, rtol: Double) throws -> Solution {
    let model = try writtenModel(
      state: ["p", "q", "y"],
      equations: ["p": "(y*p - q)/e + 1", "q": "(y*q + p)/e", "y": "1"], parameters: ["e": ε]
    ).field(in: .slow)
    var options = IntegrationOptions(relativeTolerance: rtol).audited
    options.maximumSteps = 1_000_000
    return try integrate(
      model, from: [0, 0, start], over: (0, 4), output: .times([]),
      events: [
        Event("leaves", direction: .rising, isTerminal: true) { _, z in
          z[0] * z[0] + z[1] * z[1] - 1
        }
      ], options: options)
  }

  @Test(
    "Shishkova's delayed Hopf bifurcation",
    arguments: [(0.05, 1.02721300772751), (0.03, 1.02413979787)])
  func delayedHopf(_ ε: Double, _ exact: Double) throws {
    let solution = try shishkova(ε, from: -2.5, rtol: 1e-13)
    #expect(abs(solution.reachedState[2] - exact) < 1e-6)
    #expect(solution.suspicions.isEmpty, "\(solution.suspicions)")
  }

  @Test("at ε = 0.01 it needs more digits than there are, and the run says how many")
  func cancellation() throws {
    for rtol in [1e-6, 1e-9, 1e-12] {
      let solution = try shishkova(0.01, from: -2.5, rtol: rtol)
      let found = try #require(solution.suspicions.first { $0.kind == .cancellation })
      #expect(found.message.contains("digits are needed"))
    }
  }

  @Test("a repeat at tighter tolerance finds what a loose one got wrong")
  func repeated() throws {
    let options = IntegrationOptions(relativeTolerance: 1e-9, absoluteTolerance: 1e-2).audited
    let loose = try integrate(oscillator, from: [1e-3, 0], over: (0, 20), options: options)
    let verdict = try verify(
      loose, of: oscillator, from: [1e-3, 0], over: (0, 20), options: options)
    #expect(kinds(verdict.solution).contains(.disagreesWithRepeat))
    let good = IntegrationOptions().audited
    let right = try integrate(oscillator, from: [1, 0], over: (0, 20), options: good)
    let agreed = try verify(right, of: oscillator, from: [1, 0], over: (0, 20), options: good)
    #expect(agreed.distance < 1e-4)
    #expect(agreed.solution.suspicions.isEmpty)
  }
}
