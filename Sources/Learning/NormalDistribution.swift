import RealModule

/// The standard normal distribution.
public enum NormalDistribution {
  /// Φ(x) = P(X ≤ x).
  public static func cumulative(_ x: Double) -> Double {
    Double.erfc(-x / 2.0.squareRoot()) / 2
  }

  /// The x with Φ(x) = p, to rounding error; ±∞ at 1 and 0, NaN outside.
  ///
  /// Halley's method on Φ from a rational first guess (Abramowitz and Stegun 26.2.23).
  public static func quantile(_ probability: Double) -> Double {
    if probability == 0 { return -.infinity }
    if probability == 1 { return .infinity }
    guard probability > 0 && probability < 1 else { return .nan }
    if probability > 0.5 { return -quantile(1 - probability) }
    let t = (-2 * Double.log(probability)).squareRoot()
    let guess =
      (2.515517 + t * (0.802853 + t * 0.010328))
      / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
    var x = guess - t
    for _ in 0..<3 {
      let density = Double.exp(-x * x / 2) / (2 * Double.pi).squareRoot()
      let step = (cumulative(x) - probability) / density
      x -= step / (1 + x * step / 2)
    }
    return x
  }
}
