import NumericKernel

/// The limit of a quantity measured at several sizes, as a polynomial in 1/m.
///
///     y_i = limit + α/m_i (+ β/m_i²) + σ_i z_i,   minimise Σ (y_i − …)²/σ_i²
///
/// The limit is Σ c_i y_i with c = W X (Xᵀ W X)⁻¹ e₁, W = diag 1/σ_i², and Var limit = Σ c_i² σ_i².
package struct SizeExtrapolation {
  /// The limit.
  package let value: Double
  /// Its standard error, the σ_i taken as they are.
  package let standardError: Double
  /// Which part of its variance comes from each point.
  package let shares: [Double]

  /// The fit, or nil where there are fewer distinct sizes than coefficients, a size or an error is not
  /// positive, or a value not finite.
  ///
  /// - Parameter degree: 1 for a line, 2 for a parabola.
  package init?(_ points: [FiniteSizeFit.Point], degree: Int) {
    guard let smallest = points.map(\.size).min(), Set(points.map(\.size)).count > degree,
      points.allSatisfy({
        $0.size > 0 && $0.size.isFinite && $0.standardError > 0 && $0.standardError.isFinite
          && $0.deviation.isFinite
      })
    else { return nil }
    // Powers of (smallest size)/m keep the matrix of order one.
    let rows = points.map { point -> [Double] in
      let x = smallest / point.size
      return Array([1, x, x * x].prefix(degree + 1))
    }
    var normal = Matrix(rows: degree + 1, columns: degree + 1)
    for (point, row) in zip(points, rows) {
      let weight = 1 / (point.standardError * point.standardError)
      for i in row.indices {
        for j in row.indices { normal[i, j] += weight * row[i] * row[j] }
      }
    }
    guard let first = normal.solve([1] + [Double](repeating: 0, count: degree)), first[0] > 0
    else { return nil }
    var (value, contributions) = (0.0, [Double]())
    for (point, row) in zip(points, rows) {
      let variance = point.standardError * point.standardError
      let influence = zip(row, first).reduce(0) { $0 + $1.0 * $1.1 } / variance
      value += influence * point.deviation
      contributions.append(influence * influence * variance)
    }
    let variance = contributions.reduce(0, +)
    self.value = value
    standardError = variance.squareRoot()
    shares = contributions.map { $0 / variance }
  }

  /// The degrees of freedom of the standard error, from those of each point's (Welch 1947,
  /// doi:10.1093/biomet/34.1-2.28; Satterthwaite 1946, doi:10.2307/3002019).
  package func degreesOfFreedom(_ points: [Double]) -> Double {
    1 / zip(shares, points).reduce(0) { $0 + $1.0 * $1.0 / max($1.1, 1) }
  }
}
