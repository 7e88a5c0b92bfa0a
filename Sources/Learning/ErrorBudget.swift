/// What is known beforehand of the distance between finite SGD and the limiting flow.
///
///     step bias  = |population map with step η − flow|
///     batch bias = |flow with batch noise g − flow|
///     width bias = |flow of m neurons − flow|
///
/// each in s and a at the recorded times. They add to a bound on the systematic part; fluctuations
/// come on top.
public struct ErrorBudget: Sendable {
  /// The recorded fast times.
  public let times: [Double]
  /// The limiting flow's states (m = ∞, B = ∞, η → 0).
  public let limit: [MeanFieldState]
  /// States of the population map with step η.
  public let withStep: [MeanFieldState]
  /// States of the flow with batch noise.
  public let withBatchNoise: [MeanFieldState]
  /// States of the flow of m neurons.
  public let withWidth: [MeanFieldState]

  /// The budget of a request with a planted start and equal second layer; nil for other starts,
  /// whose neurons are not equal. Cost: a few evaluations of the flow a step of SGD.
  public init?(_ request: SGDRequest) {
    let settings = request.settings
    guard case .planted(let alignment) = settings.firstLayer,
      case .equal(let weight) = settings.secondLayer
    else { return nil }
    func flow(width: Int? = nil, batchNoise: Double = 0) -> MeanFieldFlow {
      MeanFieldFlow(
        teacher: request.teacher, student: request.student,
        timeScaleRatio: settings.timeScaleRatio, width: width, batchNoise: batchNoise)
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
    withWidth = states(flow(width: settings.width))
  }

  /// The systematic bounds on one component at each recorded time: step, batch and width added.
  public func bound(of component: (MeanFieldState) -> Double) -> [Double] {
    times.indices.map { i in
      let exact = component(limit[i])
      return [withStep[i], withBatchNoise[i], withWidth[i]]
        .reduce(0) { $0 + abs(component($1) - exact) }
    }
  }
}
