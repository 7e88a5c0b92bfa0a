import RealModule

/// Deviations measured at several sizes, carried to the limit of infinite size.
///
///     deviation(m) = limit + coefficient/m           (weighted least squares in 1/m)
///     |deviation(m)| = prefactor · m^(−exponent)     (weighted least squares in logarithms)
public struct FiniteSizeFit: Sendable {
  /// One size and what was measured at it.
  public struct Point: Sendable, Equatable {
    /// m, or another size that grows to the limit.
    public let size: Double
    /// The measured deviation.
    public let deviation: Double
    /// Its standard error.
    public let standardError: Double

    /// A point from a size, the deviation measured at it and its standard error.
    public init(size: Double, deviation: Double, standardError: Double) {
      self.size = size
      self.deviation = deviation
      self.standardError = standardError
    }
  }

  /// An estimate with its confidence interval.
  public struct Estimate: Sendable, Equatable {
    /// The most likely value.
    public let value: Double
    /// The interval that holds the true value with the asked probability.
    public let interval: ClosedRange<Double>
  }

  /// What was fitted.
  public let points: [Point]
  private let line: LinearFit
  private let powerLaw: LinearFit?

  /// A fit, or nil where none is defined: fewer than two distinct sizes, a size or an error that is
  /// not positive, a value that is not finite.
  public init?(_ points: [Point]) {
    guard points.allSatisfy({ $0.size > 0 && $0.size.isFinite }),
      let line = LinearFit(
        x: points.map { 1 / $0.size }, y: points.map(\.deviation),
        standardErrors: points.map(\.standardError))
    else { return nil }
    self.points = points
    self.line = line
    // Errors of logarithms are relative errors; a deviation of zero has no logarithm.
    powerLaw = LinearFit(
      x: points.map { Double.log($0.size) }, y: points.map { Double.log(abs($0.deviation)) },
      standardErrors: points.map { $0.standardError / abs($0.deviation) })
  }

  /// The deviation's limit for infinite size.
  public func limit(level: Double = 0.95, errors: LinearFit.Errors = .known) -> Estimate {
    Estimate(
      value: line.intercept, interval: line.interceptInterval(level: level, errors: errors))
  }

  /// The coefficient of 1/m.
  public func coefficient(level: Double = 0.95, errors: LinearFit.Errors = .known) -> Estimate {
    Estimate(value: line.slope, interval: line.slopeInterval(level: level, errors: errors))
  }

  /// The exponent p of |deviation| ~ m^(−p), or nil if a deviation is zero.
  ///
  /// The interval is right where standard errors are small against deviations: logarithms of noise are not normal.
  public func exponent(level: Double = 0.95, errors: LinearFit.Errors = .known) -> Estimate? {
    powerLaw.map {
      let slope = $0.slopeInterval(level: level, errors: errors)
      return Estimate(value: -$0.slope, interval: (-slope.upperBound)...(-slope.lowerBound))
    }
  }

  /// χ² of the line in 1/m, with its degrees of freedom.
  public var goodness: (chiSquare: Double, degreesOfFreedom: Int) {
    (line.chiSquare, line.degreesOfFreedom)
  }
}
