/// What is known beforehand of the distance between finite SGD and the limiting flow.
///
///     step bias  = |population map with step η − flow|
///     batch bias = |flow with batch noise g − flow|
///     size bias  = |flow of m neurons in d dimensions − flow|
///
/// each in s and a at the recorded times. Their sum estimates the systematic part to leading
/// order; fluctuations come on top, and at large a the batch's part in a is up to three times this
/// estimate (see `PopulationEngine` for a direct measure of it).
public struct ErrorBudget: Sendable {
  /// The recorded fast times.
  public let times: [Double]
  /// The limiting flow's states (m = ∞, B = ∞, η → 0).
  public let limit: [MeanFieldState]
  /// States of the population map with step η.
  public let withStep: [MeanFieldState]
  /// States of the flow with batch noise.
  public let withBatchNoise: [MeanFieldState]
  /// States of the flow of m neurons in d dimensions.
  public let withSize: [MeanFieldState]
  /// States of that flow with batch noise.
  public let withSizeAndBatchNoise: [MeanFieldState]

  /// The budget of a request with one direction, a planted start and equal second layer that is not at
  /// its optimum, else nil.
  ///
  /// Other starts have unequal neurons. Cost: a few evaluations of the flow a step of SGD.
  public init?(_ request: SGDRequest) {
    let settings = request.settings
    guard settings.secondLayerTraining != .optimal,
      case .planted(let alignment) = settings.firstLayer,
      case .equal(let weight) = settings.secondLayer, request.teacher.link != nil
    else { return nil }
    func flow(width: Int? = nil, dimension: Int? = nil, batchNoise: Double = 0) -> MeanFieldFlow {
      MeanFieldFlow(
        teacher: request.teacher, student: request.student,
        timeScaleRatio: settings.secondLayerRatio, width: width, dimension: dimension,
        batchNoise: batchNoise)
    }
    let start = MeanFieldState(alignment: alignment, secondLayer: weight)
    let times = settings.recordedSteps.map { Double($0) * settings.stepSize }
    func states(_ flow: MeanFieldFlow) -> [MeanFieldState] {
      flow.states(from: start, at: times, longestStep: settings.stepSize)
    }
    self.times = times
    limit = states(flow())
    withStep = PopulationMap(flow: flow(), stepSize: settings.stepSize)
      .states(from: start, atSteps: settings.recordedSteps)
    withBatchNoise = states(flow(batchNoise: Regime(request).batchNoise))
    withSize = states(flow(width: settings.width, dimension: settings.dimension))
    withSizeAndBatchNoise = states(
      flow(
        width: settings.width, dimension: settings.dimension,
        batchNoise: Regime(request).batchNoise))
  }

  /// The limit's states with corrections: of size and batch noise in one flow where both are asked
  /// for, the step's as the map's distance from the flow.
  func states(with corrections: PredictedCourse.Corrections) -> [MeanFieldState] {
    let flow =
      switch (corrections.contains(.size), corrections.contains(.batch)) {
      case (true, true): withSizeAndBatchNoise
      case (true, false): withSize
      case (false, true): withBatchNoise
      case (false, false): limit
      }
    guard corrections.contains(.step) else { return flow }
    return flow.indices.map { k in
      flow[k].moved(by: 1, along: withStep[k]).moved(by: -1, along: limit[k])
    }
  }

  /// The estimated systematic deviation in one component at each recorded time: step, batch and size added.
  public func bias(of component: (MeanFieldState) -> Double) -> [Double] {
    times.indices.map { i in
      let exact = component(limit[i])
      return [withStep[i], withBatchNoise[i], withSize[i]]
        .reduce(0) { $0 + abs(component($1) - exact) }
    }
  }
}
