/// An axis with its range settled: what the script says, and where a value lies.
struct ResolvedAxis: Sendable {
  let axis: Figure.Axis
  let low: Double
  let high: Double

  /// Fits the axis to the values it must show, leaving a margin; a stated range goes first.
  init(_ axis: Figure.Axis, values: some Sequence<Double>) {
    self.axis = axis
    if let range = axis.range, Self.isDrawable(range, on: axis) {
      (low, high) = (range.lowerBound, range.upperBound)
      return
    }
    var least = Double.infinity
    var greatest = -Double.infinity
    for value in values where axis.places(value) {
      least = min(least, value)
      greatest = max(greatest, value)
    }
    let isLogarithmic = axis.scale == .logarithmic
    if least > greatest { (least, greatest) = isLogarithmic ? (0.1, 10) : (0, 1) }
    (low, high) =
      isLogarithmic ? Self.widenedRatio(least, greatest) : Self.widened(least, greatest)
  }

  /// Where a value lies: 0 at the low end, 1 at the high end.
  func fraction(of value: Double) -> Double {
    switch axis.scale {
    case .linear: (value / 2 - low / 2) / (high / 2 - low / 2)
    case .logarithmic: (decade(value) - decade(low)) / (decade(high) - decade(low))
    }
  }

  /// The value at a fraction of the way along the axis.
  func value(at fraction: Double) -> Double {
    switch axis.scale {
    case .linear: low * (1 - fraction) + high * fraction
    case .logarithmic:
      power(10, decade(low) * (1 - fraction) + decade(high) * fraction)
    }
  }

  /// How far a small step from `value` goes, as a fraction of the axis.
  func fraction(ofStep step: Double, from value: Double) -> Double {
    switch axis.scale {
    case .linear: step / (high - low)
    // d log₁₀ x = dx / (x ln 10)
    case .logarithmic: step / value / 2.302585092994046 / (decade(high) - decade(low))
    }
  }

  /// Marks for a logarithmic axis too short to hold two powers of ten; nil leaves it to gnuplot.
  var explicitTicks: [Double]? {
    guard axis.scale == .logarithmic, decade(high) - decade(low) < 1.5 else { return nil }
    let first = Int(decade(low).rounded(.down))
    let ticks = (first...(first + 2)).flatMap { exponent in
      [1.0, 2, 5].compactMap { Double("\($0)e\(exponent)") }
    }.filter { (low...high).contains($0) }
    if ticks.count >= 2 { return ticks }
    return [0.1, 0.37, 0.63, 0.9].compactMap { Double(formatted(value(at: $0), digits: 3)) }
  }

  /// Unnumbered marks between explicit ones, which show that the axis is logarithmic.
  func smallTicks(beside ticks: [Double]) -> [Double] {
    let decades = Int(decade(low).rounded(.down))...Int(decade(high).rounded(.down))
    return decades.flatMap { exponent in (1...9).compactMap { Double("\($0)e\(exponent)") } }
      .filter { (low...high).contains($0) && !ticks.contains($0) }
  }

  /// A step between the marks of a linear axis so wide that their numbers do not run into each other
  /// in so many letters of room; nil where gnuplot's own choice will do.
  func wideStep(room: Int) -> String? {
    let size = max(low.magnitude, high.magnitude)
    // gnuplot writes large and small numbers as powers of ten.
    let letters = size >= 1e6 || size < 1e-4 ? 10 : 5
    // Its own marks are ten at most.
    guard 10 * letters > room else { return nil }
    return Self.roundStep(high - low, atMost: room / letters)
  }

  /// The least of 1, 2 and 5 times a power of ten that makes at most so many steps of a span.
  static func roundStep(_ span: Double, atMost count: Int) -> String? {
    let raw = span / Double(max(count, 2))
    guard raw.isNormal, raw.isFinite else { return nil }
    let unit = power(10, decade(raw).rounded(.down))
    return [1, 2, 5, 10].map { $0 * unit }.first { $0 >= raw }?.description
  }

  /// gnuplot takes a shorter axis for an empty one.
  private static let leastSpan = 1e-290

  private static func isDrawable(_ range: ClosedRange<Double>, on axis: Figure.Axis) -> Bool {
    let (low, high) = (range.lowerBound, range.upperBound)
    guard axis.places(low), axis.places(high) else { return false }
    switch axis.scale {
    case .linear: return high - low > max(1e-12 * max(abs(low), abs(high)), leastSpan)
    case .logarithmic: return decade(high) - decade(low) > 1e-12
    }
  }

  private static func widened(_ low: Double, _ high: Double) -> (Double, Double) {
    let size = max(low.magnitude, high.magnitude)
    guard high - low > max(size * 1e-12, leastSpan) else {
      let margin = size == 0 ? 1 : max(size * 0.05, leastSpan)
      return (low - margin, high + margin)
    }
    let margin = (high - low) * 0.04
    return (low - margin, high + margin)
  }

  private static func widenedRatio(_ low: Double, _ high: Double) -> (Double, Double) {
    guard decade(high) - decade(low) > 1e-6 else { return (low / 2, high * 2) }
    let ratio = power(10, min((decade(high) - decade(low)) * 0.04, 2))
    return (low / ratio, high * ratio)
  }
}
