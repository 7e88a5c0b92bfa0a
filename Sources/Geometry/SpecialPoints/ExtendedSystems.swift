import Symbolic

/// Equations and as many or more unknowns.
struct ExtendedSystem {
  var equations: [Expression]
  var unknowns: [Symbol]
}

/// The systems of equations whose roots (or curves) are special points, on the graph.
///
/// v is a right, w a left null vector of ∂f/∂x. G. Moore, A. Spence, SIAM J. Numer. Anal. 17 (1980)
/// 567, doi:10.1137/0717048; W. Govaerts, Numerical Methods for Bifurcations of Dynamical
/// Equilibria (2000), doi:10.1137/1.9780898719543.
extension LayerProblem {
  private func vector(_ name: String, _ count: Int) -> [Symbol] {
    (0..<count).map { Symbol("\(name)\($0)") }
  }

  private func length(_ v: [Symbol]) -> Expression { v.map { $0.expression ** 2 }.sum() - 1 }

  /// ∂f/∂x by rows.
  var fastGradients: [[Expression]] { gradients(of: f, in: fastSymbols) }

  /// Σ ∂e/∂s · v over some symbols s.
  func derivative(of expressions: [Expression], in symbols: [Symbol], along v: [Expression])
    -> [Expression]
  {
    gradients(of: expressions, in: symbols).map { row in zip(row, v).map { $0 * $1 }.sum() }
  }

  /// f = 0, f_x v = 0, v·v = 1 in (z, v): folds for m = 1, a curve of them for m = 2.
  func foldSystem() -> ExtendedSystem {
    let v = vector("v", n)
    let kernel = derivative(of: f, in: fastSymbols, along: v.map(\.expression))
    return ExtendedSystem(equations: f + kernel + [length(v)], unknowns: symbols + v)
  }

  /// f + β w = 0, (∂f/∂z)ᵀ w = 0, w·w = 1 in (z, w, β): regular at a simple crossing of branches.
  ///
  /// For m = 2 only the direction `across` of the slow plane counts, and crossings form a curve.
  func branchSystem(across: [Double]? = nil) -> ExtendedSystem {
    let w = vector("w", n)
    let β = Symbol("β")
    let rows = gradients(of: f, in: symbols)
    let shifted = (0..<n).map { f[$0] + β.expression * w[$0].expression }
    let left = symbols.indices.map { j in (0..<n).map { rows[$0][j] * w[$0].expression }.sum() }
    let slow = Array(left.suffix(m))
    let crossed =
      across.map { [zip($0, slow).map { Expression($0) * $1 }.sum()] } ?? slow
    return ExtendedSystem(
      equations: shifted + left.prefix(n) + crossed + [length(w)], unknowns: symbols + w + [β])
  }

  /// f = 0, (f_x² + κ) v = 0, v·v = 1, l·v = 0 in (z, v, κ = ω²): Hopf points for m = 1,
  /// a curve of them for m = 2. D. Roose, V. Hlavaček, SIAM J. Appl. Math. 45 (1985) 879.
  func hopfSystem(normal: [Double]) -> ExtendedSystem {
    let v = vector("v", n)
    let κ = Symbol("κ")
    let rows = fastGradients
    let apply = { (u: [Expression]) in rows.map { row in zip(row, u).map { $0 * $1 }.sum() } }
    let twice = apply(apply(v.map(\.expression)))
    let pair = (0..<n).map { twice[$0] + κ.expression * v[$0].expression }
    let phase = zip(normal, v).map { Expression($0) * $1.expression }.sum()
    return ExtendedSystem(
      equations: f + pair + [length(v), phase], unknowns: symbols + v + [κ])
  }

  /// A fold at which w · `condition` vanishes too, in (z, v, w, γ), m = 2.
  private func foldSystem(where condition: [Expression], _ fold: ExtendedSystem)
    -> ExtendedSystem
  {
    let v = Array(fold.unknowns.suffix(n))
    let w = vector("w", n)
    let γ = Symbol("γ")
    let rows = fastGradients
    let left = (0..<n).map { j in
      (0..<n).map { rows[$0][j] * w[$0].expression }.sum() - γ.expression * v[j].expression
    }
    let last = zip(w, condition).map { $0.expression * $1 }.sum()
    return ExtendedSystem(
      equations: fold.equations + left + [length(w), last], unknowns: fold.unknowns + w + [γ])
  }

  private func bend(_ v: [Symbol]) -> [Expression] {
    let once = derivative(of: f, in: fastSymbols, along: v.map(\.expression))
    return derivative(of: once, in: fastSymbols, along: v.map(\.expression))
  }

  /// Cusps, w·f_xx[v,v] = 0, in (z, v, w, γ).
  ///
  /// For m = 1 there is an equation too many: f_x v = β w with β unknown last, which
  /// is 0 if the cusp is real.
  func cuspSystem() -> ExtendedSystem {
    let fold = foldSystem()
    let v = Array(fold.unknowns.suffix(n))
    var system = foldSystem(where: bend(v), fold)
    guard m == 1 else { return system }
    let β = Symbol("β")
    let w = system.unknowns[(2 * n + m)..<(3 * n + m)]
    for (k, symbol) in w.enumerated() {
      system.equations[n + k] -= β.expression * symbol.expression
    }
    system.unknowns.append(β)
    return system
  }

  /// Folded singularities, w·f_y g = 0, in (z, v, w, γ), m = 2.
  func foldedSystem() -> ExtendedSystem {
    foldSystem(where: derivative(of: f, in: slowSymbols, along: slowRates), foldSystem())
  }
}
