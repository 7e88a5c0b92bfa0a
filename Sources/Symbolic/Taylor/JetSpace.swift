/// The monomials of truncated polynomials in several variables.
///
/// Kept are the monomials t₁^e₁ … tᵥ^eᵥ with Σ wᵢ eᵢ ≤ limit, by rising
/// weight; the constant comes first.
///
/// Memory: one entry for each pair of monomials whose product is kept.
public final class JetSpace: Sendable {
  /// wᵢ of each variable, at least 1.
  public let weights: [Int]
  /// The greatest weight kept.
  public let limit: Int
  /// Exponents of each monomial.
  public let monomials: [[Int]]
  /// The weight of each monomial.
  public let monomialWeights: [Int]
  private let index: [[Int]: Int]
  /// Products: those of monomial i are at starts[i]..<starts[i + 1], the other factors from 0 up.
  let starts: [Int]
  let products: [Int32]

  /// The number of monomials.
  public var count: Int { monomials.count }

  /// Makes the space.
  ///
  /// - Parameters:
  ///   - weights: of the variables, at least 1 each.
  ///   - limit: at least 0.
  public init(weights: [Int], limit: Int) {
    precondition(limit >= 0 && weights.allSatisfy { $0 >= 1 })
    self.weights = weights
    self.limit = limit
    let weigh = { (exponents: [Int]) in zip(exponents, weights).map { $0 * $1 }.reduce(0, +) }
    var all: [[Int]] = [[]]
    for (position, weight) in weights.enumerated() {
      all = all.flatMap { head -> [[Int]] in
        let used = zip(head, weights.prefix(position)).map { $0 * $1 }.reduce(0, +)
        return (0...((limit - used) / weight)).map { head + [$0] }
      }
    }
    monomials = all.sorted { (weigh($0), $1) < (weigh($1), $0) }
    monomialWeights = monomials.map(weigh)
    index = Dictionary(uniqueKeysWithValues: monomials.enumerated().map { ($1, $0) })
    var (starts, products): ([Int], [Int32]) = ([0], [])
    for (i, a) in monomials.enumerated() {
      for (j, b) in monomials.enumerated() {
        if monomialWeights[i] + monomialWeights[j] > limit { break }
        products.append(Int32(index[zip(a, b).map { $0 + $1 }] ?? 0))
      }
      starts.append(products.count)
    }
    (self.starts, self.products) = (starts, products)
  }

  /// The position of a monomial, nil if it is not kept.
  public func position(of exponents: [Int]) -> Int? { index[exponents] }
}

private func < (a: (Int, [Int]), b: (Int, [Int])) -> Bool {
  a.0 != b.0 ? a.0 < b.0 : a.1.lexicographicallyPrecedes(b.1)
}
