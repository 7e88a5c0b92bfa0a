/// The results of a sweep, whole or so far, in the order of the points.
public struct SweepResults: Sendable, Equatable {
  /// The parameters and initial values that change.
  public let names: [String]
  /// The numbers kept of each run.
  public let measures: [String]
  /// The points that have a result.
  public private(set) var points: [SweepPoint] = []
  /// What became of each.
  public private(set) var outcomes: [SweepOutcome] = []

  init(names: [String], measures: [String]) {
    self.names = names
    self.measures = measures
  }

  mutating func append(_ point: SweepPoint, _ outcome: SweepOutcome) {
    points.append(point)
    outcomes.append(outcome)
  }

  /// How many points have a result.
  public var count: Int { points.count }

  /// A column by the name of what changes or of what was kept; nil if there is none of that name.
  public subscript(name: String) -> [Double]? {
    if let place = measures.firstIndex(of: name) { return outcomes.map { $0.values[place] } }
    if let place = names.firstIndex(of: name) { return points.map { $0.values[place] } }
    return nil
  }
}
