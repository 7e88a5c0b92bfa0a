public import FastSlow

/// A linear network of one unit, its two weights trained at different rates.
///
/// ε ẇ = a (1 − a w), ȧ = w (1 − a w): gradient flow of ½ (1 − a w)², w learning 1/ε
/// times as fast as a (dimensionless).
///
/// ε w² − a² is conserved. The critical manifold a w = 1 is attracting (f_w = −a²) and all rest:
/// every point of it has zero loss; {a = 0} is nowhere normally hyperbolic. From (w, a) =
/// (0.3, 0.5) at ε = 0.01 training ends at w = 1.8755522478759.
///
/// Source: A. M. Saxe, J. L. McClelland, S. Ganguli, arXiv:1312.6120 (2014), sec. 1.
public struct TwoRateNetwork: FastSlowModel {
  public static let summary = "two learning rates: a manifold of zero loss"

  @Fast(initial: 0.3, "first weight") public var w
  @Slow(initial: 0.5, "second weight") public var a
  @SmallParameter(0.01, "ratio of the learning rates") public var ε

  public init() {}

  public var equations: [Equation] {
    d(w) == a * (1 - a * w)
    d(a) == w * (1 - a * w)
  }
}
