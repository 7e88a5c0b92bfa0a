/// Finite-width SGD held against a predicted course, as a statistical test.
///
/// At each recorded time the deviation mean(SGD) − prediction is fitted to
/// limit + coefficient/m over the widths. If the prediction is the limit of SGD, `limit` differs
/// from zero only by (a) sampling error, (b) the finite step η, (c) the batch noise g, and
/// (d) what a straight line in 1/m misses. (b), (c) and (d) are computed from the SGD's own
/// mean-field flow (``ErrorBudget``), without reference to the prediction, and times three (batch
/// noise at large weights is up to three times its leading order) are the
/// allowance; the test asks whether |limit| exceeds it by more than sampling error explains,
/// at a Bonferroni level over all times and order parameters.
public struct Comparison: Sendable {
  /// One width: what ran and how far it was from the prediction.
  public struct WidthRow: Sendable {
    /// m.
    public let width: Int
    /// d.
    public let dimension: Int
    /// B.
    public let batch: Int
    /// The runs.
    public let result: EnsembleResult

    /// A finished width.
    public init(_ result: EnsembleResult) {
      width = result.request.settings.width
      dimension = result.request.settings.dimension
      batch = result.request.settings.batch
      self.result = result
    }
  }

  /// One order parameter over time.
  public struct Course: Sendable {
    /// The model's variable.
    public let variable: String
    /// The order parameter it predicts.
    public let parameter: OrderParameter
    /// The prediction at the recorded times.
    public let predicted: [Double]
    /// Fits in 1/m at the recorded times after the start; nil where none is defined.
    public let fits: [FiniteSizeFit?]
    /// The allowance for step, batch and curvature at the same times.
    public let allowance: [Double]
    /// Deviation from the prediction at each width: largest over time, with its standard error.
    public let largest: [FiniteSizeFit.Point]
    /// Root mean square deviation over the recorded times, at each width.
    public let rootMeanSquare: [Double]
    /// |deviation| ~ m^(−p) fitted to the largest deviations.
    public let exponent: FiniteSizeFit.Estimate?
    /// The test: the extrapolated deviation where it stands out most.
    public let metric: Metric
  }

  /// One checked number.
  public struct Metric: Sendable {
    /// What was checked.
    public let name: String
    /// The number.
    public let value: Double
    /// Its standard error.
    public let standardError: Double
    /// The most it may be for the check to pass.
    public let bound: Double
    /// Where in time it was taken.
    public let time: Double
    /// Whether value ≤ bound.
    public var passed: Bool { value <= bound }

    /// A check.
    public init(name: String, value: Double, standardError: Double, bound: Double, time: Double) {
      self.name = name
      self.value = value
      self.standardError = standardError
      self.bound = bound
      self.time = time
    }
  }

  /// The plan.
  public let design: ComparisonDesign
  /// Recorded fast times.
  public let times: [Double]
  /// Widths, ascending.
  public let rows: [WidthRow]
  /// The order parameters.
  public let courses: [Course]

  /// Whether every extrapolated deviation is within its bound.
  public var passed: Bool { courses.allSatisfy(\.metric.passed) }

  /// Compares finished runs with predicted courses.
  ///
  /// - Parameters:
  ///   - rows: two or more widths, recorded at the same times, none diverged.
  ///   - predictions: for each order parameter, the variable's name and its
  ///     predicted values at those times.
  public init(
    design: ComparisonDesign, rows: [WidthRow],
    predictions: [(variable: String, parameter: OrderParameter, values: [Double])]
  ) {
    self.design = design
    self.rows = rows
    times = rows.first?.result.times ?? []
    let budgets = rows.map { ErrorBudget($0.result.request) }
    let tests = predictions.count * max(times.count - 1, 1)
    let level = MultipleTesting.bonferroniLevel(design.falseAlarmRate, count: tests)
    courses = predictions.map { prediction in
      CourseFit(
        rows: rows, times: rows.first?.result.times ?? [], prediction: prediction,
        budgets: budgets, level: level
      ).course
    }
  }
}

