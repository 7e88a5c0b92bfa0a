/// The order parameters of equal neurons.
public struct MeanFieldState: Sendable, Equatable, FlowState {
  /// s, the alignment ⟨w, u*⟩.
  public var alignment: Double
  /// r, the overlap of two distinct neurons; s² in the limit without batch noise.
  public var overlap: Double
  /// a, the second-layer weight.
  public var secondLayer: Double

  /// A state from s, a and r; r is s² unless given, as for a planted start in high dimension.
  public init(alignment: Double, secondLayer: Double, overlap: Double? = nil) {
    self.alignment = alignment
    self.secondLayer = secondLayer
    self.overlap = overlap ?? alignment * alignment
  }

  func moved(by factor: Double, along rate: MeanFieldState) -> MeanFieldState {
    MeanFieldState(
      alignment: alignment + factor * rate.alignment,
      secondLayer: secondLayer + factor * rate.secondLayer,
      overlap: overlap + factor * rate.overlap)
  }
}
