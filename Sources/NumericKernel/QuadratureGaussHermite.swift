import RealModule

extension Quadrature {
  /// Largest number of nodes of `gaussHermite`: beyond it the outermost weights leave the range
  /// of a Double.
  public static let mostGaussHermiteNodes = 600

  /// Gauss-Hermite rule for the standard normal weight.
  ///
  ///     E f(x) = ∫ f(x) exp(−x²/2)/√(2π) dx ≈ Σ_i w_i f(x_i)
  ///
  /// Exact for polynomials of degree 2·count − 1. Nodes are the zeros of h_count, bracketed by
  /// Sturm counts of the Jacobi matrix (off-diagonal √k) and polished by Newton's method on
  /// exp(−x²/4) h_k(x), which neither over- nor underflows; weights are 1/Σ_{k<count} h_k(x_i)²,
  /// a sum of positive terms. Cost: order count² each.
  ///
  /// - Parameter count: number of nodes, 1 ... `mostGaussHermiteNodes`; trapped outside.
  public static func gaussHermite(count: Int) -> Quadrature {
    precondition(
      (1...mostGaussHermiteNodes).contains(count),
      "gaussHermite takes 1 to \(mostGaussHermiteNodes) nodes, not \(count)")
    var nodes = [Double](repeating: 0, count: count)
    var weights = nodes
    for i in (count / 2)..<count {
      let isCentre = 2 * i + 1 == count
      let node = isCentre ? 0 : polished(bracketed(index: i, of: count), count)
      let damped = dampedHermite(node, count)
      let weight = .exp(-node * node / 2) / damped.squares
      nodes[i] = node
      weights[i] = weight
      nodes[count - 1 - i] = -node
      weights[count - 1 - i] = weight
    }
    return Quadrature(nodes: nodes, weights: weights)
  }

  /// Zero number `index` (ascending) of h_count to about six digits, by bisection on Sturm counts.
  private static func bracketed(index: Int, of count: Int) -> Double {
    var low = 0.0
    var high = 2 * Double(count).squareRoot()
    while high - low > 1e-6 {
      let middle = (low + high) / 2
      if zerosBelow(middle, of: count) > index { high = middle } else { low = middle }
    }
    return (low + high) / 2
  }

  /// How many zeros of h_count lie below x: negative pivots of the Jacobi matrix minus x.
  private static func zerosBelow(_ x: Double, of count: Int) -> Int {
    var pivot = -x
    var negative = pivot < 0 ? 1 : 0
    for k in 1..<max(count, 1) {
      if pivot == 0 { pivot = 1e-300 }
      pivot = -x - Double(k) / pivot
      if pivot < 0 { negative += 1 }
    }
    return negative
  }

  /// Newton's method on h_count from a bracketed start.
  private static func polished(_ start: Double, _ count: Int) -> Double {
    var x = start
    for _ in 0..<6 {
      let h = dampedHermite(x, count)
      let step = h.last / (Double(count).squareRoot() * h.beforeLast)  // h_n' = √n h_{n−1}
      x -= step
      if abs(step) <= 1e-15 * abs(x) { break }
    }
    return x
  }

  /// exp(−x²/4) h_k(x) for k = count and count − 1, and the sum of its squares over k < count.
  private static func dampedHermite(
    _ x: Double, _ count: Int
  ) -> (last: Double, beforeLast: Double, squares: Double) {
    var before = 0.0
    var h = Double.exp(-x * x / 4)
    var squares = 0.0
    for k in 0..<count {
      squares += h * h
      let next =
        (x * h - Double(k).squareRoot() * before) / Double(k + 1).squareRoot()
      before = h
      h = next
    }
    return (h, before, squares)
  }
}
