/// SGD of finite size held against a predicted course, as a statistical test.
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
/// level over all times and order parameters, by Student's t with the degrees of freedom that the
/// sizes' own give the extrapolated error (Welch and Satterthwaite). What a prediction has in it already (``PredictedCourse/Corrections``) is not
/// subtracted again. Without a budget (unequal neurons, or a limit of infinite dimension) nothing is
/// subtracted nor allowed for, and from three sizes on the limit is fitted with a term in 1/m²
/// besides. All this holds for d in place of m where a model is the limit of infinite dimension.
public struct Comparison: Sendable {
  /// One size: what ran.
  public struct Row: Sendable {
    /// The size that goes to infinity, m or d.
    public let size: Int
    /// m.
    public let width: Int
    /// d.
    public let dimension: Int
    /// B.
    public let batch: Int
    /// The times at which this size was recorded, in the model's unit.
    public let times: [Double]
    /// The runs.
    public let result: EnsembleResult

    /// A finished size.
    public init(_ result: EnsembleResult, limit: SizeLimit = .width) {
      times = limit.times(of: result.request)
      width = result.request.settings.width
      dimension = result.request.settings.dimension
      batch = result.request.settings.batch
      size = limit == .width ? width : dimension
      self.result = result
    }
  }

  /// One order parameter over time.
  public struct Course: Sendable {
    /// The model's variable.
    public let variable: String
    /// The order parameter it predicts.
    public let parameter: OrderParameter
    /// The prediction at the recorded times, for the largest size where it depends on it.
    public let predicted: [Double]
    /// The deviation less the known biases, extrapolated to infinite size, at the recorded times after
    /// the start; nil where no fit is defined.
    public let limits: [Limit?]
    /// Whether biases are known, and a line in 1/m fitted; else a parabola.
    public let knowsBias: Bool
    /// The known biases that are subtracted: those that the prediction has not in it.
    public let subtracted: PredictedCourse.Corrections
    /// The allowance for what the known biases miss, at the same times.
    public let allowance: [Double]
    /// Deviation from the prediction at each size: largest over time, with its standard error.
    public let largest: [FiniteSizeFit.Point]
    /// Root mean square deviation over the recorded times, at each size.
    public let rootMeanSquare: [Double]
    /// |deviation| ~ m^(−p) fitted to the largest deviations.
    public let exponent: FiniteSizeFit.Estimate?
    /// The test: the extrapolated deviation where it stands out most.
    public let metric: Metric
  }

  /// An extrapolated value with its standard error.
  public struct Limit: Sendable, Equatable {
    /// The value at infinite size.
    public let value: Double
    /// Its standard error.
    public let standardError: Double
    /// The degrees of freedom of that error.
    public let degreesOfFreedom: Double
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
  /// The limit that is compared with.
  public let limit: SizeLimit
  /// Recorded times, in the model's unit, of the largest size; other sizes have as many, which differ
  /// by half a step at most (``Row/times``).
  public let times: [Double]
  /// Sizes, ascending.
  public let rows: [Row]
  /// The order parameters.
  public let courses: [Course]
  /// What is known beforehand of each size.
  private let budgets: [ErrorBudget?]

  /// Whether every extrapolated deviation is within its bound.
  public var passed: Bool { courses.allSatisfy(\.metric.passed) }

  /// Compares finished runs with predicted courses.
  ///
  /// - Parameters:
  ///   - design: what was to be compared, and the error allowed.
  ///   - rows: two or more sizes, recorded at the same times but for half a step, none diverged.
  ///   - limit: where the sizes go.
  ///   - predictions: what is predicted of each order parameter at the times of the rows, each row's
  ///     own where they differ.
  public init(
    design: ComparisonDesign, rows: [Row], limit: SizeLimit = .width,
    predictions: [PredictedCourse]
  ) {
    self.init(
      design, rows, limit, rows.map { ErrorBudget($0.result.request) }, predictions: predictions)
  }

  /// The same runs held against other predictions of the same times.
  public func against(_ predictions: [PredictedCourse]) -> Comparison {
    Comparison(design, rows, limit, budgets, predictions: predictions)
  }

  private init(
    _ design: ComparisonDesign, _ rows: [Row], _ limit: SizeLimit, _ budgets: [ErrorBudget?],
    predictions: [PredictedCourse]
  ) {
    self.design = design
    self.rows = rows
    self.limit = limit
    let times = rows.last?.times ?? []
    self.times = times
    self.budgets = budgets
    let tests = predictions.count * max(times.count - 1, 1)
    let level = MultipleTesting.bonferroniLevel(design.falseAlarmRate, count: tests)
    courses = predictions.map { prediction in
      CourseFit(
        rows: rows, times: times, prediction: prediction, budgets: budgets, level: level,
        limit: limit
      ).course
    }
  }
}

/// Fits one order parameter.
private struct CourseFit {
  let rows: [Comparison.Row]
  let times: [Double]
  let prediction: PredictedCourse
  let budgets: [ErrorBudget?]
  /// Two-sided level of each single test.
  let level: Double
  let limit: SizeLimit

