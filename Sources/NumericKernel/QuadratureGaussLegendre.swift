import RealModule

extension Quadrature {
  /// Gauss-Legendre rule on an interval.
  ///
  ///     ∫_lower^upper f(x) dx ≈ Σ_i w_i f(x_i),   exact for degree 2·count − 1
  ///
  /// Nodes are the zeros of P_count, by Newton's method from Tricomi's first guess. Cost: order
  /// count².
  ///
  /// - Parameters:
  ///   - count: number of nodes, at least 1; trapped below.
  ///   - lower: lower end of the interval.
  ///   - upper: upper end; an interval that runs backwards changes the sign of the integral.
  public static func gaussLegendre(
    count: Int, from lower: Double = -1, to upper: Double = 1
  ) -> Quadrature {
    precondition(count >= 1, "gaussLegendre takes at least one node, not \(count)")
    let centre = (lower + upper) / 2
    let half = (upper - lower) / 2
    var nodes = [Double](repeating: centre, count: count)
    var weights = nodes
    for i in 0..<count {
      let node = legendreZero(index: i, of: count)
      let slope = legendre(node, count).slope
      nodes[i] = centre + half * node
      weights[i] = half * 2 / ((1 - node * node) * slope * slope)
    }
    return Quadrature(nodes: nodes, weights: weights)
  }

  private static func legendreZero(index: Int, of count: Int) -> Double {
    if 2 * index + 1 == count { return 0 }
    var x = -Double.cos(.pi * (Double(index) + 0.75) / (Double(count) + 0.5))
    for _ in 0..<10 {
      let p = legendre(x, count)
      let step = p.value / p.slope
      x -= step
      if abs(step) <= 1e-16 { break }
    }
    return x
  }

  /// P_count and its derivative at |x| < 1.
  private static func legendre(_ x: Double, _ count: Int) -> (value: Double, slope: Double) {
    var before = 1.0
    var p = x
    for k in 1..<max(count, 1) {
      let order = Double(k)
      (before, p) = (p, ((2 * order + 1) * x * p - order * before) / (order + 1))
    }
    return (p, Double(count) * (x * p - before) / (x * x - 1))
  }
}
