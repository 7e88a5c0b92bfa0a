import RealModule

/// The slow flow near s = 0, where a s → κ = c₁/b₁ and the linear part stays fitted.
///
///     da/d(εt) = γ s^p,   s = κ/a:   a ~ [(p+1) γ κ^p εt]^{1/(p+1)},   s ~ κ/a
///
/// With k the first nonlinear order of the student and l the first with c_l b_l ≠ 0,
/// G ~ −(l−1) c_l b_l s^l + (k−1) κ b_k² s^{2k−1}; p = min(l, 2k−1) and γ is its coefficient.
///
/// Of m neurons each has its own nonlinear part in its output, which stops the growth where
/// γ s^p = (a/m) Σ_{k≥2} b_k²: a → [γ κ^p m/Σ_{k≥2} b_k²]^{1/(p+1)}, by εt of order m.
public struct SmallAlignmentLaw: Sendable, Equatable {
  /// κ = c₁/b₁.
  public let linearRatio: Double
  /// k, the first order ≥ 2 with b_k ≠ 0; nil for a linear student.
  public let studentOrder: Int?
  /// l, the first order ≥ 2 with c_l b_l ≠ 0; nil if there is none.
  public let sharedOrder: Int?
  /// p, the leading power of s in the slow rate; nil if the slow rate vanishes.
  public let power: Int?
  /// γ, the coefficient of s^p: positive where the small-alignment end attracts.
  public let rate: Double
  /// Σ_{k≥2} b_k², the variance of the student's nonlinear part.
  public let nonlinearVariance: Double

  init?(link: HermiteSeries, activation: HermiteSeries) {
    guard activation[0] == 0, link[1] * activation[1] > 0 else { return nil }
    let orders = 2..<max(activation.coefficients.count, 3)
    let κ = link[1] / activation[1]
    let k = orders.first { activation[$0] != 0 }
    let l = orders.first { link[$0] * activation[$0] != 0 }
    linearRatio = κ
    nonlinearVariance = orders.reduce(0) { $0 + activation[$1] * activation[$1] }
    studentOrder = k
    sharedOrder = l
    let p = [l, k.map { 2 * $0 - 1 }].compactMap { $0 }.min()
    power = p
    var rate = 0.0
    if let l, l == p { rate -= Double(l - 1) * link[l] * activation[l] }
    if let k, 2 * k - 1 == p { rate += Double(k - 1) * κ * activation[k] * activation[k] }
    self.rate = rate
  }

  /// Whether small alignments shrink further: the feature is unlearned at this end (sign rule).
  public var attracts: Bool { rate > 0 }

  /// 1/(p+1), the exponent of a ~ (εt)^{1/(p+1)} and of the decay of s, where the end attracts.
  public var exponent: Double? {
    guard attracts, let power else { return nil }
    return 1 / Double(power + 1)
  }

  /// Leading order of a at a large slow time εt, where the end attracts.
  public func secondLayer(atSlowTime slowTime: Double) -> Double? {
    guard attracts, let power else { return nil }
    let growth =
      Double(power + 1) * rate * Double.pow(linearRatio, power) * slowTime
    return Double.pow(growth, 1 / Double(power + 1))
  }

  /// Leading order of s at a large slow time εt, where the end attracts.
  public func alignment(atSlowTime slowTime: Double) -> Double? {
    secondLayer(atSlowTime: slowTime).map { linearRatio / $0 }
  }

  /// Leading order of a where m neurons stop its growth, where the end attracts; relative error at
  /// most of order m^(−1/3).
  ///
  /// Derived from the flow of m equal neurons (``MeanFieldFlow``) as d → ∞: off the rest of s and r the
  /// linear part drops out of a' = ε [V − a (g_m U(r) + U(1)/m)].
  public func secondLayer(atWidth m: Double) -> Double? {
    guard attracts, let power else { return nil }
    let limit = rate * Double.pow(linearRatio, power) * m / nonlinearVariance
    return Double.pow(limit, 1 / Double(power + 1))
  }
}
