/// Points of a run between its records, in the order of the run.
struct CurvePoints: Sendable, Codable {
  var times: [Double] = []
  /// One state after another.
  var stateValues: [Double] = []
  /// Observables likewise.
  var observableValues: [Double] = []

  mutating func append(_ time: Double, _ state: [Double], _ observables: [Double]) {
    times.append(time)
    stateValues += state
    observableValues += observables
  }

  /// These points and those of a later part.
  func followed(by next: CurvePoints?) -> CurvePoints {
    guard let next else { return self }
    return CurvePoints(
      times: times + next.times, stateValues: stateValues + next.stateValues,
      observableValues: observableValues + next.observableValues)
  }
}

/// Where a line through a run's records would look angular: which times within steps to look at.
struct CurveSampler {
  /// A step is drawn as a straight line if no variable moves by more than this part of its range.
  private static let straight = 0.01
  /// A step over more than this factor in time is long on a logarithmic axis too.
  private static let decade = 2.0

  private var least: [Double]
  private var greatest: [Double]

  init(from state: [Double]) { (least, greatest) = (state, state) }

  /// Times strictly within a step in which the state moves visibly; a few of equal distance, and
  /// of equal ratio where the step is long against the time.
  mutating func times(
    from start: Double, _ before: ArraySlice<Double>, to end: Double, _ after: [Double]
  ) -> [Double] {
    guard moves(from: before, to: after), start != end else { return [] }
    var times = [0.25, 0.5, 0.75].map { start + $0 * (end - start) }
    let ratio = end / start
    if start != 0, ratio > Self.decade || (ratio > 0 && ratio < 1 / Self.decade) {
      let quarter = ratio.squareRoot().squareRoot()
      times += [1, 2, 3].map { power in (0..<power).reduce(start) { time, _ in time * quarter } }
    }
    let forward = end > start
    return Set(times).filter { $0 != start && $0 != end }.sorted { ($0 < $1) == forward }
  }

  private mutating func moves(from before: ArraySlice<Double>, to after: [Double]) -> Bool {
    var isLong = false
    for (k, old) in before.enumerated() where after[k].isFinite {
      least[k] = min(least[k], after[k])
      greatest[k] = max(greatest[k], after[k])
      if (after[k] - old).magnitude > Self.straight * (greatest[k] - least[k]) { isLong = true }
    }
    return isLong
  }
}

extension Solution {
  /// The solution as a line is to be drawn through it: the records and, within steps that move a
  /// variable visibly, a few points of the method's own interpolant, in the order of the run.
  ///
  /// The records alone if the run was not asked to keep more
  /// (``IntegrationOptions/keepsCurve``), or recorded at times of the caller's choice.
  public var curve: Solution {
    guard let between, !between.times.isEmpty, let first = times.first, let last = times.last
    else { return self }
    var result = self
    (result.times, result.stateValues, result.observableValues) = ([], [], [])
    let (n, m, forward) = (variableNames.count, observableNames.count, last >= first)
    var next = 0
    for (record, time) in times.enumerated() {
      while next < between.times.count, (between.times[next] < time) == forward,
        between.times[next] != time
      {
        result.times.append(between.times[next])
        result.stateValues += between.stateValues[(next * n)..<((next + 1) * n)]
        result.observableValues += between.observableValues[(next * m)..<((next + 1) * m)]
        next += 1
      }
      result.times.append(time)
      result.stateValues += stateValues[(record * n)..<((record + 1) * n)]
      result.observableValues += observableValues[(record * m)..<((record + 1) * m)]
    }
    result.between = nil
    return result
  }
}
