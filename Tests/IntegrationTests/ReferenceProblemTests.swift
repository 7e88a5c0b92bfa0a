import Foundation
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
  @Test("eight digits at rtol 1e-10 by auto and rosenbrock", arguments: names)
  func eightDigits(_ name: String) throws {
    for method in [IntegrationOptions.Method.auto, .rosenbrock] {
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
    for method in [IntegrationOptions.Method.auto, .rosenbrock, .bdf] {
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

/// What monotone means here, and why not more.
///
/// - An error below rtol is luck, of which nothing is asked; below 1e-9 rounding shows.
/// - From half a decade of rtol to the next an error may rise, since errors of both signs come
///   together and may cancel at one of them: threefold for the Rosenbrock method, tenfold for BDF,
///   whose orders change, twentyfold for `auto`, which goes between methods of which the explicit one
///   is much better than asked. Over three decades it falls by half at least.
/// - The cost of the Rosenbrock method never falls. BDF and `auto` may settle on a higher order or on
///   another method, which saves up to two fifths once; over two decades they never cost less by
///   more than a tenth.
@Suite("Error against cost on the reference set")
struct WorkPrecisionTests {
  private func largestRise(_ method: IntegrationOptions.Method) -> Double {
    switch method {
    case .rosenbrock: 3
    case .bdf: 10
    default: 20
    }
  }

  @Test(
    "errors fall with the tolerance and cost grows",
    arguments: WrittenProblem.references.map(\.name),
    [IntegrationOptions.Method.bdf, .rosenbrock, .auto])
  func monotone(_ name: String, _ method: IntegrationOptions.Method) throws {
    let problem = try #require(WrittenProblem.references.first { $0.name == name })
    let runs = try (7...24).map { half in
      let tolerance = pow(10, -Double(half) / 2)
      let run = try ReferenceRun(problem, method, relativeTolerance: tolerance)
      let work = Double(run.solution.statistics.rhsEvaluations)
      return (tolerance: tolerance, error: max(run.error, tolerance, 1e-9), work: work)
    }
    for (loose, tight) in zip(runs, runs.dropFirst()) {
      #expect(tight.error <= largestRise(method) * loose.error, "at \(tight.tolerance)")
      #expect(tight.work >= (method == .rosenbrock ? 1 : 0.6) * loose.work, "at \(tight.tolerance)")
    }
    for (loose, tight) in zip(runs, runs.dropFirst(4)) {
      #expect(tight.work >= 0.9 * loose.work, "at \(tight.tolerance)")
    }
    for (loose, tight) in zip(runs, runs.dropFirst(6)) where tight.error > 1e-9 {
      #expect(tight.error <= 0.5 * loose.error, "at \(tight.tolerance)")
    }
  }

  /// At rtol 1e-3 BDF's errors can grow to anything; it must not pass for success.
  @Test(
    "at the loosest tolerance an answer is right or suspect", arguments: WrittenProblem.references)
  func loosest(_ problem: WrittenProblem) throws {
    for method in [IntegrationOptions.Method.bdf, .rosenbrock, .auto] {
      for tolerance in [1e-3, 1e-4] {
        let run = try ReferenceRun(
          problem, method, relativeTolerance: tolerance, auditsTrust: true)
        #expect(run.error < 10 || !run.solution.suspicions.isEmpty, "\(method): \(run.error)")
      }
    }
  }
}
