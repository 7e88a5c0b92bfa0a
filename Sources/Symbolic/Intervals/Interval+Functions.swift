private import RealModule

extension Interval {
  /// The image under a function that does not fall.
  func rising(_ function: (Double) -> Double) -> Interval {
    Interval(function(lower), function(upper)).widened(ulps: 4)
  }

  /// The image under a rising function that is defined on a range only.
  func rising(on domain: Interval, _ function: (Double) -> Double) -> Interval {
    intersection(domain)?.rising(function) ?? .entire
  }

  /// |x|.
  var absolute: Interval {
    if contains(0) { return Interval(0, magnitude) }
    return Interval(min(lower.magnitude, upper.magnitude), magnitude)
  }

  /// xⁿ for whole n.
  func power(_ n: Int32) -> Interval {
    if n == 0 { return Interval(1) }
    if n < 0 { return Interval(1) / power(-n) }
    // Repeated squaring errs by less than half a unit in the last place a product.
    let ulps = 2 * (32 - n.leadingZeroBitCount) + 2
    let base = n % 2 == 0 ? absolute : self
    let image = Interval(.integerPower(base.lower, n), .integerPower(base.upper, n))
    let widened = image.widened(ulps: ulps)
    return n % 2 == 0 ? Interval(max(widened.lower, 0), widened.upper) : widened
  }

  /// x^y, for positive x.
  func power(_ exponent: Interval) -> Interval {
    guard let base = intersection(Interval(0, .infinity)), lower >= 0 else { return .entire }
    let logarithm = base.rising { Double.log($0) }
    return (exponent * logarithm).rising { Double.exp($0) }
  }

  /// cosh x.
  var hyperbolicCosine: Interval { absolute.rising { Double.cosh($0) } }

  /// cos x.
  var cosine: Interval {
    guard magnitude < 1e9, width < 2 * .pi else { return Interval(-1, 1) }
    let ends = [Double.cos(lower), Double.cos(upper)]
    let low = meets(offset: .pi) ? -1 : max((min(ends[0], ends[1]) - 1e-15).nextDown, -1)
    let high = meets(offset: 0) ? 1 : min((max(ends[0], ends[1]) + 1e-15).nextUp, 1)
    return Interval(low, high)
  }

  /// sin x = cos(x − π/2).
  var sine: Interval { (self - Interval(.pi / 2).widened(ulps: 1)).cosine }

  /// tan x; the entire line if it may have a pole.
  var tangent: Interval {
    let quarter = self - Interval(.pi / 2).widened(ulps: 1)
    guard magnitude < 1e9, width < .pi, !quarter.meets(offset: 0), !quarter.meets(offset: .pi)
    else { return .entire }
    return rising { Double.tan($0) }
  }

  /// Whether it may hold offset + 2πk for some whole k; errs on the side of yes.
  private func meets(offset: Double) -> Bool {
    let turns = (lower: (lower - offset) / (2 * .pi), upper: (upper - offset) / (2 * .pi))
    let slack = 1e-14 * (1 + turns.upper.magnitude)
    return (turns.lower - slack).rounded(.up) <= (turns.upper + slack).rounded(.down)
  }
}

extension Interval {
  /// 1 where a relation holds throughout, 0 where nowhere, else both.
  static func truth(always: Bool, never: Bool) -> Interval {
    always ? Interval(1) : never ? Interval(0) : Interval(0, 1)
  }

  /// Whether a condition holds throughout (true), nowhere (false), or it depends (nil).
  var decided: Bool? {
    contains(0) ? (lower == 0 && upper == 0 ? false : nil) : true
  }
}
