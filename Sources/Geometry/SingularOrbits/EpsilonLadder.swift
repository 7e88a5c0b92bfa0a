public import Modeling
import NumericKernel

private import RealModule

/// Full cycles for a ladder of ε against their singular limit: how good the reduction is, and
/// at what order it becomes so.
public struct EpsilonLadder: Sendable {
  /// One value of ε.
  public struct Rung: Sendable {
    /// The full system's cycle.
    public let full: FullCycle
    /// The corrected singular period, if known.
    public let corrected: Double?
    /// |full − singular| / full period.
    public let relativeError: Double
    /// |full − corrected| / full period, if known.
    public let correctedError: Double?
    /// The Hausdorff distance of the two orbits, each variable in units of the cycle's reach.
    public let orbitDistance: Double
  }

  /// A fitted power of ε: the slope of a log-log line, with its standard error.
  public struct Order: Sendable {
    /// The power.
    public let value: Double
    /// Its standard error from the scatter about the line.
    public let standardError: Double
  }

  /// The singular limit.
  public let cycle: SingularCycle
  /// The rungs, ε falling.
  public let rungs: [Rung]
  /// Values of ε for which there is no such cycle, with the reason.
  public let failures: [(epsilon: Double, reason: String)]

  /// Computes the full cycle at each ε; what cannot be had at one is recorded, and the rest goes on.
  ///
  /// - Parameters:
  ///   - cycle: the singular limit, of the same system.
  ///   - system: its ε is replaced.
  ///   - epsilons: above 0.
  public init(of cycle: SingularCycle, system: System, epsilons: [Double]) {
    self.cycle = cycle
    var (rungs, failures): ([Rung], [(epsilon: Double, reason: String)]) = ([], [])
    for ε in epsilons.sorted(by: >) {
      do {
        let full = try FullCycle(near: cycle, of: system, epsilon: ε)
        rungs.append(Rung(full, cycle))
      } catch {
        failures.append((ε, "\(error)"))
      }
    }
    self.rungs = rungs
    self.failures = failures
  }

  /// Decades and half decades from one ε down to another, both included.
  public static func epsilons(from high: Double, to low: Double, perDecade count: Int = 2)
    -> [Double]
  {
    let steps = max(Int((Double(count) * .log10(high / low)).rounded()), 1)
    return (0...steps).map { k in
      k == steps ? low : high * .pow(low / high, Double(k) / Double(steps))
    }
  }

  /// The order of full − singular period, the ε ln ε term taken off where it is known.
  public var periodOrder: Order? {
    order { rung in
      let logarithm = cycle.terms?.logarithm ?? 0
      let ε = rung.full.epsilon
      return rung.full.period - cycle.period - logarithm * ε * .log(ε)
    }
  }

  /// The order of full − corrected period.
  public var correctedOrder: Order? {
    order { rung in rung.corrected.map { rung.full.period - $0 } ?? .nan }
  }

  /// The order of the orbits' distance.
  public var orbitOrder: Order? { order { $0.orbitDistance } }

  /// The largest ε at which the period is off by less than `share`: log-log interpolation
  /// between rungs; nil if no two rungs lie either side.
  public func epsilon(forShare share: Double) -> Double? {
    for (a, b) in zip(rungs, rungs.dropFirst())
    where a.relativeError > share && b.relativeError <= share && b.relativeError > 0 {
      let part = Double.log(a.relativeError / share) / .log(a.relativeError / b.relativeError)
      return a.full.epsilon * .pow(b.full.epsilon / a.full.epsilon, part)
    }
    return nil
  }

  private func order(_ value: (Rung) -> Double) -> Order? {
    let points = rungs.compactMap { rung -> (x: Double, y: Double)? in
      let size = value(rung).magnitude
      // Below the period's own error there is nothing to fit.
      guard size > 1e-9 * rung.full.period else { return nil }
      return (.log(rung.full.epsilon), .log(size))
    }
    guard points.count >= 3 else { return nil }
    let count = Double(points.count)
    let (meanX, meanY) = (
      points.map(\.x).reduce(0, +) / count, points.map(\.y).reduce(0, +) / count
    )
    let spread = points.map { ($0.x - meanX) * ($0.x - meanX) }.reduce(0, +)
    let slope = points.map { ($0.x - meanX) * ($0.y - meanY) }.reduce(0, +) / spread
    let residual = points.map { point -> Double in
      let off = point.y - meanY - slope * (point.x - meanX)
      return off * off
    }.reduce(0, +)
    return Order(value: slope, standardError: (residual / (count - 2) / spread).squareRoot())
  }
}

extension EpsilonLadder.Rung {
  /// Compares a full cycle with its limit.
  public init(_ full: FullCycle, _ cycle: SingularCycle) {
    self.full = full
    corrected = cycle.correctedPeriod(at: full.epsilon)
    relativeError = (full.period - cycle.period).magnitude / full.period
    correctedError = corrected.map { (full.period - $0).magnitude / full.period }
    let limit = cycle.segments.flatMap(\.course)
    orbitDistance = PolylineDistance(limit).hausdorff(to: full.states)
  }
}
