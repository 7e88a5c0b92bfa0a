import Modeling
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
    let (adjugate, determinant) = adjugateAndDeterminant(a)
    let push = layer.derivative(of: layer.f, in: layer.slowSymbols, along: layer.slowRates)
    let fast = (0..<n).map { i in
      zip(adjugate[i], push).map { $0 * $1 }.sum()
    }
    self.determinant = determinant
    rates = fast + layer.slowRates.map { determinant * $0 }
  }
}
