import NumericKernel
import RealModule

/// The leading Hermite coefficients of a function, with what is known of their error.
public struct HermiteExpansion: Sendable {
  /// b_0 … b_order.
  public let series: HermiteSeries
  /// Estimated absolute error of each coefficient: the difference of two rules, and rounding.
  public let errors: [Double]
  /// E σ², by quadrature.
  public let squaredNorm: Double

  /// What the truncation leaves out, E σ² − Σ b_k²: the mean squared error of the series.
  public var remainder: Double { max(0, squaredNorm - series.squaredNorm) }
}

/// A function that has no Hermite expansion.
public enum HermiteExpansionError: Error, Equatable, CustomStringConvertible {
  /// E σ² is infinite, or not settled within 8 standard deviations of where it should be.
  case notSquareIntegrable(name: String)
  /// The function is not finite at a point.
  case notFinite(name: String, at: Double)

  /// What is wrong and the nearest valid request.
  public var description: String {
    switch self {
    case .notSquareIntegrable(let name):
      "\(name) grows too fast: E σ(x)² is not finite for standard normal x. "
        + "Use a function that grows no faster than a polynomial, or give Hermite coefficients."
    case .notFinite(let name, let point):
      "\(name) is not finite at x = \(point). Use a function that is finite on the real line and "
        + "grows no faster than a polynomial."
    }
  }
}

extension Activation {
  /// Hermite coefficients up to `order`.
  ///
  ///     b_k = E σ(x) h_k(x) = ∫ [σ(x) exp(−x²/4)] [h_k(x) exp(−x²/4)] dx/√(2π)
  ///
  /// by Gauss-Legendre panels that break at the kinks, twice: the difference of a coarse and a
  /// fine rule is the error estimate. Cost: about 100 values of the function for each unit of the
  /// interval |x| ≤ 10 + 2√order, and order times as many products.
  ///
  /// - Parameter order: the highest k, 0 or more.
  /// - Throws: `HermiteExpansionError` where E σ² does not exist.
  public func expanded(order: Int) throws(HermiteExpansionError) -> HermiteExpansion {
    precondition(order >= 0, "an expansion has a non-negative order")
    let reach = 10 + 2 * Double(order).squareRoot()
    let coarse = try moments(order: order, reach: reach, nodes: 16, widest: 0.5)
    let fine = try moments(order: order, reach: reach + 8, nodes: 20, widest: 0.4)
    // The wider interval must add nothing that counts.
    guard fine.square.isFinite, abs(fine.square - coarse.square) <= 1e-6 * fine.square else {
      throw .notSquareIntegrable(name: name)
    }
    let rounding = 8 * Double.ulpOfOne * max(fine.square.squareRoot(), .leastNormalMagnitude)
    let errors = zip(coarse.coefficients, fine.coefficients).map { abs($0 - $1) + rounding }
    // What its error does not tell from zero is zero: theory asks which orders are there at all.
    let coefficients = zip(fine.coefficients, errors).map { abs($0) <= $1 ? 0 : $0 }
    return HermiteExpansion(
      series: HermiteSeries(coefficients), errors: errors, squaredNorm: fine.square)
  }

  private func moments(
    order: Int, reach: Double, nodes: Int, widest: Double
  ) throws(HermiteExpansionError) -> (coefficients: [Double], square: Double) {
    let inside = kinks.filter { abs($0) < reach }
    let rule = Quadrature.panels(
      breakpoints: [-reach, 0, reach] + inside, order: nodes, widest: widest)
    var coefficients = [Double](repeating: 0, count: order + 1)
    var square = 0.0
    for (x, weight) in zip(rule.nodes, rule.weights) {
      let value = self(x)
      guard value.isFinite else { throw .notFinite(name: name, at: x) }
      let damping = Double.exp(-x * x / 4)
      let damped = value * damping
      let mass = weight / (2 * Double.pi).squareRoot()
      square += mass * damped * damped
      var before = 0.0
      var h = damping
      for k in 0...order {
        coefficients[k] += mass * damped * h
        let degree = Double(k)
        (before, h) = (h, (x * h - degree.squareRoot() * before) / (degree + 1).squareRoot())
      }
    }
    return (coefficients, square)
  }
}
