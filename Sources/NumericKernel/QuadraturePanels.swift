extension Quadrature {
  /// Composite Gauss-Legendre rule over neighbouring panels.
  ///
  ///     ∫ f(x) dx from the first to the last breakpoint
  ///
  /// A function smooth within each panel, with kinks or jumps only at breakpoints, is integrated
  /// as well as a smooth one. Cost: `order` nodes a panel.
  ///
  /// - Parameters:
  ///   - breakpoints: ends of the panels, at least two, in any order; repeated ones are dropped.
  ///   - order: nodes in each panel, at least 1.
  ///   - widest: panels longer than this are split evenly.
  public static func panels(
    breakpoints: [Double], order: Int, widest: Double = .infinity
  ) -> Quadrature {
    precondition(breakpoints.count >= 2, "panels need two breakpoints or more")
    precondition(widest > 0, "panels have a positive width")
    let ends = Set(breakpoints).sorted()
    let unit = gaussLegendre(count: order, from: 0, to: 1)
    var nodes: [Double] = []
    var weights: [Double] = []
    for (lower, upper) in zip(ends, ends.dropFirst()) {
      let pieces = max(1, Int(((upper - lower) / widest).rounded(.up)))
      let width = (upper - lower) / Double(pieces)
      for piece in 0..<pieces {
        let start = lower + Double(piece) * width
        nodes += unit.nodes.map { start + width * $0 }
        weights += unit.weights.map { width * $0 }
      }
    }
    return Quadrature(nodes: nodes, weights: weights)
  }
}
