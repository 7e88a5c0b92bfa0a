/// SGD on infinite batches for equal neurons, step by step: exact for a start in which all
/// neurons have one alignment s and pairwise overlap r.
///
///     W_i = A w_i + β u* − κ (1/m) Σ_j w_j,   w_i ← W_i/|W_i|
///     A = 1 + η a [T(s) − a (g_m S(r) + S(1)/m)] − η a² (U'(1) − U'(r))/m
///     β = η a V'(s),   κ = η a² U'(r),   a ← a + ε η [V(s) − a (g_m U(r) + U(1)/m)]
///
/// T and S are E σ''φ and E σ''σ: by Stein's lemma the gradient has a part along w_i itself,
/// which normalisation turns into an effect of order η². As η → 0 the map becomes
/// `MeanFieldFlow`; their difference is the bias of the step size.
public struct PopulationMap: Sendable {
  /// The flow the map discretises; its batch noise is not used.
  public let flow: MeanFieldFlow
  /// η.
  public let stepSize: Double

  /// The map of a flow with step η.
  public init(flow: MeanFieldFlow, stepSize: Double) {
    self.flow = flow
    self.stepSize = stepSize
  }

  /// One step.
  public func callAsFunction(_ state: MeanFieldState) -> MeanFieldState {
    let (s, a, r) = (state.alignment, state.secondLayer, state.overlap)
    let (series, share) = (flow.series, flow.inverseWidth)
    let others = 1 - share
    let radial =
      series.teacherCurvature(s)
      - a * (others * series.studentCurvature(r) + share * series.studentCurvature(1))
    let push = series.squareSlope(r)
    let own = stepSize * a * (radial - a * share * (series.squareSlope(1) - push))
    let towards = stepSize * a * series.valueSlope(s)  // β
    let κ = stepSize * a * a * push
    let mean = others * r + share  // ⟨w_i, M⟩ = |M|² for M = (1/m) Σ w_j
    let factor = 1 + own
    let common =
      towards * towards + κ * κ * mean + 2 * factor * towards * s - 2 * factor * κ * mean
      - 2 * towards * κ * s
    let square = factor * factor + common
    let drift = series.value(s) - a * (others * series.square(r) + share * series.square(1))
    return MeanFieldState(
      alignment: (factor * s + towards - κ * s) / square.squareRoot(),
      secondLayer: a + flow.timeScaleRatio * stepSize * drift,
      overlap: (factor * factor * r + common) / square)
  }

  /// States after each of the given ascending numbers of steps.
  public func states(from start: MeanFieldState, atSteps steps: [Int]) -> [MeanFieldState] {
    states(from: start, atSteps: steps) { $0 }
  }

  /// The same with something done to the state after each step.
  func states(
    from start: MeanFieldState, atSteps steps: [Int],
    afterEach change: (MeanFieldState) -> MeanFieldState
  ) -> [MeanFieldState] {
    var state = start
    var done = 0
    return steps.map { step in
      while done < step {
        state = change(self(state))
        done += 1
      }
      return state
    }
  }
}
