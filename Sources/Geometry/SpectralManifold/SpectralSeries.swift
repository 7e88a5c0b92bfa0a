import Symbolic

/// Solves the invariance equation of a manifold tangent to some eigenvectors of a rest point.
///
/// In coordinates q = (p, h) along the eigenvectors, p of the modes kept, the rates are
/// p' = P(p, h) and h' = Q(p, h). The manifold h(p) satisfies Q = Dh P; at the monomial p^α the
/// coefficient of hₛ enters as (λₛ − Σ αₘ λₘ) only, so one degree gives the next.
struct SpectralSeries<Scalar: TaylorScalar> {
  let space: JetSpace
  /// Modes that are kept, then those that follow.
  let eigenvalues: [Scalar]
  /// Eigenvectors by mode.
  let vectors: [[Scalar]]
  /// bⁱ by mode, bⁱ·vⱼ = δᵢⱼ.
  let covectors: [[Scalar]]
  /// How many modes are kept.
  let kept: Int
  /// hₛ(p) for each mode that follows.
  private(set) var h: [Jet<Scalar>]
  /// A monomial whose coefficient cannot be had: its divisor vanishes and its term does not.
  private(set) var resonance: (follower: Int, exponents: [Int])?
  /// P(p, h(p)) by mode kept.
  private(set) var rates: [Jet<Scalar>] = []

  private let rest: [Scalar]
  private let symbols: [Symbol]
  private let fields: JetEvaluator<Scalar>
  private let constants: [Symbol: Scalar]

  init(
    rates: [Expression], symbols: [Symbol], constants: [Symbol: Scalar], rest: [Scalar],
    eigenvalues: [Scalar], vectors: [[Scalar]], covectors: [[Scalar]], kept: Int, order: Int
  ) throws(TaylorError) {
    let space = JetSpace(weights: [Int](repeating: 1, count: kept), limit: order)
    self.space = space
    (self.eigenvalues, self.vectors, self.covectors) = (eigenvalues, vectors, covectors)
    (self.kept, self.rest, self.symbols, self.constants) = (kept, rest, symbols, constants)
    fields = JetEvaluator(rates, in: space)
    h = [Jet<Scalar>](repeating: Jet(Scalar(0), in: space), count: eigenvalues.count - kept)
    for degree in stride(from: 2, through: order, by: 1) where resonance == nil {
      try correct(degree)
    }
    self.rates = Array(try modalRates().prefix(kept))
  }

  /// The state as polynomials in p.
  var state: [Jet<Scalar>] {
    symbols.indices.map { i in
      var sum = Jet(rest[i], in: space)
      for mode in eigenvalues.indices {
        let along =
          mode < kept ? Jet(Scalar(0), plusVariable: mode, in: space) : h[mode - kept]
        sum = sum + vectors[mode][i] * along
      }
      return sum
    }
  }

  /// Rates along each eigenvector.
  private func modalRates() throws(TaylorError) -> [Jet<Scalar>] {
    let jets = Dictionary(zip(symbols, state)) { first, _ in first }
    let values = try fields.evaluate(jets, constants: constants)
    return covectors.map { row in
      zip(row, values).map { $0 * $1 }.reduce(Jet(Scalar(0), in: space), +)
    }
  }

  private mutating func correct(_ degree: Int) throws(TaylorError) {
    let along = try modalRates()
    let size = along.flatMap { $0.coefficients.map(\.magnitudeValue) }.max() ?? 1
    for follower in h.indices {
      var defect = along[kept + follower]
      for m in 0..<kept { defect = defect - h[follower].derivative(in: m) * along[m] }
      for (place, weight) in space.monomialWeights.enumerated() where weight == degree {
        let divisor = self.divisor(follower, space.monomials[place])
        let term = defect.coefficients[place]
        if divisor.magnitudeValue < 1e-10 * eigenvalues[kept + follower].magnitudeValue {
          // A term of rounding's size is none: the coefficient is free, and 0 is taken.
          if term.magnitudeValue > 1e-12 * size { resonance = (follower, space.monomials[place]) }
          continue
        }
        h[follower].coefficients[place] = h[follower].coefficients[place] - term / divisor
      }
    }
  }

  /// λₛ − Σ αₘ λₘ.
  func divisor(_ follower: Int, _ exponents: [Int]) -> Scalar {
    zip(exponents, eigenvalues).reduce(eigenvalues[kept + follower]) { rest, term in
      rest - Scalar(term.0) * term.1
    }
  }
}
