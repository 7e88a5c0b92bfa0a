/// The two-variable flow's slow dynamics in closed form.
///
///     s' = a (1−s²)[V'(s) − a s U'(s²)],   a' = ε [V(s) − a U(s²)]
///
/// For a > 0 the critical manifold is s = 1 together with the branch a = A(s) = V'(s)/(s U'(s²)).
/// Derived from the mean-field flow of Berthier, Montanari, Zhou (arXiv:2303.00055) and checked
/// numerically; "feature unlearning" is the word of Montanari, Urbani (arXiv:2502.21269).
public struct UnlearningTheory: Sendable {
  /// c, the teacher's link.
  public let link: HermiteSeries
  /// b, the student's activation.
  public let activation: HermiteSeries
  /// V(s) = Σ c_k b_k s^k.
  public let value: PowerSeries
  /// U(q) = Σ b_k² q^k.
  public let square: PowerSeries

  /// The theory of a teacher's link and a student's activation.
  public init(link: HermiteSeries, activation: HermiteSeries) {
    self.link = link
    self.activation = activation
    value = link.correlation(with: activation)
    square = activation.correlation(with: activation)
  }

  // MARK: Critical manifold

  /// A(s), the second-layer weight at which alignment s rests; s ≠ 0.
  public func branch(at s: Double) -> Double {
    value.derivative(s) / (s * square.derivative(s * s))
  }

  /// A'(s), the slope of the branch.
  ///
  /// The branch attracts where it is negative (a > 0), and has a fold where it is zero.
  public func branchSlope(at s: Double) -> Double {
    let (v1, u1) = (value.derivative, square.derivative)
    let below = s * u1(s * s)
    let belowSlope = u1(s * s) + 2 * s * s * u1.derivative(s * s)
    return (v1.derivative(s) * below - v1(s) * belowSlope) / (below * below)
  }

  /// G(s) = V(s) − A(s) U(s²), the rate da/d(εt) along the branch.
  public func slowRate(at s: Double) -> Double { value(s) - branch(at: s) * square(s * s) }

  /// ds/d(εt) = G/A' along the branch.
  public func alignmentRate(at s: Double) -> Double { slowRate(at: s) / branchSlope(at: s) }

  /// Alignments 0 < s < 1 at which the slow flow on the branch rests, ascending: sign changes of
  /// G on a grid of `samples` points, refined by bisection.
  public func restPoints(samples: Int = 2000) -> [Double] { roots(of: slowRate, samples) }

  /// Alignments 0 < s < 1 at which the branch folds, ascending; found as `restPoints` are.
  public func folds(samples: Int = 2000) -> [Double] { roots(of: branchSlope, samples) }

  /// Whether a rest point on an attracting part of the branch attracts along it: G falls there as a
  /// grows.
  public func isStable(at rest: Double) -> Bool {
    let h = 1e-5 * rest
    return (slowRate(at: rest + h) - slowRate(at: rest - h)) / branchSlope(at: rest) < 0
  }

  // MARK: Perfect alignment

  /// V(1)/U(1), where a rests on s = 1.
  public var alignedWeight: Double { value(1) / square(1) }

  /// A(1) = V'(1)/U'(1), below which s = 1 attracts.
  public var exitWeight: Double { value.derivative(1) / square.derivative(1) }

  /// Whether perfect alignment is kept by a start below A(1): V(1)/U(1) ≤ V'(1)/U'(1), to rounding.
  ///
  /// At equality s = 1 is approached as a power of time and never left; the two sums that are
  /// compared have errors of some ulps, far below the 10⁻¹² allowed for.
  public var keepsPerfectAlignment: Bool {
    alignedWeight - exitWeight <= 1e-12 * exitWeight.magnitude
  }

  // MARK: Small alignment

  /// What becomes of small alignments, or nil unless b₀ = 0 and c₁ b₁ > 0.
  ///
  /// It describes that end
  /// alone: rest points and folds on the branch decide whether a trajectory comes there.
  public var smallAlignment: SmallAlignmentLaw? {
    SmallAlignmentLaw(link: link, activation: activation)
  }

  private func roots(of function: (Double) -> Double, _ samples: Int) -> [Double] {
    let grid = (1..<max(samples, 2)).map { Double($0) / Double(samples) }
    return zip(grid, grid.dropFirst()).compactMap { low, high in
      function(low) * function(high) < 0 ? bisected(function, low, high) : nil
    }
  }

  private func bisected(_ function: (Double) -> Double, _ low: Double, _ high: Double) -> Double {
    var (low, high) = (low, high)
    let isNegative = function(low) < 0
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if (function(middle) < 0) == isNegative { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
