import FastSlow

/// A model's own equations solved over the window that SGD covers.
struct OwnEquations {
  /// The solver's tolerances, far below what SGD resolves.
  static let options: IntegrationOptions = {
    var options = IntegrationOptions(relativeTolerance: 1e-10, absoluteTolerance: 1e-13)
    options.keepsCurve = true
    return options
  }()

  /// The solution at all times at which SGD of some size is recorded.
  let window: Solution
  /// The same at every step of the solver, for drawing.
  let smooth: Solution
  /// Its order parameters, for each size at its own recorded times.
  let courses: [PredictedCourse]

  /// Solves the model to the last of the recorded times, which are a list for each size.
  init(_ system: System, _ problem: LearningProblem, times: [[Double]]) throws(CommandFailure) {
    let all = Set(times.joined()).sorted()
    func solution(_ output: OutputPlan) throws(CommandFailure) -> Solution {
      try requiring {
        try system.solve(
          until: all[all.count - 1], in: .fast, output: output, options: Self.options)
      }
    }
    let window = try solution(.times(all))
    self.window = window
    smooth = try solution(.everyStep).curve
    courses = try problem.orderParameters.map { variable, parameter throws(CommandFailure) in
      guard let values = window[variable] else {
        throw .failed("\(system.name) compares \"\(variable)\", which is none of its variables")
      }
      let bySize = times.map { own in
        let chosen = Set(own)
        return zip(all, values).filter { chosen.contains($0.0) }.map(\.1)
      }
      return PredictedCourse(variable: variable, parameter: parameter, bySize: bySize)
    }
  }
}
