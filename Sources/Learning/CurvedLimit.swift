import NumericKernel

/// The limit of a quantity measured at several sizes, with terms in 1/m and 1/m².
///
///     y_i = limit + α/m_i + β/m_i² + σ_i z_i,   minimise Σ (y_i − …)²/σ_i²
///
/// Var limit is the first entry of (Xᵀ W X)⁻¹, W = diag 1/σ_i².
struct CurvedLimit {
  /// The limit.
  let value: Double
  /// Its standard error, the σ_i taken as they are.
  let standardError: Double

  /// The fit, or nil for fewer than three distinct sizes.
  init?(_ points: [FiniteSizeFit.Point]) {
    guard let smallest = points.map(\.size).min(), Set(points.map(\.size)).count >= 3 else {
      return nil
    }
    // Powers of (smallest size)/m keep the matrix of order one.
    let rows = points.map { point -> [Double] in
      let x = smallest / point.size
      return [1, x, x * x]
    }
    var (normal, right) = (Matrix(rows: 3, columns: 3), [0.0, 0, 0])
    for (point, row) in zip(points, rows) {
      let weight = 1 / (point.standardError * point.standardError)
      for i in 0..<3 {
        right[i] += weight * row[i] * point.deviation
        for j in 0..<3 { normal[i, j] += weight * row[i] * row[j] }
      }
    }
    guard let solution = normal.solve(right), let variances = normal.solve([1, 0, 0]),
      variances[0] > 0
    else { return nil }
    value = solution[0]
    standardError = variances[0].squareRoot()
  }
}
