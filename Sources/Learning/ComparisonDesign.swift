/// The plan of a comparison: sizes, and how everything else scales with them.
///
/// Towards infinite width the dimension is d = m · `dimensionPerWidth` and the batch B = η d/g, so that
/// the batch noise g is the same at all widths and what remains of 1/m and 1/d goes to
/// zero together. Towards infinite dimension, width, batch and rates are the problem's (``SizeLimit``).
public struct ComparisonDesign: Sendable {
  /// Widths m or dimensions d, ascending; three or more show whether 1/m is the right law.
  public var sizes: [Int]
  /// d/m; the default is 1.
  public var dimensionPerWidth: Double
  /// g = η d/B. The default is 0.0025.
  public var batchNoise: Double
  /// η. The default is 0.05.
  public var stepSize: Double
  /// Runs at each width. The default is 12.
  public var members: Int
  /// The model's time at which runs end.
  public var horizon: Double
  /// Recorded times. The default is 40.
  public var recordings: Int
  /// Seed of all runs.
  public var seed: UInt64
  /// The probability of rejecting a true prediction that the test is made for. The default is 0.01.
  public var falseAlarmRate: Double

  /// A plan.
  public init(
    sizes: [Int] = SizeLimit.width.defaultSizes, dimensionPerWidth: Double = 1,
    batchNoise: Double = 0.0025,
    stepSize: Double = 0.05, members: Int = 12, horizon: Double = 40, recordings: Int = 40,
    seed: UInt64 = 1, falseAlarmRate: Double = 0.01
  ) {
    self.sizes = sizes.sorted()
    self.dimensionPerWidth = dimensionPerWidth
    self.batchNoise = batchNoise
    self.stepSize = stepSize
    self.members = members
    self.horizon = horizon
    self.recordings = recordings
    self.seed = seed
    self.falseAlarmRate = falseAlarmRate
  }

  /// The request for one size.
  ///
  /// All sizes record at the same times; towards infinite dimension at those of the least, each to the
  /// nearest step, half of 1/d off at most (``SizeLimit/times(of:)``).
  ///
  /// - Throws: ``SGDRequestError`` with every fault.
  public func request(for problem: LearningProblem, size: Int) throws(SGDRequestError)
    -> SGDRequest
  {
    switch problem.limit {
    case .width: return try widthRequest(for: problem, width: size)
    case .dimension(let width, let batch, _):
      func request(_ dimension: Int) throws(SGDRequestError) -> SGDRequest {
        // The request says what is wrong with sizes below 1.
        let (m, d) = (max(width, 1), max(dimension, 1))
        let step = problem.limit.stepSize(width: m, dimension: d) ?? stepSize
        let steps = horizon * Double(d)
        // The first time is a thousandth of the last.
        let first = Int((steps / 1000).rounded(.up).clamped(to: 1...1e9))
        return try problem.request(
          width: width, dimension: dimension, batch: batch, stepSize: step, horizon: steps * step,
          recordings: recordings, spacing: .logarithmicFrom(step: first), seed: seed)
      }
      return try recording(request(size), at: request(sizes.min() ?? size))
    }
  }

  /// A request that records at the times of another, of a smaller dimension.
  private func recording(_ request: SGDRequest, at least: SGDRequest) throws(SGDRequestError)
    -> SGDRequest
  {
    var settings = request.settings
    let ratio = Double(settings.dimension) / Double(least.settings.dimension)
    let steps = least.settings.recordedSteps.map { Int((Double($0) * ratio).rounded()) }
    settings.spacing = .steps(steps)
    settings.horizon = Double(steps[steps.count - 1]) * settings.stepSize
    return try SGDRequest(teacher: request.teacher, student: request.student, settings: settings)
  }

  private func widthRequest(for problem: LearningProblem, width: Int) throws(SGDRequestError)
    -> SGDRequest
  {
    let dimension = (Double(width) * dimensionPerWidth).rounded()
    let batch = (stepSize * dimension / batchNoise).rounded()
    if !(stepSize > 0 && stepSize.isFinite) {
      // The request says what is wrong with the step.
      return try problem.request(
        width: width, dimension: max(width, 2), batch: 1, stepSize: stepSize, horizon: horizon,
        recordings: recordings, seed: seed)
    }
    guard dimension.isFinite, batch.isFinite, dimension.magnitude < 1e9, batch.magnitude < 1e9
    else {
      throw SGDRequestError(faults: [
        "at width \(width) the design asks for dimension \(dimension) and batch \(batch); "
          + "choose a batch noise above 0, such as 0.003"
      ])
    }
    return try problem.request(
      width: width, dimension: Int(dimension), batch: Int(batch), stepSize: stepSize,
      horizon: horizon, recordings: recordings, seed: seed)
  }

  /// What is wrong with the design itself, if anything.
  public var fault: String? {
    if Set(sizes).count < 2 {
      return "\(Set(sizes).count) size(s): a limit needs two or more, such as 40,80,160"
    }
    if members < 2 { return "\(members) seed(s) a size: an error bar needs two or more" }
    if !(falseAlarmRate > 0 && falseAlarmRate < 0.5) {
      return "a false-alarm rate of \(falseAlarmRate): use one between 0 and 0.5, such as 0.01"
    }
    return nil
  }
}

extension Double {
  /// The nearest value in a range; NaN becomes the lower end.
  fileprivate func clamped(to range: ClosedRange<Double>) -> Double {
    isNaN ? range.lowerBound : Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
  }
}
