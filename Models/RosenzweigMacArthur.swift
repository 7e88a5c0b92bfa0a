public import FastSlow

/// Rosenzweig and MacArthur's prey and predators, prey fast.
///
/// ε ẋ = x (1 − x) − x y/(x + a), ẏ = y (x/(x + a) − m) (scaled by the prey's capacity).
///
/// Critical manifold {x = 0} ∪ {y = (1 − x)(x + a)}; fold at ((1 − a)/2, (1 + a)²/4),
/// transcritical point (0, a). Rest loses its stability at m = (1 − a)/(1 + a) for every ε. At a =
/// 0.2, m = 0.4 the singular cycle has period 6.66422098733.
///
/// Source: M. L. Rosenzweig, R. H. MacArthur, Am. Nat. 97 (1963) 209, doi:10.1086/282272;
/// W. Liu, D. Xiao, Y. Yi, J. Differ. Equ. 188 (2003) 306, doi:10.1016/S0022-0396(02)00076-1.
public struct RosenzweigMacArthur: FastSlowModel {
  public static let name = "rosenzweig-macarthur"
  public static let summary = "prey and predators: delayed recovery after a crash"

  @Fast(initial: 0.9, "prey, per capacity") public var x
  @Slow(initial: 0.2, "predators") public var y
  @Parameter(0.2, "prey at which predators are half satiated") public var a
  @Parameter(0.4, "mortality of predators") public var m
  @SmallParameter(0.01, "predators' rate per prey's") public var ε

  public init() {}

  public var equations: [Equation] {
    d(x) == x * (1 - x) - x * y / (x + a)
    d(y) == y * (x / (x + a) - m)
  }

  /// After a crash the prey are fewer than any absolute tolerance would notice, and recover from what
  /// there was.
  public var charts: [Chart] {
    let u = Chart.Coordinate("log x", replacing: x, with: log(x)) { exp($0) }
    Chart("logarithm", [u], where: 0.05 - x, margin: 0.02) {
      d(u.expression) == 1 - exp(u.expression) - y / (exp(u.expression) + a)
    }
  }
}
