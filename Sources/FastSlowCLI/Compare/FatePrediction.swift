import FastSlow

/// What becomes of the feature, by the reduced flow and by the ODE.
struct FatePrediction {
  /// The reduced flow, if the model has a curve for its critical manifold.
  let flow: ReducedFlow?
  /// By the reduced flow.
  let reduced: FeatureFate
  /// By the full ODE to slow time 10⁶ from the start, as far as it got.
  let ode: FeatureFate
  /// By what is held against SGD, within the window that SGD covers.
  let window: FeatureFate
  /// What could not be had, in words.
  let warnings: [String]

  /// nil for a model without an alignment. `times` are those at which the courses of the largest size
  /// are given.
  init?(
    _ system: System, _ problem: LearningProblem, window: Solution, firstTime: Double,
    _ courses: [PredictedCourse], times: [Double]
  ) {
    guard let name = problem.orderParameters.first(where: { $0.parameter == .alignment })?.variable
    else { return nil }
    var warnings: [String] = []
    let end = max(1e6 / max(system.epsilon ?? 1, 1e-12), window.times.last ?? 0)
    let long: Solution
    do {
      long = try system.solve(
        until: end, in: .fast, output: .points(300, .logarithmic(first: firstTime)),
        options: OwnEquations.options)
    } catch {
      long = error.solution
      warnings.append("The long run of the ODE failed: \(error)")
    }
    ode = FeatureFate(times: long.times, alignment: long[name] ?? [])
    let course = courses.first { $0.parameter == .alignment }?.values.last
    self.window = FeatureFate(times: times, alignment: course ?? [])
    do {
      let flow = try ReducedFlow(on: Self.manifold(system, window))
      let path = try SingularPath(along: flow, from: Self.start(system, flow.manifold))
      let index = system.fastIndices.firstIndex { system.variables[$0].name == name }
      reduced = index.map { FeatureFate(path, alignment: $0) } ?? .undetermined
      self.flow = flow
    } catch {
      (flow, reduced) = (nil, .undetermined)
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
}
