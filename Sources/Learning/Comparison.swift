/// Finite-width SGD held against a predicted course, as a statistical test.
///
/// SGD is off its limit by (a) sampling error, (b) the finite step η, (c) the batch noise g, and
/// (d) the finite size. (b), (c) and (d) are computed from the SGD's own mean-field flow
/// (``ErrorBudget``), without reference to the prediction, and subtracted. What is left of
/// mean(SGD) − prediction is fitted at each recorded time to limit + coefficient/m over the widths;
/// if the prediction is the limit of SGD, `limit` differs from zero by (a) and by what the budget's
/// leading orders miss. The allowance for that is half of (b), what a straight line in 1/m makes of
/// (d), and twice (c): held against ``PopulationEngine``, batch noise at large weights is up to
/// three times its leading order, and (d) off by a fifth at m = 40. The test
/// asks whether |limit| exceeds the allowance by more than sampling error explains, at a Bonferroni
/// level over all times and order parameters, by Student's t with the degrees of freedom of all
/// widths together. Without a budget (unequal neurons) nothing is subtracted nor allowed for.
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
    /// Fits in 1/m of the deviations less the known biases, at the recorded times after the start;
    /// nil where none is defined.
    public let fits: [FiniteSizeFit?]
    /// The allowance for what the known biases miss, at the same times.
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
  ///   - design: what was to be compared, and the error allowed.
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

  var course: Comparison.Course {
    let deviations = deviations()
    let biases = self.biases()
    let fits = times.indices.dropFirst().map { k in
      FiniteSizeFit(
        rows.indices.map { deviations[$0][k].shifted(by: -(biases?[$0].total[k] ?? 0)) })
    }
    let allowance = times.indices.dropFirst().map { self.allowance($0, deviations, biases) }
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

  /// Signed biases at one width over time.
  private struct Bias {
    let step: [Double]
    let batch: [Double]
    let size: [Double]

    init(_ budget: ErrorBudget, _ component: (MeanFieldState) -> Double) {
      func difference(_ states: [MeanFieldState]) -> [Double] {
        zip(states, budget.limit).map { component($0) - component($1) }
      }
      step = difference(budget.withStep)
      batch = difference(budget.withBatchNoise)
      size = difference(budget.withSize)
    }

    var total: [Double] { step.indices.map { step[$0] + batch[$0] + size[$0] } }
  }

  /// The biases of every width, or nil if one has no budget.
  private func biases() -> [Bias]? {
    let known = budgets.compactMap { $0 }
    guard known.count == budgets.count else { return nil }
    let isSecondLayer = prediction.parameter == .secondLayer
    return known.map { budget in Bias(budget) { isSecondLayer ? $0.secondLayer : $0.alignment } }
  }

  /// See ``Comparison``.
  private func allowance(
    _ k: Int, _ deviations: [[FiniteSizeFit.Point]], _ biases: [Bias]?
  ) -> Double {
    guard let biases, let widest = biases.last else { return 0 }
    let line = FiniteSizeFit(
      rows.indices.map { row in
        FiniteSizeFit.Point(
          size: Double(rows[row].width), deviation: biases[row].size[k],
          standardError: deviations[row][k].standardError)
      })
    let curvature = line?.limit().value.magnitude ?? 0
    return widest.step[k].magnitude / 2 + 2 * widest.batch[k].magnitude + curvature
  }

  /// The time at which the extrapolated deviation stands out most against its bound.
  private func metric(_ fits: [FiniteSizeFit?], _ allowance: [Double]) -> Comparison.Metric {
    let freedom = Double(max(rows.reduce(0) { $0 + $1.result.runs.count - 1 }, 1))
    let quantile = StudentDistribution(degreesOfFreedom: freedom).quantile(1 - level / 2)
    var worst: (metric: Comparison.Metric, excess: Double)?
    for (k, fit) in fits.enumerated() {
      guard let fit else { continue }
      let limit = fit.limit(level: 0.6826894921370859)
      let error = (limit.interval.upperBound - limit.interval.lowerBound) / 2
      let metric = Comparison.Metric(
        name:
          "\(prediction.parameter.rawValue) at infinite width, deviation from the prediction less known bias",
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

extension FiniteSizeFit.Point {
  fileprivate func shifted(by amount: Double) -> Self {
    Self(size: size, deviation: deviation + amount, standardError: standardError)
  }
}
