import FastSlow

/// The JSON of `sweep`.
struct SweepRecord: Encodable {
  struct Failure: Encodable {
    let point: Int
    let status: String
    let reason: String?
    let reachedTime: Double
  }

  let model: String
  /// Values that stay fixed.
  let parameters: [String: ParameterRecord]
  let time: String
  let until: Double
  /// How many points the design has.
  let count: Int
  /// Numbers of the points that have a result.
  let indices: [Int]
  let points: [String: [Double]]
  let results: [String: [Double]]
  let statuses: [String]
  let steps: [Int]
  let reachedTimes: [Double]
  let failures: [Failure]
  /// Every setting of the plan.
  let settings: [String: String]
  let store: String
  /// `completed` or `interrupted`.
  let status: String

  init(_ summary: SweepSummary) {
    let (sweep, results) = (summary.sweep, summary.results)
    model = sweep.system.name
    parameters = sweep.system.parameterRecord.filter { !sweep.design.names.contains($0.key) }
    time = sweep.unit.rawValue
    until = sweep.end
    count = sweep.design.count
    indices = results.points.map(\.index)
    points = Dictionary(summary.points.map { ($0.name, $0.values) }) { first, _ in first }
    self.results = Dictionary(summary.measures.map { ($0.name, $0.values) }) { first, _ in first }
    statuses = results.outcomes.map(\.status.rawValue)
    steps = results.outcomes.map(\.steps)
    reachedTimes = results.outcomes.map(\.reachedTime)
    failures = zip(results.points, results.outcomes).filter { $1.status != .completed }.map {
      Failure(
        point: $0.index, status: $1.status.rawValue, reason: $1.reason, reachedTime: $1.reachedTime)
    }
    settings = Dictionary(sweep.plan.facts.map { ($0.name, $0.value) }) { first, _ in first }
    store = summary.path
    status = results.count == count ? "completed" : "interrupted"
  }
}
