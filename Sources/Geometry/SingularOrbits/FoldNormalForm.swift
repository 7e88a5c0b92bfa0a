import NumericKernel
private import RealModule
import Symbolic

/// The flow near a fold, reduced to the critical direction and the slow variable.
///
///     ε u̇ = b η + a u² + d u³ + …,   η̇ = g₀ + g₁ u + …
///
/// u is the coordinate along the null vector of ∂f/∂x, η = y − y_fold. The
/// coefficients come from f, g and their exact derivatives on the centre manifold.
public struct FoldNormalForm: Sendable {
  /// ½ w·f_xx[v, v].
  public let a: Double
  /// w·f_y.
  public let b: Double
  /// The cubic coefficient, (1/6) w·f_xxx[v, v, v] + w·f_xx[v, h₂], h₂ the centre manifold's bend.
  public let d: Double
  /// g at the fold.
  public let g0: Double
  /// g_x·v.
  public let g1: Double

  /// The first zero of Ai(−x): how late, in units of its own scale, a fold is left.
  public static let delay = 2.33810741045976703848919725245

  /// Whether orbits jump there: the reduced flow runs into the fold, a b g₀ > 0.
  public var isJumpPoint: Bool { a * b * g0 > 0 }

  /// Next-order terms in ε^{2/3} and ε ln ε.
  public struct Terms: Sendable {
    /// The factor of ε^{2/3}.
    public var twoThirds = 0.0
    /// The factor of ε ln ε.
    public var logarithm = 0.0

    static func + (a: Terms, b: Terms) -> Terms {
      Terms(twoThirds: a.twoThirds + b.twoThirds, logarithm: a.logarithm + b.logarithm)
    }

    static func * (factor: Double, terms: Terms) -> Terms {
      Terms(twoThirds: factor * terms.twoThirds, logarithm: factor * terms.logarithm)
    }

    /// The terms' sum at a value of ε.
    public func value(at ε: Double) -> Double {
      ε > 0 ? twoThirds * .pow(ε, 2.0 / 3) + logarithm * ε * .log(ε) : 0
    }
  }

  /// How much slow time the passage takes beyond the singular limit.
  ///
  /// Ω₀ (a b g₀)^{−1/3} ε^{2/3} + [d/(3a²) − g₁/(6 a g₀)] ε ln ε: the Riccati
  /// equation of the fold, with the logarithms of its entry and exit. E. F.
  /// Mishchenko, N. Kh. Rozov, Differential Equations with Small Parameters (1980);
  /// M. Krupa, P. Szmolyan, SIAM J. Math. Anal. 33 (2001) 286, doi:10.1137/S0036141099360919.
  public var delayTerms: Terms {
    Terms(twoThirds: timeScale, logarithm: d / (3 * a * a) - g1 / (6 * a * g0))
  }

  /// How far beyond the fold in y the orbit lands.
  ///
  /// g₀ Ω₀ (a b g₀)^{−1/3} ε^{2/3} − ⅓ [g₁/a − g₀ d/a²] ε ln ε.
  public var landingShift: Terms {
    Terms(twoThirds: g0 * timeScale, logarithm: -(g1 / a - g0 * d / (a * a)) / 3)
  }

  private var timeScale: Double { FoldNormalForm.delay / .root(a * b * g0, 3) }
}

/// Computes normal forms at folds of one layer problem.
final class FoldReduction {
  private let forms: NormalForms
  /// g and its gradient in x.
  private let g: TapeEvaluator

  init(_ tracer: CurveTracer) throws(GeometryError) {
    let layer = tracer.layer
    forms = try NormalForms(layer, jacobian: tracer.jacobian)
    let slope = layer.gradients(of: [layer.g], in: layer.fastSymbols)[0]
    g = try layer.evaluator([layer.g] + slope, unknowns: layer.symbols)
  }

  /// The normal form at a fold; nil if ∂f/∂x has no simple zero there.
  func normalForm(at z: [Double]) -> FoldNormalForm? {
    guard let (v, _) = forms.nullVectors(z), let fold = forms.fold(z), let d = forms.cubic(z)
    else { return nil }
    let rates = g.values(z)
    return FoldNormalForm(
      a: fold.a, b: fold.b[0], d: d, g0: rates[0], g1: dot(Array(rates.dropFirst()), v))
  }
}
