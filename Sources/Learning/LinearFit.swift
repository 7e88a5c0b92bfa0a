/// A straight line through measured points by weighted least squares.
///
///     y_i = intercept + slope x_i + σ_i z_i,   minimise Σ (y_i − intercept − slope x_i)²/σ_i²
///
/// With w_i = 1/σ_i², W = Σ w_i, x̄ = Σ w_i x_i/W and S = Σ w_i (x_i − x̄)²:
/// slope = Σ w_i (x_i − x̄) y_i/S, Var slope = 1/S, Var intercept = 1/W + x̄²/S.
public struct LinearFit: Sendable, Equatable {
  /// The value at x = 0: the extrapolated limit when x is 1/m.
  public let intercept: Double
  /// The slope.
  public let slope: Double
  /// Σ of squared residuals in units of σ_i; about n − 2 if the line holds and the σ_i are right.
  public let chiSquare: Double
  /// n − 2.
  public let degreesOfFreedom: Int
  private let interceptVariance: Double
  private let slopeVariance: Double

  /// How the errors σ_i are meant.
  public enum Errors: Sendable {
    /// As they are: intervals by the normal distribution.
    case known
    /// Up to a common factor, estimated as χ²/(n − 2): intervals by Student's t.
    case relative
  }

  /// The fit, or nil where it is not defined: fewer than two points, lists of unequal length, a
  /// value that is not finite, an error that is not positive, or all x equal.
  public init?(x: [Double], y: [Double], standardErrors: [Double]) {
    guard x.count >= 2, x.count == y.count, x.count == standardErrors.count,
      (x + y + standardErrors).allSatisfy(\.isFinite), standardErrors.allSatisfy({ $0 > 0 })
    else { return nil }
    let weights = standardErrors.map { 1 / ($0 * $0) }
    let total = weights.reduce(0, +)
    let centre = zip(weights, x).reduce(0) { $0 + $1.0 * $1.1 } / total
    let square = zip(weights, x).reduce(0) { $0 + $1.0 * ($1.1 - centre) * ($1.1 - centre) }
    guard square > 0 else { return nil }
    let mean = zip(weights, y).reduce(0) { $0 + $1.0 * $1.1 } / total
    var cross = 0.0
    for i in x.indices { cross += weights[i] * (x[i] - centre) * (y[i] - mean) }
    let slope = cross / square
    let intercept = mean - slope * centre
    var residual = 0.0
    for i in x.indices {
      let deviation = y[i] - intercept - slope * x[i]
      residual += weights[i] * deviation * deviation
    }
    self.slope = slope
    self.intercept = intercept
    chiSquare = residual
    degreesOfFreedom = x.count - 2
    slopeVariance = 1 / square
    interceptVariance = 1 / total + centre * centre / square
  }

  /// The intercept's standard error, the σ_i taken as they are.
  public var interceptError: Double { interceptVariance.squareRoot() }

  /// The interval that holds the true intercept with the given probability.
  public func interceptInterval(level: Double = 0.95, errors: Errors = .known) -> ClosedRange<
    Double
  > {
    interval(around: intercept, interceptVariance, level, errors)
  }

  /// The interval that holds the true slope with the given probability.
  public func slopeInterval(level: Double = 0.95, errors: Errors = .known) -> ClosedRange<Double> {
    interval(around: slope, slopeVariance, level, errors)
  }

  /// Two points leave no degree of freedom for relative errors: the interval is then the line.
  private func interval(
    around centre: Double, _ variance: Double, _ level: Double, _ errors: Errors
  ) -> ClosedRange<Double> {
    precondition(level > 0 && level < 1, "a confidence level is between 0 and 1")
    let probability = (1 + level) / 2
    switch errors {
    case .known:
      let half = NormalDistribution.quantile(probability) * variance.squareRoot()
      return (centre - half)...(centre + half)
    case .relative:
      guard degreesOfFreedom > 0 else { return -Double.infinity...Double.infinity }
      let freedom = Double(degreesOfFreedom)
      let scale = chiSquare / freedom
      let quantile = StudentDistribution(degreesOfFreedom: freedom).quantile(probability)
      let half = quantile * (scale * variance).squareRoot()
      return (centre - half)...(centre + half)
    }
  }
}