  var course: Comparison.Course {
    let deviations = deviations()
    let biases = self.biases()
    let subtracted =
      biases == nil ? [] : PredictedCourse.Corrections.all.subtracting(prediction.corrections)
    let limits = times.indices.dropFirst().map { k in
      extrapolated(
        rows.indices.map { row in
          deviations[row][k].shifted(
            by: -(biases?[row].total(of: subtracted)[k] ?? 0))
        }, curved: biases == nil)
    }
    let allowance = times.indices.dropFirst().map { self.allowance($0, deviations, biases) }
    let largest = deviations.map { row in
      row.dropFirst().max { $0.deviation.magnitude < $1.deviation.magnitude } ?? row[0]
    }
    return Comparison.Course(
      variable: prediction.variable, parameter: prediction.parameter,
      predicted: prediction.values(at: rows.count - 1, count: times.count), limits: limits,
      knowsBias: biases != nil, subtracted: subtracted, allowance: allowance, largest: largest,
      rootMeanSquare: deviations.map(rootMeanSquare),
      exponent: FiniteSizeFit(largest)?.exponent(),
      metric: metric(limits, allowance, lessBias: !subtracted.isEmpty))
  }

  /// By a line in 1/m, or where nothing is known of the biases by a parabola.
  private func extrapolated(_ points: [FiniteSizeFit.Point], curved: Bool) -> Comparison.Limit? {
    guard
      let limit = (curved ? SizeExtrapolation(points, degree: 2) : nil)
        ?? SizeExtrapolation(points, degree: 1)
    else { return nil }
    let freedom = rows.map { Double($0.result.runs.count - 1) }
    return .init(
      value: limit.value, standardError: limit.standardError,
      degreesOfFreedom: limit.degreesOfFreedom(freedom))
  }

  /// mean(SGD) − prediction by size and time.
  private func deviations() -> [[FiniteSizeFit.Point]] {
    rows.enumerated().map { index, row in
      let predicted = prediction.values(at: index, count: times.count)
      let statistics = row.result.statistics(of: prediction.parameter)
      return times.indices.map { k in
        // Runs that start alike have no spread at first: rounding stands in for it.
        let floor = 1e-7 * (1 + predicted[k].magnitude)
        return FiniteSizeFit.Point(
          size: Double(row.size), deviation: statistics[k].mean - predicted[k],
          standardError: max(statistics[k].standardError, floor))
      }
    }
  }

  private func rootMeanSquare(_ row: [FiniteSizeFit.Point]) -> Double {
    let sum = row.dropFirst().reduce(0) { $0 + $1.deviation * $1.deviation }
    return (sum / Double(max(row.count - 1, 1))).squareRoot()
  }

  /// Signed biases at one size over time.
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

    /// Their sum, of those asked for.
    func total(of wanted: PredictedCourse.Corrections) -> [Double] {
      step.indices.map { k in
        (wanted.contains(.step) ? step[k] : 0) + (wanted.contains(.batch) ? batch[k] : 0)
          + (wanted.contains(.size) ? size[k] : 0)
      }
    }
  }

  /// The biases of every size, or nil if one has no budget.
  private func biases() -> [Bias]? {
    let known = budgets.compactMap { $0 }
    guard known.count == budgets.count else { return nil }
    switch prediction.parameter {
    case .alignment: return known.map { Bias($0, \.alignment) }
    case .secondLayer: return known.map { Bias($0, \.secondLayer) }
    default: return nil
    }
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
  private func metric(
    _ limits: [Comparison.Limit?], _ allowance: [Double], lessBias: Bool
  ) -> Comparison.Metric {
    var worst: (metric: Comparison.Metric, excess: Double)?
    for (k, found) in limits.enumerated() {
      // Where there is no limit, as of a prediction that is not finite, nothing speaks for it.
      let error = found?.standardError ?? 0
      let noise = found.map { limit in
        StudentDistribution(degreesOfFreedom: limit.degreesOfFreedom).quantile(1 - level / 2)
          * limit.standardError
      }
      let metric = Comparison.Metric(
        name: "\(prediction.parameter.name) at infinite \(limit.name), "
          + "deviation from the prediction" + (lessBias ? " less known bias" : ""),
        value: found?.value.magnitude ?? .infinity, standardError: error,
        bound: allowance[k] + (noise ?? 0), time: times[k + 1])
      let excess = metric.bound > 0 ? metric.value / metric.bound : .infinity
      if excess > worst?.excess ?? -1 { worst = (metric, excess) }
    }
    return worst?.metric
      ?? .init(
        name: prediction.parameter.name, value: .infinity, standardError: 0, bound: 0, time: 0)
  }
}

extension FiniteSizeFit.Point {
  fileprivate func shifted(by amount: Double) -> Self {
    Self(size: size, deviation: deviation + amount, standardError: standardError)
  }
}
