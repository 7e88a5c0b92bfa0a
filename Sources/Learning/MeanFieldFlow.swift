/// Ordinary differential equations of equal neurons in the fast time t.
///
///     s' = a [V'(s)(1−s²) − a g_m U'(r) s (1−r)]            − ½ g a² s N₁₁
///     a' = ε [V(s) − a (g_m U(r) + U(1)/m)]
///     r' = 2 a (1−r) [V'(s) s − a U'(r)(g_m r + 1/m)]       + g a² (N₁₂ − r N₁₁)
///
/// with V(s) = Σ c_k b_k s^k, U(q) = Σ b_k² q^k and g_m = (m−1)/m; g = η d/B is the batch noise.
/// Neurons that start from independent random directions in d dimensions have overlaps that
/// spread around r by (1−s²)/√d; given a dimension, U and U' are averaged over them:
///
///     U(r) → U(r) + ½ U''(r) (1−s²)²/d,   U'(r) → U'(r) + ½ U'''(r) (1−s²)²/d
///
/// (leading order; checked here against the population engine). For m = ∞, d = ∞ and g = 0, r = s² stays so, and the first two are the two-variable flow
/// s' = a (1−s²)[V'(s) − a s U'(s²)], a' = ε [V(s) − a U(s²)]. Derived from the mean-field flow
/// of Berthier, Montanari, Zhou (arXiv:2303.00055).
public struct MeanFieldFlow: Sendable {
  /// The teacher, of one direction: link coefficients c and label noise τ.
  public let teacher: Teacher
  /// The student: activation coefficients b.
  public let student: Student
  /// ε, the second layer's rate over the first's.
  public let timeScaleRatio: Double
  /// m, or nil for the limit of infinite width.
  public let width: Int?
  /// d, or nil for the limit of infinite dimension.
  public let dimension: Int?
  /// g = η d/B, 0 for infinite batches.
  public let batchNoise: Double

  private let link: HermiteSeries
  let inverseWidth: Double
  private let inverseDimension: Double
  let series: OverlapSeries
  private let noise: BatchNoise?

  /// A flow; without a width, a dimension and batch noise, the two-variable limit.
  ///
  /// The teacher has one direction; trapped for more.
  public init(
    teacher: Teacher, student: Student, timeScaleRatio: Double, width: Int? = nil,
    dimension: Int? = nil, batchNoise: Double = 0
  ) {
    self.teacher = teacher
    self.student = student
    self.timeScaleRatio = timeScaleRatio
    self.width = width
    self.dimension = dimension
    self.batchNoise = batchNoise
    inverseDimension = dimension.map { 1 / Double($0) } ?? 0
    inverseWidth = width.map { 1 / Double($0) } ?? 0
    guard let link = teacher.link else {
      preconditionFailure("a two-variable flow has a teacher of one direction")
    }
    self.link = link
    series = OverlapSeries(link: link, student: student)
    noise =
      batchNoise > 0
      ? BatchNoise(link: link, labelNoise: teacher.labelNoise, student: student) : nil
  }

  /// (s', a', r') at a state.
  public func rate(at state: MeanFieldState) -> MeanFieldState {
    let (s, a, r) = (state.alignment, state.secondLayer, state.overlap)
    let others = 1 - inverseWidth  // g_m
    let (pull, push) = (series.valueSlope(s), meanSquareSlope(state))
    var rate = MeanFieldState(
      alignment: a * (pull * (1 - s * s) - a * others * push * s * (1 - r)),
      secondLayer: timeScaleRatio * (series.value(s) - a * outputSquare(at: state)),
      overlap: 2 * a * (1 - r) * (pull * s - a * push * (others * r + inverseWidth)))
    if let noise {
      let strength = batchNoise * a * a
      let n = noise.moments(at: state)
      rate.alignment -= strength * s * n.same / 2
      rate.overlap += strength * (n.pair - r * n.same)
    }
    return rate
  }

  /// g_m U(r) + U(1)/m, the mean square of the network's output at a = 1.
  func outputSquare(at state: MeanFieldState) -> Double {
    (1 - inverseWidth) * meanSquare(state) + inverseWidth * series.square(1)
  }

  /// U averaged over the overlaps of distinct neurons.
  private func meanSquare(_ state: MeanFieldState) -> Double {
    series.square(state.overlap) + series.squareCurvature(state.overlap) * variance(state) / 2
  }

  /// U' averaged over the overlaps of distinct neurons.
  private func meanSquareSlope(_ state: MeanFieldState) -> Double {
    series.squareSlope(state.overlap) + series.squareThird(state.overlap) * variance(state) / 2
  }

  /// The variance of those overlaps.
  private func variance(_ state: MeanFieldState) -> Double {
    let across = 1 - state.alignment * state.alignment
    return across * across * inverseDimension
  }

  /// R = τ²/2 + ½ Σ (c_k² − 2 a c_k b_k s^k + a² b_k² [g_m r^k + 1/m]).
  public func testError(at state: MeanFieldState) -> Double {
    let (a, noise) = (state.secondLayer, teacher.labelNoise)
    return
      (noise * noise + link.squaredNorm - 2 * a * series.value(state.alignment)
      + a * a * outputSquare(at: state)) / 2
  }

  /// The flow's states at ascending times from 0, by classical Runge-Kutta steps.
  ///
  /// Steps are no longer than `longestStep`: for horizons that SGD itself can reach. Error: order longestStep⁴.
  public func states(
    from start: MeanFieldState, at times: [Double], longestStep: Double
  ) -> [MeanFieldState] {
    start.states(at: times, longestStep: longestStep, rate: rate)
  }
}
