import RealModule

/// The two-sample Kolmogorov-Smirnov test.
enum KolmogorovSmirnov {
  /// P(D ≥ observed) for two samples of one continuous law, by the limit law
  /// Q(λ) = 2 Σ (−1)^{k−1} exp(−2 k² λ²), λ = D √(n m/(n + m)).
  static func pValue(_ first: [Double], _ second: [Double]) -> Double {
    let (x, y) = (first.sorted(), second.sorted())
    let (n, m) = (Double(x.count), Double(y.count))
    var (i, j) = (0, 0)
    var distance = 0.0
    while i < x.count && j < y.count {
      let value = min(x[i], y[j])
      while i < x.count && x[i] == value { i += 1 }
      while j < y.count && y[j] == value { j += 1 }
      distance = max(distance, abs(Double(i) / n - Double(j) / m))
    }
    let λ = distance * (n * m / (n + m)).squareRoot()
    if λ < 0.2 { return 1 }
    let sum = (1...100).reduce(0.0) { sum, k in
      let k = Double(k)
      return sum + (Int(k).isMultiple(of: 2) ? -1 : 1) * Double.exp(-2 * k * k * λ * λ)
    }
    return min(1, max(0, 2 * sum))
  }
}
