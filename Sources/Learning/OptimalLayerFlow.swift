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

  /// A flow, of infinite width unless one is given; the teacher has one direction, trapped for more.
  public init(teacher: Teacher, student: Student, width: Int? = nil) {
    flow = MeanFieldFlow(teacher: teacher, student: student, timeScaleRatio: 0, width: width)
  }

  /// The second layer of least test error at an alignment s and an overlap r of neurons; 0 where no
  /// weight makes a difference.
  public func secondLayer(alignment s: Double, overlap r: Double) -> Double {
    let share = flow.inverseWidth
    let square = (1 - share) * flow.series.square(r) + share * flow.series.square(1)
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

  private func optimal(_ state: MeanFieldState) -> MeanFieldState {
    var state = state
    state.secondLayer = secondLayer(alignment: state.alignment, overlap: state.overlap)
    return state
  }
}
