public import Geometry
private import RealModule

/// What becomes of a learned feature.
public enum FeatureFate: String, Sendable, Codable {
  /// Alignment ends near 1.
  case kept
  /// Alignment settles between 0 and 1.
  case partlyKept = "partly kept"
  /// Alignment is lost: it falls towards 0.
  case unlearned
  /// Alignment never grew.
  case notLearned = "not learned"
  /// Neither of these can be told.
  case undetermined

  /// Reads a course of alignment against time.
  ///
  /// Kept: it ends at 0.9 or above. Unlearned: after its peak it has come below a tenth of it, or
  /// still falls as a power of time, d ln s/d ln t < −0.05 over the last third of the (logarithmic)
  /// record or, if that is less, since the peak. Partly kept: otherwise. Not learned: it never passed 0.05.
  public init(times: [Double], alignment: [Double]) {
    guard let peak = alignment.max(), let end = alignment.last, peak.isFinite, end.isFinite else {
      self = .undetermined
      return
    }
    if peak < 0.05 {
      self = .notLearned
    } else if end >= 0.9 {
      self = .kept
    } else if end < 0.1 * peak || FeatureFate.slope(times, alignment) < -0.05 {
      self = .unlearned
    } else {
      self = .partlyKept
    }
  }

  /// Reads the end of a singular path, whose fast variable `index` is the alignment.
  public init(_ path: SingularPath, alignment index: Int) {
    switch path.outcome {
    case .equilibrium(let rest): self = rest.point.fast[index] >= 0.9 ? .kept : .partlyKept
    case .leavesInterval(let point):
      let start = path.segments.last?.points.first?.fast[index] ?? 0
      self =
        point.fast[index] < 0.5 * max(start, 0) || point.fast[index] < 0.1
        ? .unlearned : .undetermined
    case .cycle, .lost: self = .undetermined
    }
  }

  /// Least-squares slope of ln s against ln t over the last third of the logarithmic record.
  private static func slope(_ times: [Double], _ alignment: [Double]) -> Double {
    let points = zip(times, alignment).filter { $0 > 0 && $1 > 0 }
      .map { (Double.log($0), Double.log($1)) }
    guard let first = points.first?.0, let last = points.last?.0, last > first else { return 0 }
    let peak = points.max { $0.1 < $1.1 }?.0 ?? first
    let recent = points.filter { $0.0 >= max(peak, last - (last - first) / 3) }
    let count = Double(recent.count)
    guard count >= 2 else { return 0 }
    let meanX = recent.reduce(0) { $0 + $1.0 } / count
    let meanY = recent.reduce(0) { $0 + $1.1 } / count
    let above = recent.reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
    let below = recent.reduce(0) { $0 + ($1.0 - meanX) * ($1.0 - meanX) }
    return below > 0 ? above / below : 0
  }
}
