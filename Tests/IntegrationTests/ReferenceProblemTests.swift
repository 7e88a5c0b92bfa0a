import Integration
import TestSupport
import Testing

@Suite("Every initial value problem of the reference set")
struct ReferenceProblemTests {
  /// The largest error relative to |value| + 1e-6 of the variable's largest.
  private func run(_ problem: WrittenProblem, _ method: IntegrationOptions.Method, _ rtol: Double)
    throws -> (error: Double, solution: Solution)
  {
    let points = try #require(problem.reference)
    let model = try WrittenModel(
      state: problem.state, equations: problem.equations, parameters: problem.parameters)
    let times = points.map(\.t)
    var options = IntegrationOptions(method: method, relativeTolerance: rtol)
    options.auditsTrust = true
    let solution = try integrate(
      model, from: problem.y0, over: (problem.t0, times.max() ?? 0), output: .times(times),
      options: options)
    var worst = 0.0
    for column in problem.state.indices {
      let size = points.map { $0.values[column].magnitude }.max() ?? 0
      for (k, point) in points.enumerated() {
        let (value, exact) = (solution.state(at: k)[column], point.values[column])
        worst = max(worst, (value - exact).magnitude / (exact.magnitude + 1e-6 * size))
      }
    }
    return (worst, solution)
  }

  /// Where a phase error meets a steep flank or the reference crosses zero, digits are lost.
  private static let steep = ["morris_lecar_hopf", "vdp_hairer_eps1e-6"]

  /// Global errors are the local tolerance times the number of steps and the problem's
  /// conditioning: within 10⁴ rtol for BDF.
  @Test(
    "six digits and more at rtol 1e-10 by BDF", arguments: WrittenProblem.references.map(\.name))
  func bdf(_ name: String) throws {
    let problem = try #require(WrittenProblem.references.first { $0.name == name })
    let (error, solution) = try run(problem, .bdf, 1e-10)
    #expect(error < (Self.steep.contains(name) ? 1e-5 : 1e-6))
    #expect(solution.suspicions.isEmpty, "\(solution.suspicions)")
  }

  /// The Rosenbrock method reaches them but for its order reduction where a stiff equation is forced
  /// (Prothero-Robinson), where BDF does; a phase error on a steep flank leaves 7 digits.
  @Test(
    "eight digits at rtol 1e-10 by the better of two methods",
    arguments: WrittenProblem.references.map(\.name))
  func eightDigits(_ name: String) throws {
    let problem = try #require(WrittenProblem.references.first { $0.name == name })
    let (error, solution) = try run(problem, .rosenbrock, 1e-10)
    #expect(solution.suspicions.isEmpty, "\(solution.suspicions)")
    let least = error < 1e-8 ? error : min(error, try run(problem, .bdf, 1e-10).error)
    let isSteep = ["morris_lecar_hopf", "vdp_lienard_eps1e-3", "vdp_mu1000"].contains(name)
    #expect(least < (isSteep ? 1e-7 : 1e-8))
  }

  /// Tightening rtol by a thousand buys at least a factor three, down to rounding, at growing cost.
  @Test(
    "error falls and cost grows with the tolerance",
    arguments: WrittenProblem.references.map(\.name))
  func workPrecision(_ name: String) throws {
    let problem = try #require(WrittenProblem.references.first { $0.name == name })
    for method in [IntegrationOptions.Method.bdf, .rosenbrock] {
      let runs = try [1e-3, 1e-6, 1e-9, 1e-12].map { try run(problem, method, $0) }
      for (loose, tight) in zip(runs, runs.dropFirst()) {
        #expect(tight.error < max(0.3 * loose.error, 1e-9))
        #expect(tight.solution.statistics.steps >= loose.solution.statistics.steps)
      }
    }
  }
}
