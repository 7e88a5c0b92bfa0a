/// The plan of a comparison: widths, and how everything else scales with them.
///
/// With width m, the dimension is d = m · `dimensionPerWidth` and the batch B = η d/g, so that the
/// batch noise g is the same at all widths and what remains of 1/m and 1/d goes to
/// zero together.
public struct ComparisonDesign: Sendable {
  /// Widths m, ascending; three or more show whether 1/m is the right law.
  public var widths: [Int]
  /// d/m; the default is 1.
  public var dimensionPerWidth: Double
  /// g = η d/B. The default is 0.0025.
  public var batchNoise: Double
  /// η. The default is 0.05.
  public var stepSize: Double
  /// Runs at each width. The default is 12.
  public var members: Int
  /// The fast time at which runs end.
  public var horizon: Double
  /// Recorded times. The default is 40.
  public var recordings: Int
  /// Seed of all runs.
  public var seed: UInt64
  /// The probability of rejecting a true prediction that the test is made for. The default is 0.01.
  public var falseAlarmRate: Double

  /// A plan.
  public init(
    widths: [Int] = [40, 80, 160], dimensionPerWidth: Double = 1, batchNoise: Double = 0.0025,
    stepSize: Double = 0.05, members: Int = 12, horizon: Double = 40, recordings: Int = 40,
    seed: UInt64 = 1, falseAlarmRate: Double = 0.01
  ) {
    self.widths = widths.sorted()
    self.dimensionPerWidth = dimensionPerWidth
    self.batchNoise = batchNoise
    self.stepSize = stepSize
    self.members = members
    self.horizon = horizon
    self.recordings = recordings
    self.seed = seed
    self.falseAlarmRate = falseAlarmRate
  }

  /// The request for one width.
  ///
  /// - Throws: ``SGDRequestError`` with every fault.
  public func request(for problem: LearningProblem, width: Int) throws(SGDRequestError)
    -> SGDRequest
  {
    let dimension = (Double(width) * dimensionPerWidth).rounded()
    let batch = (stepSize * dimension / batchNoise).rounded()
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
    if Set(widths).count < 2 {
      return "\(Set(widths).count) width(s): a limit needs two or more, such as 40,80,160"
    }
    if members < 2 { return "\(members) seed(s) a width: an error bar needs two or more" }
    if !(falseAlarmRate > 0 && falseAlarmRate < 0.5) {
      return "a false-alarm rate of \(falseAlarmRate): use one between 0 and 0.5, such as 0.01"
    }
    return nil
  }
}
