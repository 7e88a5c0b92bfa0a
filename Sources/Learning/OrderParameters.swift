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

  /// The order parameter of that name.
  public subscript(name: OrderParameter) -> Double {
    switch name {
    case .alignment: alignment
    case .alignmentSpread: alignmentSpread
    case .secondLayer: secondLayer
    case .secondLayerSpread: secondLayerSpread
    case .neuronOverlap: neuronOverlap
    case .testError: testError
    }
  }
}

/// Names of the recorded numbers.
public enum OrderParameter: String, Sendable, CaseIterable {
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
}