/// Fits one order parameter.
private struct CourseFit {
  let rows: [Comparison.WidthRow]
  let times: [Double]
  let prediction: (variable: String, parameter: OrderParameter, values: [Double])
  let budgets: [ErrorBudget?]
  /// Two-sided level of each single test.
  let level: Double

  /// See ``Comparison``: leading order times three.
  private static let safety = 3.0

  var course: Comparison.Course {
    let deviations = deviations()
    let fits = times.indices.dropFirst().map { k in
      FiniteSizeFit(rows.indices.map { deviations[$0][k] })
    }
    let allowance = times.indices.dropFirst().map { k in Self.safety * systematic(k, deviations) }
    let largest = deviations.map { row in
      row.dropFirst().max { $0.deviation.magnitude < $1.deviation.magnitude } ?? row[0]
    }
    return Comparison.Course(
      variable: prediction.variable, parameter: prediction.parameter,
      predicted: prediction.values, fits: fits, allowance: allowance, largest: largest,
      rootMeanSquare: deviations.map(rootMeanSquare),
      exponent: FiniteSizeFit(largest)?.exponent(), metric: metric(fits, allowance))
  }

  /// mean(SGD) − prediction by width and time.
  private func deviations() -> [[FiniteSizeFit.Point]] {
    rows.map { row in
      let statistics = row.result.statistics(of: prediction.parameter)
      return times.indices.map { k in
        // Runs that start alike have no spread at first: rounding stands in for it.
        let floor = 1e-7 * (1 + prediction.values[k].magnitude)
        return FiniteSizeFit.Point(
          size: Double(row.width), deviation: statistics[k].mean - prediction.values[k],
          standardError: max(statistics[k].standardError, floor))
      }
    }
  }

  private func rootMeanSquare(_ row: [FiniteSizeFit.Point]) -> Double {
    let sum = row.dropFirst().reduce(0) { $0 + $1.deviation * $1.deviation }
    return (sum / Double(max(row.count - 1, 1))).squareRoot()
  }

  /// Step and batch bias, and the intercept of the line in 1/m through the exact size bias.
  private func systematic(_ k: Int, _ deviations: [[FiniteSizeFit.Point]]) -> Double {
    let component: (MeanFieldState) -> Double = {
      prediction.parameter == .secondLayer ? $0.secondLayer : $0.alignment
    }
    let known = budgets.compactMap { $0 }
    guard known.count == budgets.count, let widest = known.last else { return 0 }
    let exact = component(widest.limit[k])
    let step = (component(widest.withStep[k]) - exact).magnitude
    let batch = (component(widest.withBatchNoise[k]) - exact).magnitude
    let line = FiniteSizeFit(
      rows.indices.map { row in
        FiniteSizeFit.Point(
          size: Double(rows[row].width),
          deviation: component(known[row].withSize[k]) - component(known[row].limit[k]),
          standardError: deviations[row][k].standardError)
      })
    return step + batch + (line?.limit().value.magnitude ?? 0)
  }

  /// The time at which the extrapolated deviation stands out most against its bound.
  private func metric(_ fits: [FiniteSizeFit?], _ allowance: [Double]) -> Comparison.Metric {
    let freedom = Double(max((rows.first?.result.runs.count ?? 2) - 1, 1))
    let quantile = StudentDistribution(degreesOfFreedom: freedom).quantile(1 - level / 2)
    var worst: (metric: Comparison.Metric, excess: Double)?
    for (k, fit) in fits.enumerated() {
      guard let fit else { continue }
      let limit = fit.limit(level: 0.6826894921370859)
      let error = (limit.interval.upperBound - limit.interval.lowerBound) / 2
      let metric = Comparison.Metric(
        name: "\(prediction.parameter.rawValue) at infinite width, deviation from the prediction",
        value: limit.value.magnitude, standardError: error,
        bound: allowance[k] + quantile * error, time: times[k + 1])
      let excess = metric.value / metric.bound
      if excess > worst?.excess ?? -1 { worst = (metric, excess) }
    }
    return worst?.metric
      ?? .init(
        name: prediction.parameter.rawValue, value: .infinity, standardError: 0, bound: 0, time: 0)
  }
}
