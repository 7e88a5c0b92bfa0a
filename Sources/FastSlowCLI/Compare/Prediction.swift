import FastSlow
import Reporting

/// What is predicted before any SGD is looked at.
struct Prediction {
  /// How much of finite SGD is taken into account.
  let kind: PredictionKind
  /// The model that predicts.
  let system: System
  let problem: LearningProblem
  /// The model's own equations; nil where the second layer is at its optimum, which is not what they say.
  let ode: OwnEquations?
  /// What is held against SGD.
  let courses: [PredictedCourse]
  /// What speaks against it beforehand, or could not be had.
  let warnings: [String]
  /// What becomes of the feature by those equations, of a model that has one.
  let fate: FatePrediction?

  /// The prediction of a kind for requests that SGD is to run.
  init(
    _ kind: PredictionKind, _ system: System, _ problem: LearningProblem,
    _ design: ComparisonDesign, _ requests: [SGDRequest]
  ) throws(CommandFailure) {
    self.kind = kind
    self.system = system
    self.problem = problem
    let times = requests.map(problem.limit.times)
    if problem.secondLayerTraining == .optimal {
      ode = nil
      courses = try requiring { try problem.courses(kind, for: requests) }
      fate = nil
    } else {
      let ode = try OwnEquations(system, problem, times: times)
      self.ode = ode
      courses =
        problem.replacesEquations(kind)
        ? try requiring { try problem.courses(kind, for: requests) } : ode.courses
      fate = FatePrediction(
        system, problem, window: ode.window, firstTime: design.stepSize, courses,
        times: times[times.count - 1])
    }
    warnings =
      Self.warnings(kind, problem, dimensionPerWidth: design.dimensionPerWidth)
      + (fate?.warnings ?? [])
  }

  /// Whether the ODE's own solution is what is held against SGD.
  var isODE: Bool { !problem.replacesEquations(kind) }

  private static func warnings(
    _ kind: PredictionKind, _ problem: LearningProblem, dimensionPerWidth: Double
  ) -> [String] {
    if problem.secondLayerTraining == .optimal {
      // From s = 0.6 to t = 1 an infinite batch is off in a by 0.8 at d = m, by 0.008 at d = 100 m.
      return dimensionPerWidth >= 100
        ? []
        : [
          "The ODE at the optimal second layer is of equal neurons, which d far above m keeps alike for a "
            + "while; d/m is \(formatted(dimensionPerWidth)): try --dimension-per-width 100 or more."
        ]
    }
    let isOfEqualNeurons = problem.orderParameters.contains { $0.parameter == .secondLayer }
    if case .equal = problem.secondLayer { return [] }
    return kind == .meanField && isOfEqualNeurons
      ? [
        "The second layer starts unequal, and the ODE is of equal neurons; --prediction types is of all."
      ] : []
  }

  /// What is held against SGD, in a word or two.
  var name: String {
    if isODE { return "ODE" }
    return kind == .meanField ? "ODE at the optimal second layer" : "\(kind.rawValue) prediction"
  }

  /// The kind and what it adds.
  var meaning: String {
    guard problem.secondLayerTraining == .optimal else {
      return "\(kind.rawValue): \(kind.meaning)"
    }
    return kind == .meanField
      ? "second layer at its optimum: a = V(s)/U(s²) in place of the equation for a"
      : "\(kind.rawValue): \(kind.meaning); the second layer at its optimum in place of the equation "
        + "for a"
  }
}
