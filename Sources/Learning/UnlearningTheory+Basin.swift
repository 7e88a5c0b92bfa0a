import RealModule

extension UnlearningTheory {
  /// A range of starting weights a₀ that share an outcome.
  public struct BasinInterval: Sendable, Equatable {
    /// Its ends; the outermost are those of the search.
    public let weights: ClosedRange<Double>
    /// What becomes of the feature, at the middle of the range.
    public let outcome: FeatureOutcome
  }

  /// How the outcome depends on the second layer's start, for a start at alignment s.
  ///
  /// Outcomes are compared in kind at points `perDecade` to a decade, boundaries bisected to 1e-6 of
  /// their size; intervals narrower than the points' spacing may be missed.
  ///
  /// - Parameters:
  ///   - s: the alignment at the start.
  ///   - range: positive weights; by default a thousandth to a thousand times the smallest of A(1)
  ///     and c₁/b₁ that is positive, 1 if none is.
  ///   - perDecade: points to a decade.
  public func basin(
    alignment s: Double = 0, in range: ClosedRange<Double>? = nil, perDecade: Int = 20
  ) -> [BasinInterval] {
    let scale = [exitWeight, link[1] / activation[1]].filter { $0 > 0 && $0.isFinite }.min() ?? 1
    let range = range ?? (1e-3 * scale)...(1e3 * scale)
    let count = max(
      2, Int((Double.log10(range.upperBound / range.lowerBound) * Double(perDecade)).rounded(.up)))
    let grid = (0...count).map {
      range.lowerBound
        * Double.pow(range.upperBound / range.lowerBound, Double($0) / Double(count))
    }
    func kind(_ a: Double) -> String { outcome(alignment: s, secondLayer: a).name }
    var edges = [range.lowerBound]
    for (low, high) in zip(grid, grid.dropFirst()) where kind(low) != kind(high) {
      var (below, above) = (low, high)
      let first = kind(low)
      while above - below > 1e-6 * above {
        let middle = (below * above).squareRoot()
        if kind(middle) == first { below = middle } else { above = middle }
      }
      edges.append((below * above).squareRoot())
    }
    edges.append(range.upperBound)
    return zip(edges, edges.dropFirst()).map { low, high in
      BasinInterval(
        weights: low...high,
        outcome: outcome(alignment: s, secondLayer: (low * high).squareRoot()))
    }
  }
}
