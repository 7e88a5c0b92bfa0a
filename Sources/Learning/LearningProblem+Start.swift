extension LearningProblem {
  /// What an order parameter starts with, in the limit of infinite size, by the problem's own start.
  ///
  ///     s = s₀ of a planted start, 0 of rows uniform on the sphere;   r = s²
  ///     a = a₀, the size of weights whose signs differ;               v_i = a_i/m
  ///
  /// nil for what is drawn at random, for numbers that follow from others (spreads, the test error), and
  /// for neurons that are not there.
  public func initialValue(of parameter: OrderParameter) -> Double? {
    switch (parameter, firstLayer, limit) {
    case (.alignment, .planted(let alignment), _): alignment
    case (.neuronOverlap, .planted(let alignment), _): alignment * alignment
    case (.alignment, .uniform, _), (.neuronOverlap, .uniform, _): 0
    case (.secondLayer, _, _): secondLayer.scale
    case (.outputWeight(let neuron), _, .dimension(let width, _, _)):
      weight(ofNeuron: neuron, of: width).map { $0 / Double(width) }
    default: nil
    }
  }

  /// a_i, where it is not drawn.
  private func weight(ofNeuron i: Int, of width: Int) -> Double? {
    guard (0..<width).contains(i) else { return nil }
    switch secondLayer {
    case .equal(let weight): return weight
    case .balanced(let weight): return i.isMultiple(of: 2) ? weight : -weight
    case .each(let list): return list.indices.contains(i) ? list[i] : nil
    case .rademacher, .gaussian: return nil
    }
  }
}
