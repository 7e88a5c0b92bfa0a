package import Integration
private import Modeling

/// A problem that has nothing to be held against.
struct NoReference: Error { let name: String }

/// A problem of the reference set solved once.
package struct ReferenceRun: Sendable {
  /// The largest error of a value, relative to |value| + 1e-6 of the variable's largest: what is
  /// relative far from zero and does not ask for digits of a passage through it.
  package let error: Double
  /// What the solver gave.
  package let solution: Solution

  /// Solves a problem at all times of its reference values.
  package init(
    _ problem: WrittenProblem, _ method: IntegrationOptions.Method, relativeTolerance: Double,
    auditsTrust: Bool = false
  ) throws {
    guard let points = problem.reference, !points.isEmpty else {
      throw NoReference(name: problem.name)
    }
    let times = points.map(\.t)
    var options = IntegrationOptions(method: method, relativeTolerance: relativeTolerance)
    options.auditsTrust = auditsTrust
    solution = try integrate(
      problem.system().field(in: .slow), from: problem.y0,
      over: (problem.t0, times.max() ?? problem.t0), output: .times(times), options: options)
    var worst = 0.0
    for column in problem.state.indices {
      let size = points.map { $0.values[column].magnitude }.max() ?? 0
      for (k, point) in points.enumerated() {
        let (value, exact) = (solution.state(at: k)[column], point.values[column])
        let found = (value - exact).magnitude / (exact.magnitude + 1e-6 * size)
        if !(found <= worst) { worst = found.isNaN ? .infinity : found }
      }
    }
    error = worst
  }
}
