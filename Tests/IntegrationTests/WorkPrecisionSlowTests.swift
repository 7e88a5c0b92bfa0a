import Foundation
import Integration
import TestSupport
import Testing

/// What monotone means here, and why not more.
///
/// - Tolerances are from 10^-3.5 down: at 1e-3 BDF may be off by anything, see `loosest`.
/// - An error below rtol is luck, of which nothing is asked; below 1e-9 rounding shows.
/// - From half a decade of rtol to the next an error may rise, since errors of both signs come
///   together and may cancel at one of them: threefold for the Rosenbrock method, tenfold for BDF,
///   whose orders change, twentyfold for `auto`, which goes between methods of which the explicit one
///   is much better than asked, and for Radau, whose errors are far below what is asked and
///   irregular. Over three decades it falls by half at least.
/// - The cost of the Rosenbrock method never falls. The others may settle on a higher order, or `auto`
///   on another method, which saves up to half once; over two decades they never cost less by
///   more than a tenth. At 1e-6 Radau's order changes, and `auto`'s stiff method: costs on both sides
///   are of two methods, and are not compared.
@Suite("Error against cost on the reference set")
struct WorkPrecisionSlowTests {
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
    [IntegrationOptions.Method.bdf, .rosenbrock, .radau, .auto])
  func monotone(_ name: String, _ method: IntegrationOptions.Method) throws {
    let problem = try #require(WrittenProblem.references.first { $0.name == name })
    let runs = try (7...24).map { half in
      let tolerance = pow(10, -Double(half) / 2)
      let run = try ReferenceRun(problem, method, relativeTolerance: tolerance)
      let work = Double(run.solution.statistics.rhsEvaluations)
      return (tolerance: tolerance, error: max(run.error, tolerance, 1e-9), work: work)
    }
    let changes = method == .radau || method == .auto
    let isOneMethod = { (loose: Double, tight: Double) in
      !changes || (loose > 1e-6) == (tight > 1e-6)
    }
    for (loose, tight) in zip(runs, runs.dropFirst()) {
      #expect(tight.error <= largestRise(method) * loose.error, "at \(tight.tolerance)")
      guard isOneMethod(loose.tolerance, tight.tolerance) else { continue }
      #expect(tight.work >= (method == .rosenbrock ? 1 : 0.5) * loose.work, "at \(tight.tolerance)")
    }
    for (loose, tight) in zip(runs, runs.dropFirst(4))
    where isOneMethod(loose.tolerance, tight.tolerance) {
      #expect(tight.work >= 0.9 * loose.work, "at \(tight.tolerance)")
    }
    for (loose, tight) in zip(runs, runs.dropFirst(6)) where tight.error > 1e-9 {
      #expect(tight.error <= 0.5 * loose.error, "at \(tight.tolerance)")
    }
  }

  /// Where BDF is wrong at a loose tolerance and nothing tells: its phase is off where a flank is steep, or
  /// a mode is damped that should turn. docs/reference-problems.md names them.
  private static let silentlyWrong: Set<String> = [
    "dahlquist_complex_osc bdf 0.001", "dahlquist_complex_osc bdf 0.0001",
    "vdp_hairer_eps1e-6 bdf 0.001", "morris_lecar_hopf bdf 0.001", "vdp_mu1000 bdf 0.001",
  ]

  /// A third of the value is no answer, whatever the tolerance.
  @Test(
    "at the loosest tolerance an answer is right or suspect", arguments: WrittenProblem.references)
  func loosest(_ problem: WrittenProblem) throws {
    for method in [IntegrationOptions.Method.bdf, .rosenbrock, .radau, .auto] {
      for tolerance in [1e-3, 1e-4] {
        let run = try ReferenceRun(
          problem, method, relativeTolerance: tolerance, auditsTrust: true)
        let isSilent = run.error > 0.3 && run.solution.suspicions.isEmpty
        let name = "\(problem.name) \(method) \(tolerance)"
        #expect(isSilent == Self.silentlyWrong.contains(name), "\(name): \(run.error)")
      }
    }
  }
}
