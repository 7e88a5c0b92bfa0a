import FastSlow
import Reporting

/// What is predicted before any SGD is looked at.
struct Prediction {
  /// How much of finite SGD is taken into account.
  let kind: PredictionKind
  /// The model that predicts.
  let system: System
  let problem: LearningProblem
  /// The ODE at all times at which SGD of some size is recorded.
  let window: Solution
  /// The same at every step of the solver, for drawing.
  let smooth: Solution
  /// The ODE's courses, for each size at its own recorded times.
  let equations: [PredictedCourse]
  /// What is held against SGD.
  let courses: [PredictedCourse]
  /// What becomes of the feature, of a model that has one.
  let fate: FatePrediction?

  /// The prediction of a kind for requests that SGD is to run.
  init(
    _ kind: PredictionKind, _ system: System, _ problem: LearningProblem,
    _ design: ComparisonDesign, _ requests: [SGDRequest]
  ) throws(CommandFailure) {
    self.kind = kind
    self.system = system
    self.problem = problem
    let options = IntegrationOptions(relativeTolerance: 1e-10, absoluteTolerance: 1e-13)
    let times = requests.map(problem.limit.times)
    let all = Set(times.joined()).sorted()
    func solution(_ output: OutputPlan) throws(CommandFailure) -> Solution {
      try requiring {
        try system.solve(until: all[all.count - 1], in: .fast, output: output, options: options)
      }
    }
    let window = try solution(.times(all))
    self.window = window
    smooth = try solution(.everyStep)
    let equations = try problem.orderParameters.map { variable, parameter throws(CommandFailure) in
      guard let values = window[variable] else {
        throw .failed("\(system.name) compares \"\(variable)\", which is none of its variables")
      }
      let bySize = times.map { own in
        let chosen = Set(own)
        return zip(all, values).filter { chosen.contains($0.0) }.map(\.1)
      }
      return PredictedCourse(variable: variable, parameter: parameter, bySize: bySize)
    }
    self.equations = equations
    courses =
      problem.replacesEquations(kind)
      ? try requiring { try problem.courses(kind, for: requests) } : equations
    fate = FatePrediction(
      system, problem, window: window, firstTime: design.stepSize, options, courses,
      times: times[times.count - 1])
  }

  /// Whether the ODE's own solution is what is held against SGD.
  var isODE: Bool { !problem.replacesEquations(kind) }

  /// What speaks against it beforehand.
  var warnings: [String] {
    if case .equal = problem.secondLayer { return [] }
    let isOfEqualNeurons = problem.orderParameters.contains { $0.parameter == .secondLayer }
    return isODE && isOfEqualNeurons
      ? [
        "The second layer starts unequal, and the ODE is of equal neurons; the prediction types is of all."
      ] : []
  }

  /// What is held against SGD, in a word or two.
  var name: String {
    if isODE { return "ODE" }
    return kind == .meanField ? "ODE at the optimal second layer" : "\(kind.rawValue) prediction"
  }

  /// The kind and what it adds.
  var meaning: String {
    isODE || kind != .meanField
      ? "\(kind.rawValue): \(kind.meaning)"
      : "second layer at its optimum: a = V(s)/U(s²) in place of the equation for a"
  }
}
