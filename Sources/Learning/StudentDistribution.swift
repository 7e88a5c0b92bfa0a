import RealModule

/// Student's t distribution.
public struct StudentDistribution: Sendable, Equatable {
  /// ν, the degrees of freedom.
  public let degreesOfFreedom: Double

  /// The distribution with ν > 0 degrees of freedom; trapped otherwise.
  public init(degreesOfFreedom: Double) {
    precondition(degreesOfFreedom > 0, "degrees of freedom are positive")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// P(T ≤ t) = 1 − ½ I_{ν/(ν+t²)}(ν/2, ½) for t ≥ 0.
  public func cumulative(_ t: Double) -> Double {
    let ν = degreesOfFreedom
    let tail = incompleteBeta(ν / (ν + t * t), ν / 2, 0.5) / 2
    return t >= 0 ? 1 - tail : tail
  }

  /// The t with P(T ≤ t) = p, 0 < p < 1, by bisection to about 1e-12 of its size.
  public func quantile(_ probability: Double) -> Double {
    guard probability > 0 && probability < 1 else { return .nan }
    if probability < 0.5 { return -quantile(1 - probability) }
    var (low, high) = (0.0, 1.0)
    while cumulative(high) < probability { (low, high) = (high, 2 * high) }
    for _ in 0..<200 where high - low > 1e-13 * high {
      let middle = (low + high) / 2
      if cumulative(middle) < probability { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// I_x(a, b) by its continued fraction (DLMF 8.17.22), on the side where it converges fast.
  private func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(1 - x, b, a) }
    let logFront =
      Double.logGamma(a + b) - Double.logGamma(a) - Double.logGamma(b)
      + a * Double.log(x) + b * Double.log(onePlus: -x)
    return Double.exp(logFront) / (a * fraction(x, a, b))
  }

  /// The continued fraction by Lentz's method.
  private func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    var (f, c, d) = (1.0, 1.0, 0.0)
    for n in 1...400 {
      let m = Double(n / 2)
      let term =
        n.isMultiple(of: 2)
        ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / (1 + term * d)
      c = 1 + term / c
      f *= c * d
      if abs(c * d - 1) < 1e-15 { break }
    }
    return f
  }
}
