import Modeling
import NumericKernel
private import RealModule
import Symbolic

/// A closed singular orbit: the limit of a relaxation cycle as ε → 0.
public struct SingularCycle: Sendable {
  /// The pieces, a jump first; the last ends where the first begins.
  public let segments: [SingularPath.Segment]
  /// The period in slow time at ε = 0: the sum of the durations.
  public let period: Double
  /// The next terms of the period, in ε^{2/3} and ε ln ε; nil if they are not known for this cycle.
  ///
  /// Each fold adds its delay, and by its late landing changes what follows:
  /// −δ/g for a segment entered δ further on; δ passes through a delayed exit
  /// by ∫ λ dτ = 0. Known if the cycle leaves every branch at a
  /// nondegenerate fold or by a delayed exit. The remainder is of order ε.
  public let terms: FoldNormalForm.Terms?

  /// The period in slow time with its next terms; nil if they are not known, or so large at this ε that
  /// nothing would be left of the period: near a canard point they diverge.
  public func correctedPeriod(at ε: Double) -> Double? {
    guard let corrected = terms.map({ period + $0.value(at: ε) }), corrected > 0 else { return nil }
    return corrected
  }

  /// The largest ε at which the singular period is within `share` of the corrected one.
  ///
  /// - Parameter share: relative error, as 0.01.
  public func largestEpsilon(forShare share: Double) -> Double? {
    guard let terms, terms.twoThirds != 0, share > 0 else { return nil }
    let isWithin = { (ε: Double) in terms.value(at: ε).magnitude <= share * period }
    var (low, high) = (-40.0, 0.0)
    guard isWithin(.pow(10, low)) else { return nil }
    // The first crossing from below: the leading term is monotone, the logarithm small beside it.
    if isWithin(1) { return nil }
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if isWithin(.pow(10, middle)) { low = middle } else { high = middle }
    }
    return .pow(10, low)
  }

  init(_ segments: [SingularPath.Segment], _ walker: SingularWalker) throws(GeometryError) {
    self.segments = segments
    period = segments.map(\.duration).reduce(0, +)
    terms = try CycleCorrection(walker).terms(of: segments)
  }
}

/// Carries the shifts of the landing points round a cycle.
private struct CycleCorrection {
  private let walker: SingularWalker
  private let reduction: FoldReduction

  init(_ walker: SingularWalker) throws(GeometryError) {
    self.walker = walker
    reduction = try FoldReduction(walker.tracer)
  }

  func terms(of segments: [SingularPath.Segment]) -> FoldNormalForm.Terms? {
    // Begin at a fold: there the orbit forgets by how much it came shifted.
    guard let first = segments.firstIndex(where: { $0.departure == .fold }) else { return nil }
    let ordered = segments[first...] + segments[..<first]
    var total = FoldNormalForm.Terms()
    var shift = FoldNormalForm.Terms()
    var entry: [Double]?
    for segment in ordered {
      guard segment.kind == .jump else {
        entry = entry ?? state(segment.points[0])
        continue
      }
      let departure = state(segment.points[0])
      switch segment.departure {
      case .fold:
        guard let form = reduction.normalForm(at: departure), form.isJumpPoint else { return nil }
        total = total + form.delayTerms
        shift = form.landingShift
      case .delayedExit:
        guard let entry else { return nil }
        shift = (pull(entry) / pull(departure)) * shift
        total = total + (1 / walker.transit.rate(departure)) * shift
      case .start, .delayedHopf, .other, nil: return nil
      }
      let landing = state(segment.points[1])
      total = total + (-1 / walker.transit.rate(landing)) * shift
      entry = nil
    }
    return total
  }

  /// d(∫ λ dτ)/dy.
  private func pull(_ z: [Double]) -> Double {
    walker.transit.growthRate(z) / walker.transit.rate(z)
  }

  private func state(_ point: CriticalManifold.Point) -> [Double] { point.fast + [point.slow] }
}
