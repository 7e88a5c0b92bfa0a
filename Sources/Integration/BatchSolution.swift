/// What became of many integrations of one system.
public struct BatchSolution: Sendable {
  /// Names of the variables, in the order of a state.
  public let variableNames: [String]
  /// The times recorded at, in the direction of the run.
  public let times: [Double]
  /// The number of points.
  public let count: Int
  /// How each point's run ended: `completed`, `stepLimit`, `interrupted` or `failed`. A failed point
  /// run alone by ``integrate(_:from:over:output:streamingTo:observables:events:options:monitor:)`` tells why.
  public internal(set) var statuses: [Solution.Status]
  /// The time each point reached.
  public internal(set) var reachedTimes: [Double]
  /// Steps taken by point.
  public internal(set) var steps: [Int]
  /// Attempts repeated by point.
  public internal(set) var failures: [Int]
  /// Reached states one after another.
  let ends: [Double]
  /// Recorded states: by point, then by time. NaN where a run did not get to.
  let records: [Double]

  /// The state a point's run reached.
  public func end(of point: Int) -> [Double] {
    let n = variableNames.count
    return Array(ends[(point * n)..<((point + 1) * n)])
  }

  /// A point's state at one of the ``times``; NaN if its run did not get there.
  public func state(of point: Int, at record: Int) -> [Double] {
    let n = variableNames.count
    let first = (point * times.count + record) * n
    return Array(records[first..<(first + n)])
  }
}
