import Integration
import Modeling
import TestSupport
import Testing

@Suite("Every initial value problem of the reference set")
struct ReferenceProblemTests {
  private static let names = WrittenProblem.references.map(\.name)

  private func problem(_ name: String) throws -> WrittenProblem {
    try #require(WrittenProblem.references.first { $0.name == name })
  }

  /// Half a unit of the eighth digit of 1.0 is 5e-8. The first spike of Morris and Lecar's neuron
  /// leaves the fold at a phase that a local error moves by a thousand times its size, and a flank of
  /// 30 mV/ms turns that into volts: seven digits with the stiff method alone.
  @Test("eight digits at rtol 1e-10 by auto, rosenbrock and radau", arguments: names)
  func eightDigits(_ name: String) throws {
    for method in [IntegrationOptions.Method.auto, .rosenbrock, .radau] {
      let run = try ReferenceRun(
        problem(name), method, relativeTolerance: 1e-10, auditsTrust: true)
      let isSteep = name == "morris_lecar_hopf" && method == .rosenbrock
      #expect(run.error < (isSteep ? 1e-7 : 5e-8), "\(method): \(run.error)")
      #expect(run.solution.suspicions.isEmpty, "\(method): \(run.solution.suspicions)")
    }
  }

  /// BDF's local errors have one sign over many steps and add up: within 10⁴ rtol, and four times
  /// that where a phase error meets a steep flank. The set's own runs of CVODE show the same factors.
  @Test("six digits at rtol 1e-10 by bdf", arguments: names)
  func bdf(_ name: String) throws {
    let run = try ReferenceRun(problem(name), .bdf, relativeTolerance: 1e-10, auditsTrust: true)
    let isSteep = ["morris_lecar_hopf", "vdp_hairer_eps1e-6"].contains(name)
    #expect(run.error < (isSteep ? 4e-6 : 1e-6))
    #expect(run.solution.suspicions.isEmpty, "\(run.solution.suspicions)")
  }

  @Test("periods of van der Pol's cycle to eight digits", arguments: WrittenProblem.periods)
  func period(_ problem: WrittenProblem) throws {
    let period = try #require(problem.period)
    for method in [IntegrationOptions.Method.auto, .rosenbrock, .radau, .bdf] {
      let solution = try integrate(
        problem.system().field(in: .slow), from: problem.y0, over: (0, 1.5 * period),
        output: .times([]),
        events: [Event("round", direction: .falling, isTerminal: true) { _, z in z[1] }],
        options: IntegrationOptions(method: method, relativeTolerance: 1e-10))
      #expect(solution.status == .event)
      #expect(
        (solution.reachedTime / period - 1).magnitude < (method == .bdf ? 1e-6 : 5e-8),
        "\(method): \(solution.reachedTime)")
    }
  }
}
