import FastSlow
import TestSupport

/// Error against cost over the tolerances, for every initial value problem of the reference set.
struct References {
  private static let methods: [IntegrationOptions.Method] = [.bdf, .rosenbrock, .radau, .auto]
  private static let tolerances = [1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12]

  func run(_ report: BenchmarkReport) throws {
    let heads = Self.tolerances.map { "\($0)" }.joined(separator: " | ")
    var text = """
      ## Reference problems: error against cost

      Every initial value problem of Tests/References (quadruple-precision answers of independent
      methods) at relative tolerances from 1e-3 to 1e-12, absolute ones left to the solver. A cell
      is the largest error of any variable at any of the reference's times, relative to
      |value| + 1e-6 of the variable's largest, and the evaluations of the right-hand side; a star
      marks a run that its own audits call suspect.
      Tests hold auto, rosenbrock and radau to eight digits at 1e-10 (rosenbrock on morris_lecar_hopf
      to seven) and bdf to six, bound how far an error may rise or a cost fall from one tolerance to
      the next, and hold answers that are off by more than 0.3 to be marked suspect: all are but five
      of bdf, dahlquist_complex_osc at 1e-3 and 1e-4, vdp_hairer_eps1e-6, morris_lecar_hopf and
      vdp_mu1000 at 1e-3.

      | problem | method | \(heads) |
      |---|---|\(Self.tolerances.map { _ in "---:|" }.joined())

      """
    for problem in WrittenProblem.references {
      for method in Self.methods {
        let cells = Self.tolerances.map { cell(problem, method, $0) }
        text += "| \(problem.name) | \(method.rawValue) | \(cells.joined(separator: " | ")) |\n"
      }
    }
    try report.write("references", text)
  }

  private func cell(
    _ problem: WrittenProblem, _ method: IntegrationOptions.Method, _ tolerance: Double
  ) -> String {
    do {
      let run = try ReferenceRun(problem, method, relativeTolerance: tolerance, auditsTrust: true)
      let mark = run.solution.suspicions.isEmpty ? "" : "*"
      return "\(scientific(run.error))\(mark), \(run.solution.statistics.rhsEvaluations)"
    } catch { return "failed" }
  }
}
