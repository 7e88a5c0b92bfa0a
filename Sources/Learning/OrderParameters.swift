/// What is recorded of a network at one time.
public struct OrderParameters: Sendable, Equatable {
  /// Mean over neurons of s_j = ⟨w_j, u*⟩, u* the teacher's first direction.
  public var alignment: Double
  /// The same for each of the teacher's directions.
  public var alignments: [Double]
  /// Standard deviation over neurons of s_j.
  public var alignmentSpread: Double
  /// Mean over neurons of a_j.
  public var secondLayer: Double
  /// Standard deviation over neurons of a_j.
  public var secondLayerSpread: Double
  /// Mean of ⟨w_i, w_j⟩ over pairs of distinct neurons; 0 for one neuron.
  public var neuronOverlap: Double
  /// Test error R = τ²/2 + Σ_k R_k, in closed form.
  public var testError: Double
  /// R_k, the part of the test error in Hermite order k.
  public var modes: [Double]
  /// Every neuron's own, where the settings ask for it.
  public var neurons: NeuronParameters?

  /// The order parameter of that name; NaN for a single neuron's where they are not recorded.
  public subscript(name: OrderParameter) -> Double {
    switch name {
    case .alignment: alignment
    case .alignmentSpread: alignmentSpread
    case .secondLayer: secondLayer
    case .secondLayerSpread: secondLayerSpread
    case .neuronOverlap: neuronOverlap
    case .testError: testError
    case .teacherOverlap(let neuron, let direction):
      neurons?.overlap(ofNeuron: neuron, direction: direction) ?? .nan
    case .studentOverlap(let neuron, let other):
      neurons?.overlap(ofNeuron: neuron, with: other) ?? .nan
    case .outputWeight(let neuron): neurons?.outputWeight(ofNeuron: neuron) ?? .nan
    }
  }
}

/// Names of the recorded numbers.
public enum OrderParameter: Sendable, Hashable, CaseIterable {
  /// Mean alignment s.
  case alignment
  /// Its spread over neurons.
  case alignmentSpread
  /// Mean second-layer weight a.
  case secondLayer
  /// Its spread over neurons.
  case secondLayerSpread
  /// Mean overlap r of distinct neurons.
  case neuronOverlap
  /// Test error R.
  case testError
  /// R_in = ⟨w_i, u*_n⟩ of one neuron and one of the teacher's directions, both counted from 0.
  case teacherOverlap(neuron: Int, direction: Int)
  /// Q_ik = ⟨w_i, w_k⟩ of two neurons, or the square norm of one.
  case studentOverlap(Int, Int)
  /// v_i = a_i/m, a neuron's weight in the output.
  case outputWeight(neuron: Int)

  /// Those that every network has.
  public static let allCases: [OrderParameter] = [
    .alignment, .alignmentSpread, .secondLayer, .secondLayerSpread, .neuronOverlap, .testError,
  ]

  /// The name in tables and JSON: `secondLayer`, or `R[0,1]`, `Q[1,0]`, `v[0]`.
  public var name: String {
    switch self {
    case .alignment: "alignment"
    case .alignmentSpread: "alignmentSpread"
    case .secondLayer: "secondLayer"
    case .secondLayerSpread: "secondLayerSpread"
    case .neuronOverlap: "neuronOverlap"
    case .testError: "testError"
    case .teacherOverlap(let neuron, let direction): "R[\(neuron),\(direction)]"
    case .studentOverlap(let neuron, let other): "Q[\(neuron),\(other)]"
    case .outputWeight(let neuron): "v[\(neuron)]"
    }
  }

  /// The order parameter that is its standard deviation over neurons, if one is recorded.
  public var spread: OrderParameter? {
    switch self {
    case .alignment: .alignmentSpread
    case .secondLayer: .secondLayerSpread
    default: nil
    }
  }

  /// Whether it is a single neuron's, and recorded only where asked for.
  public var isOfNeurons: Bool {
    switch self {
    case .teacherOverlap, .studentOverlap, .outputWeight: true
    default: false
    }
  }
}
