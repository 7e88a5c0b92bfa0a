import FastSlow
import Reporting

/// What the ODE and its geometry predict, before any SGD is looked at.
struct Prediction {
  let system: System
  let problem: LearningProblem
  /// The ODE at the times at which SGD is recorded.
  let window: Solution
  /// The same at every step of the solver, for drawing.
  let smooth: Solution
  /// The ODE to slow time 10⁶ from the start, at logarithmic points; partial if it failed.
  let long: Solution
  /// The reduced flow, if the model has a curve for its critical manifold.
  let flow: ReducedFlow?
  /// The singular limit from the initial state.
  let path: SingularPath?
  /// What could not be had, in words.
  let warnings: [String]

  init(_ system: System, _ problem: LearningProblem, _ design: ComparisonDesign)
    throws(CommandFailure)
  {
    self.system = system
    self.problem = problem
    let request = try requiring { try design.request(for: problem, width: design.widths[0]) }
    let times = request.settings.recordedSteps.map { Double($0) * design.stepSize }
    let options = IntegrationOptions(relativeTolerance: 1e-10, absoluteTolerance: 1e-13)
    let window = try requiring {
      try system.solve(
        until: times[times.count - 1], in: .fast, output: .times(times), options: options)
    }
    self.window = window
    smooth = try requiring {
      try system.solve(until: times[times.count - 1], in: .fast, options: options)
    }
    var warnings: [String] = []
    let horizon = 1e6 / max(system.epsilon ?? 1, 1e-12)
    do {
      long = try system.solve(
        until: max(horizon, times[times.count - 1]), in: .fast,
        output: .points(300, .logarithmic(first: design.stepSize)), options: options)
    } catch {
      long = error.solution
      warnings.append("The long run of the ODE failed: \(error)")
    }
    do {
      let flow = try ReducedFlow(on: Prediction.manifold(system, window))
      path = try SingularPath(along: flow, from: Prediction.start(system, flow.manifold))
      self.flow = flow
    } catch {
      (flow, path) = (nil, nil)
      warnings.append("No prediction by the reduced flow: \(error)")
    }
    self.warnings = warnings
  }

  /// Over the slow variable's course in the window and twenty times beyond; alignments lie in [−1, 1].
  private static func manifold(_ system: System, _ window: Solution) throws(GeometryError)
    -> CriticalManifold
  {
    let slow = system.slowIndices.first.map { system.variables[$0].name } ?? ""
    let course = (window[slow] ?? []).map(\.magnitude)
    let (low, high) = (course.min() ?? 0, course.max() ?? 1)
    let names = system.fastIndices.map { system.variables[$0].name }
    let box = Dictionary(uniqueKeysWithValues: names.map { ($0, -0.05...1.05) })
    return try CriticalManifold(of: system, over: (0.2 * low)...(20 * high), box: box)
  }

  private static func start(_ system: System, _ manifold: CriticalManifold)
    -> (fast: [Double], slow: Double)
  {
    (
      system.fastIndices.map { system.initialState[$0] },
      system.initialState[system.slowIndices[0]]
    )
  }

  /// Predicted courses of the order parameters.
  var courses: [(variable: String, parameter: OrderParameter, values: [Double])] {
    problem.orderParameters.map { ($0.variable, $0.parameter, window[$0.variable] ?? []) }
  }

  /// The variable that is the alignment.
  var alignmentName: String {
    problem.orderParameters.first { $0.parameter == .alignment }?.variable ?? ""
  }

  /// The fate of the feature by the reduced flow.
  var predictedFate: FeatureFate {
    let index = system.fastIndices.firstIndex { system.variables[$0].name == alignmentName }
    guard let path, let index else { return .undetermined }
    return FeatureFate(path, alignment: index)
  }

  /// The fate of the feature by the full ODE over its long run.
  var odeFate: FeatureFate {
    FeatureFate(times: long.times, alignment: long[alignmentName] ?? [])
  }

  /// The same within the window that SGD covers.
  var windowFate: FeatureFate {
    FeatureFate(times: window.times, alignment: window[alignmentName] ?? [])
  }
}
