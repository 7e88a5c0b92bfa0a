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

  /// A fitted power of ε, C εᵖ: a line in log-log axes.
  public struct Order: Sendable {
    /// The power p.
    public let value: Double
    /// Its standard error from the scatter about the line.
    public let standardError: Double
    /// The factor C.
    public let factor: Double
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
    order(atLeast: period) { rung in
      let logarithm = cycle.terms?.logarithm ?? 0
      let ε = rung.full.epsilon
      return rung.full.period - cycle.period - logarithm * ε * .log(ε)
    }
  }

  /// The order of full − corrected period.
  public var correctedOrder: Order? {
    order(atLeast: period) { rung in rung.corrected.map { rung.full.period - $0 } }
  }

  /// The order of the orbits' distance.
  public var orbitOrder: Order? { order(of: \.orbitDistance) }

  /// The order of one of a rung's relative errors; nil for fewer than three rungs above rounding.
  public func order(of error: (Rung) -> Double?) -> Order? { order(atLeast: { _ in 1 }, error) }

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

  private func period(_ rung: Rung) -> Double { rung.full.period }

  /// Below 1e-9 of its unit a value is the period's own error, and there is nothing to fit.
  private func order(atLeast unit: (Rung) -> Double, _ value: (Rung) -> Double?) -> Order? {
    let points = rungs.compactMap { rung -> (x: Double, y: Double)? in
      guard let size = value(rung)?.magnitude, size > 1e-9 * unit(rung) else { return nil }
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
    return Order(
      value: slope, standardError: (residual / (count - 2) / spread).squareRoot(),
      factor: .exp(meanY - slope * meanX))
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
