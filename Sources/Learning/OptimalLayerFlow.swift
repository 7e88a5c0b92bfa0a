/// Equal neurons whose second layer is at its optimum at all times: the limit ε → ∞.
///
///     a = V(s)/(g_m U(r) + U(1)/m),   s' and r' those of ``MeanFieldFlow`` at that a
///
/// in fast time t, for infinite batches, with V(s) = Σ c_k b_k s^k, U(q) = Σ b_k² q^k and
/// g_m = (m−1)/m; in the limit of infinite width r = s², and a = V(s)/U(s²),
/// s' = a (1 − s²)[V'(s) − a s U'(s²)]. Exact for rows that start orthonormal but for their common
/// direction, and no attractor: random rows differ by 1/√d, which grows while the optimum sets them apart. If b₀ = 0 it needs a
/// start s ≠ 0 to have a weight at all. Derived from the mean-field flow of Berthier, Montanari,
/// Zhou (arXiv:2303.00055), who treat the limit.
public struct OptimalLayerFlow: Sendable {
  private let flow: MeanFieldFlow

  /// A flow; without a width, a dimension and batch noise g, the limit. The teacher has one direction,
  /// trapped for more.
  ///
  /// The optimum is that of the expected error, as SGD's is here, and knows nothing of a batch.
  public init(
    teacher: Teacher, student: Student, width: Int? = nil, dimension: Int? = nil,
    batchNoise: Double = 0
  ) {
    flow = MeanFieldFlow(
      teacher: teacher, student: student, timeScaleRatio: 0, width: width, dimension: dimension,
      batchNoise: batchNoise)
  }

  /// The same at a flow's size and batch noise; its second layer's rate does not count.
  init(_ flow: MeanFieldFlow) { self.flow = flow }

  /// The second layer of least test error at an alignment s and an overlap r of neurons; 0 where no
  /// weight makes a difference.
  public func secondLayer(alignment s: Double, overlap r: Double) -> Double {
    let square = flow.outputSquare(
      at: MeanFieldState(alignment: s, secondLayer: 0, overlap: r))
    return square > 0 ? flow.series.value(s) / square : 0
  }

  /// States at ascending times from an alignment s and r = s², by classical Runge-Kutta steps no longer
  /// than `longestStep`. Error: order longestStep⁴.
  public func states(from alignment: Double, at times: [Double], longestStep: Double)
    -> [MeanFieldState]
  {
    MeanFieldState(alignment: alignment, secondLayer: 0)
      .states(at: times, longestStep: longestStep) { moved in
        var rate = flow.rate(at: optimal(moved))
        rate.secondLayer = 0
        return rate
      }.map(optimal)
  }

  /// States after the given ascending numbers of steps of SGD on infinite batches, ``PopulationMap``,
  /// with the second layer at its optimum between them.
  public func states(from alignment: Double, atSteps steps: [Int], stepSize: Double)
    -> [MeanFieldState]
  {
    let map = PopulationMap(flow: flow, stepSize: stepSize)
    return map.states(
      from: optimal(MeanFieldState(alignment: alignment, secondLayer: 0)), atSteps: steps,
      afterEach: optimal)
  }

  private func optimal(_ state: MeanFieldState) -> MeanFieldState {
    var state = state
    state.secondLayer = secondLayer(alignment: state.alignment, overlap: state.overlap)
    return state
  }
}
