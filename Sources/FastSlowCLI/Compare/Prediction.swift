import FastSlow
import Reporting

/// What is predicted before any SGD is looked at.
struct Prediction {
  /// How much of finite SGD is taken into account.
  let kind: PredictionKind
  /// The model that predicts.
  let system: System
  let problem: LearningProblem
  /// The recorded times, in the model's unit.
  let times: [Double]
  /// The ODE at the times at which SGD is recorded.
  let window: Solution
  /// The same at every step of the solver, for drawing.
  let smooth: Solution
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
    let timesBySize = requests.map { design.times(of: $0, for: problem) }
    let times = timesBySize[0]
    self.times = times
    func solution(_ output: OutputPlan) throws(CommandFailure) -> Solution {
      try requiring {
        try system.solve(until: times[times.count - 1], in: .fast, output: output, options: options)
      }
    }
    let window = try solution(.times(times))
    self.window = window
    smooth = try solution(.everyStep)
    if !problem.replacesEquations(kind) {
      courses = problem.orderParameters.map {
        PredictedCourse(
          variable: $0.variable, parameter: $0.parameter, values: window[$0.variable] ?? [])
      }
    } else {
      courses = try requiring { try problem.courses(kind, for: requests) }
    }
    fate = FatePrediction(
      system, problem, window: window, firstTime: design.stepSize, options, courses)
  }

  /// Whether the ODE's own solution is what is held against SGD.
  var isODE: Bool { !problem.replacesEquations(kind) }

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
