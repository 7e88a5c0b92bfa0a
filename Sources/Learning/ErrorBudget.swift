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

  /// The budget of a request with one direction, a planted start and a second layer that is equal or at
  /// its optimum, else nil.
  ///
  /// Other starts have unequal neurons. Cost: a few evaluations of the flow a step of SGD.
  public init?(_ request: SGDRequest) {
    guard let neurons = EqualNeurons(request) else { return nil }
    times = neurons.times
    limit = neurons.states()
    withStep = neurons.statesWithStep()
    withBatchNoise = neurons.states(withBatchNoise: true)
    withSize = neurons.states(ofSize: true)
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
