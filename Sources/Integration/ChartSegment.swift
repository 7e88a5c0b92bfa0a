/// A stretch of a solution that was integrated in coordinates of its own.
public struct ChartSegment: Sendable, Codable, Hashable {
  /// The chart; nil for the model's own variables.
  public let chart: String?
  /// Where it begins.
  public let start: Double
  /// Where it ends.
  public let end: Double
  /// Names of the coordinates.
  public let coordinateNames: [String]
  /// The first record of the solution that lies in it.
  public let firstRecord: Int
  /// The coordinates at each of its records, one after another.
  public let coordinateValues: [Double]
  /// The coordinates at its end.
  public let reachedCoordinates: [Double]

  /// A segment, from the solution in its coordinates.
  package init(chart: String?, firstRecord: Int, _ solution: Solution, start: Double) {
    self.chart = chart
    self.start = start
    end = solution.reachedTime
    coordinateNames = solution.variableNames
    self.firstRecord = firstRecord
    coordinateValues = solution.stateValues
    reachedCoordinates = solution.reachedState
  }

  /// The coordinate of that name at the segment's end; nil if it has none.
  public subscript(name: String) -> Double? {
    coordinateNames.firstIndex(of: name).map { reachedCoordinates[$0] }
  }
}
