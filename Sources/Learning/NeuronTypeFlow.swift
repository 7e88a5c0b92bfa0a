import RealModule

/// Neurons of several types in the limit of infinite width and batch.
///
///     s_p' = a_p (1 − s_p²) Σ_k k b_k s_p^{k−1} (c_k − b_k M_k)
///     a_p' = ε Σ_k b_k s_p^k (c_k − b_k M_k),      M_k = Σ_q π_q a_q s_q^k
///
/// with π_p the share of type p, which is s_p' = a_p (1−s_p²)[V'(s_p) − Σ_q π_q a_q s_q U'(s_p s_q)]
/// and a_p' = ε [V(s_p) − Σ_q π_q a_q U(s_p s_q)]. One type is ``MeanFieldFlow`` without
/// corrections; several are needed as soon as the second layer's signs differ and the teacher has
/// even terms. Derived from the mean-field flow of Berthier, Montanari, Zhou (arXiv:2303.00055).
/// Cost of a rate: orders times types.
public struct NeuronTypeFlow: Sendable {
  /// The teacher, of one direction.
  public let teacher: Teacher
  /// The student.
  public let student: Student
  /// ε, the second layer's rate over the first's.
  public let timeScaleRatio: Double
  /// π, the share of each type; they sum to 1.
  public let shares: [Double]

  private let link: HermiteSeries

  /// A flow of types with given shares; nil for a teacher of several directions.
  public init?(teacher: Teacher, student: Student, timeScaleRatio: Double, shares: [Double]) {
    guard let link = teacher.link else { return nil }
    self.teacher = teacher
    self.student = student
    self.timeScaleRatio = timeScaleRatio
    self.shares = shares
    self.link = link
  }

  /// The types' alignments and second-layer weights.
  public struct State: Sendable, Equatable, FlowState {
    /// s_p.
    public var alignments: [Double]
    /// a_p.
    public var secondLayer: [Double]

    /// A state from s and a, a type each.
    public init(alignments: [Double], secondLayer: [Double]) {
      self.alignments = alignments
      self.secondLayer = secondLayer
    }

    func moved(by factor: Double, along rate: State) -> State {
      State(
        alignments: zip(alignments, rate.alignments).map { $0 + factor * $1 },
        secondLayer: zip(secondLayer, rate.secondLayer).map { $0 + factor * $1 })
    }
  }

  /// Shares and second-layer weights of the types that a start consists of: one of equal neurons, two
  /// of both signs; of normal weights, points evenly spaced to six deviations either way, none at 0,
  /// where signs part.
  public static func types(of start: SGDSettings.SecondLayerStart, points: Int = 128)
    -> (shares: [Double], secondLayer: [Double])
  {
    switch start {
    case .equal(let a): return ([1], [a])
    case .rademacher(let a), .balanced(let a): return ([0.5, 0.5], [a, -a])
    case .gaussian(let deviation):
      let nodes = (0..<points).map { 12 * (Double($0) + 0.5) / Double(points) - 6 }
      let weights = nodes.map { Double.exp(-$0 * $0 / 2) }
      let total = weights.reduce(0, +)
      return (weights.map { $0 / total }, nodes.map { deviation * $0 })
    case .each(let list):
      return (list.map { _ in 1 / Double(list.count) }, list)
    }
  }

  /// (s', a') of every type.
  public func rate(at state: State) -> State {
    let residuals = residuals(state)
    let b = student.activation
    var rate = state
    for (p, s) in state.alignments.enumerated() {
      var (pull, drift, power) = (0.0, b[0] * residuals[0], 1.0)  // power = s^(k−1)
      for k in residuals.indices.dropFirst() {
        pull += Double(k) * b[k] * power * residuals[k]
        power *= s
        drift += b[k] * power * residuals[k]
      }
      rate.alignments[p] = state.secondLayer[p] * (1 - s * s) * pull
      rate.secondLayer[p] = timeScaleRatio * drift
    }
    return rate
  }

  /// R = τ²/2 + ½ Σ_k (c_k − b_k M_k)².
  public func testError(at state: State) -> Double {
    let noise = teacher.labelNoise
    return residuals(state).reduce(noise * noise) { $0 + $1 * $1 } / 2
  }

  /// The flow's states at ascending times from 0; see ``MeanFieldFlow/states(from:at:longestStep:)``.
  public func states(from start: State, at times: [Double], longestStep: Double) -> [State] {
    start.states(at: times, longestStep: longestStep, rate: rate)
  }

  /// An order parameter of the network at a state; nil for those that the types do not give.
  public func value(of parameter: OrderParameter, at state: State) -> Double? {
    switch parameter {
    case .alignment: mean(state.alignments)
    case .alignmentSpread: spread(state.alignments)
    case .secondLayer: mean(state.secondLayer)
    case .secondLayerSpread: spread(state.secondLayer)
    case .testError: testError(at: state)
    default: nil
    }
  }

  /// c_k − b_k M_k.
  private func residuals(_ state: State) -> [Double] {
    let b = student.activation
    let count = max(link.coefficients.count, b.coefficients.count, 1)
    var residuals = (0..<count).map { link[$0] }
    for (p, s) in state.alignments.enumerated() {
      var moment = shares[p] * state.secondLayer[p]
      for k in 0..<count {
        residuals[k] -= b[k] * moment
        moment *= s
      }
    }
    return residuals
  }

  private func mean(_ values: [Double]) -> Double {
    zip(shares, values).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private func spread(_ values: [Double]) -> Double {
    let centre = mean(values)
    return mean(values.map { ($0 - centre) * ($0 - centre) }).squareRoot()
  }
}
