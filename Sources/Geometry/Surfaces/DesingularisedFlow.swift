import Symbolic

/// The slow flow on the critical manifold in a time that passes folds, on the graph.
///
///     dx/ds = adj(−f_x) f_y g,   dy/ds = det(−f_x) g,   dτ/ds = det(−f_x)
///
/// On attracting sheets s runs with τ. It is the reduced flow x' = −f_x⁻¹ f_y g, y' = g times
/// det(−f_x), regular where f_x is not. P. Szmolyan, M. Wechselberger, J. Differ. Equ. 177
/// (2001) 419, eq. 2.11, doi:10.1006/jdeq.2001.4001.
struct DesingularisedFlow {
  /// dz/ds.
  let rates: [Expression]
  /// det(−f_x).
  let determinant: Expression

  init(_ layer: LayerProblem) {
    let n = layer.n
    let a = layer.fastGradients.map { row in row.map { -$0 } }
    // Faddeev and Le Verrier: N₁ = 1, Nₖ₊₁ = A Nₖ + c 1, c = −tr(A Nₖ)/k; adj A = ± Nₙ.
    var adjugate = DesingularisedFlow.multiple(of: 1, n)
    var c = Expression(0)
    for k in 1...n {
      let product = DesingularisedFlow.product(a, adjugate)
      c = -(0..<n).map { product[$0][$0] }.sum() / Expression(k)
      guard k < n else { break }
      let shift = DesingularisedFlow.multiple(of: c, n)
      adjugate = (0..<n).map { i in (0..<n).map { product[i][$0] + shift[i][$0] } }
    }
    let sign: Expression = n % 2 == 0 ? -1 : 1
    let determinant = -(sign * c)
    let push = layer.derivative(of: layer.f, in: layer.slowSymbols, along: layer.slowRates)
    let fast = (0..<n).map { i in
      sign * zip(adjugate[i], push).map { $0 * $1 }.sum()
    }
    self.determinant = determinant
    rates = fast + layer.slowRates.map { determinant * $0 }
  }

  private static func multiple(of value: Expression, _ n: Int) -> [[Expression]] {
    (0..<n).map { i in (0..<n).map { $0 == i ? value : 0 } }
  }

  private static func product(_ a: [[Expression]], _ b: [[Expression]]) -> [[Expression]] {
    a.map { row in
      row.indices.map { j in row.indices.map { row[$0] * b[$0][j] }.sum() }
    }
  }
}
