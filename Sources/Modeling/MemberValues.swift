private import RealModule

/// A value for each member of a population: alike, listed, or drawn.
public enum MemberValues: Sendable, Hashable {
  /// The same for all.
  case constant(Double)
  /// One each; there must be as many as members.
  case values([Double])
  /// Evenly spaced from the first to the last member.
  case evenly(ClosedRange<Double>)
  /// Drawn uniformly from a range.
  case uniform(ClosedRange<Double>, seed: UInt64)
  /// Drawn from the normal distribution.
  case normal(mean: Double, deviation: Double, seed: UInt64)
  /// Drawn from the Lorentz (Cauchy) distribution with the given half width.
  case lorentzian(center: Double, width: Double, seed: UInt64)

  /// The values for `count` members; the same for the same seed, and member k's does
  /// not depend on `count` when drawn.
  public func values(count: Int) -> [Double] {
    switch self {
    case .constant(let value): return [Double](repeating: value, count: count)
    case .values(let values): return values
    case .evenly(let range):
      let step = (range.upperBound - range.lowerBound) / Double(max(count - 1, 1))
      return (0..<count).map { range.lowerBound + step * Double($0) }
    case .uniform(let range, let seed):
      var draws = UniformDraws(seed: seed)
      return (0..<count).map { _ in
        range.lowerBound + (range.upperBound - range.lowerBound) * draws.next()
      }
    case .normal(let mean, let deviation, let seed):
      var draws = UniformDraws(seed: seed)
      return (0..<count).map { _ in mean + deviation * draws.nextNormal() }
    case .lorentzian(let center, let width, let seed):
      var draws = UniformDraws(seed: seed)
      return (0..<count).map { _ in center + width * .tan(.pi * (draws.next() - 0.5)) }
    }
  }

  /// What makes it unusable for so many members, if anything.
  func problem(count: Int) -> String? {
    if case .values(let values) = self, values.count != count {
      return "\(values.count) values for \(count) members"
    }
    if let bad = values(count: min(count, 1000)).first(where: { !$0.isFinite }) {
      return "\(bad) is not a number"
    }
    return nil
  }
}

/// Uniform numbers in (0, 1) by SplitMix64 (Steele, Lea, Flood 2014, doi:10.1145/2714064.2660195).
private struct UniformDraws {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    z ^= z >> 31
    return (Double(z >> 11) + 0.5) * 0x1p-53
  }

  /// Box and Muller's transform, one number for two draws so that each member uses as many.
  mutating func nextNormal() -> Double {
    let radius = (-2 * Double.log(next())).squareRoot()
    return radius * .cos(2 * .pi * next())
  }
}
