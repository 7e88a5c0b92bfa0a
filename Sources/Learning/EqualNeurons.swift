/// Equal neurons trained as a request says: the flows and the map that its SGD is near to, at the
/// recorded times.
///
/// Cost of each: a few evaluations of the rate a step of SGD.
struct EqualNeurons {
  /// The recorded fast times.
  let times: [Double]
  private let request: SGDRequest
  private let start: MeanFieldState
  private var isOptimal: Bool { request.settings.secondLayerTraining == .optimal }

  /// nil unless the request has one direction, a planted start and a second layer that starts equal or is
  /// at its optimum: other neurons are not equal.
  init?(_ request: SGDRequest) {
    let settings = request.settings
    guard case .planted(let alignment) = settings.firstLayer, request.teacher.link != nil else {
      return nil
    }
    var weight = 0.0
    if case .equal(let equal) = settings.secondLayer {
      weight = equal
    } else if settings.secondLayerTraining != .optimal {
      return nil
    }
    self.request = request
    start = MeanFieldState(alignment: alignment, secondLayer: weight)
    times = settings.recordedSteps.map { Double($0) * settings.stepSize }
  }

  /// The flow's states: of the limit, or of the request's size, its batch noise, or both.
  func states(ofSize isFinite: Bool = false, withBatchNoise isNoisy: Bool = false)
    -> [MeanFieldState]
  {
    let flow = flow(ofSize: isFinite, withBatchNoise: isNoisy)
    let longest = request.settings.stepSize
    return isOptimal
      ? OptimalLayerFlow(flow).states(from: start.alignment, at: times, longestStep: longest)
      : flow.states(from: start, at: times, longestStep: longest)
  }

  /// States of the map with the request's step, in the limit of infinite size and batch.
  func statesWithStep() -> [MeanFieldState] {
    let (steps, η) = (request.settings.recordedSteps, request.settings.stepSize)
    return isOptimal
      ? OptimalLayerFlow(flow()).states(from: start.alignment, atSteps: steps, stepSize: η)
      : PopulationMap(flow: flow(), stepSize: η).states(from: start, atSteps: steps)
  }

  /// The limit's states with corrections: of size and batch noise in one flow where both are asked
  /// for, the step's as the map's distance from the flow.
  func states(with corrections: PredictedCourse.Corrections) -> [MeanFieldState] {
    let flow = states(
      ofSize: corrections.contains(.size), withBatchNoise: corrections.contains(.batch))
    guard corrections.contains(.step) else { return flow }
    let (limit, map) = (states(), statesWithStep())
    return flow.indices.map { k in
      flow[k].moved(by: 1, along: map[k]).moved(by: -1, along: limit[k])
    }
  }

  private func flow(ofSize isFinite: Bool = false, withBatchNoise isNoisy: Bool = false)
    -> MeanFieldFlow
  {
    let settings = request.settings
    return MeanFieldFlow(
      teacher: request.teacher, student: request.student,
      timeScaleRatio: settings.secondLayerRatio, width: isFinite ? settings.width : nil,
      dimension: isFinite ? settings.dimension : nil,
      batchNoise: isNoisy ? Regime(request).batchNoise : 0)
  }
}
