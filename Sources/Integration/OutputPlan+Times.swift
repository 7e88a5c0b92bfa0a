private import RealModule

extension OutputPlan {
  /// The times asked for over an interval, in the caller's order; nil for every step.
  ///
  /// - Parameter fastest: gives the fastest time scale at the start, when it is needed.
  func times(over interval: (start: Double, end: Double), fastest: () -> Double) -> [Double]? {
    switch self {
    case .everyStep: return nil
    case .times(let times): return times
    case .points(let count, .linear):
      return OutputPlan.linear(count, interval.start, interval.end)
    case .points(let count, .logarithmic(let first)):
      let length = interval.end - interval.start
      let shortest =
        first ?? min(max(0.1 * fastest(), 1e-16 * length.magnitude), 1e-3 * length.magnitude)
      return OutputPlan.logarithmic(count, interval.start, length, from: shortest)
    }
  }

  /// The end point is the end itself, not a rounded sum.
  private static func linear(_ count: Int, _ start: Double, _ end: Double) -> [Double] {
    (0..<count).map { k in
      k == count - 1 ? end : start + (end - start) * (Double(k) / Double(count - 1))
    }
  }

  private static func logarithmic(
    _ count: Int, _ start: Double, _ length: Double, from first: Double
  )
    -> [Double]
  {
    let decades = Double.log(length.magnitude / first)
    let sign = length < 0 ? -1.0 : 1
    return [start]
      + (0..<(count - 1)).map { k in
        if k == count - 2 { return start + length }
        return start + sign * first * .exp(decades * Double(k) / Double(count - 2))
      }
  }
}
