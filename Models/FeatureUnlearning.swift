public import FastSlow

/// Learning and unlearning of a feature by a wide two-layer network under SGD.
///
/// In fast time t (step size times steps), with alignment s = ⟨w, u*⟩ of the
/// first layer and second-layer weight a, equal over neurons:
///
///     s' = a (1 − s²) [V'(s) − a s U'(s²)],   a' = ε [V(s) − a U(s²)]
///     V(s) = Σ c_k b_k s^k,   U(q) = Σ b_k² q^k
///
/// c and b are the Hermite coefficients of teacher and student, from order 0,
/// in the basis with E h_j h_k = δ_jk; the shorter list is padded with zeros.
/// ε is the second layer's learning rate over the first's.
///
/// Critical manifold: s = 1 and the branch a = V'(s)/(s U'(s²)). The
/// direction of the slow flow on the branch decides whether the learned
/// feature (large s) is kept or lost while a grows. The risk never rises,
/// even as the feature is lost.
///
/// Derived from the mean-field flow of Berthier, Montanari, Zhou
/// (arXiv:2303.00055) and Montanari, Urbani (arXiv:2502.21269); the question is
/// that of Imai, Nishiyama, Imaizumi (arXiv:2602.07378).
public struct FeatureUnlearning: LearningModel {
  public static let summary = "wide network under SGD: a feature learned, then lost"

  @Fast(initial: 0, "alignment of the first layer with the feature") public var s
  @Slow(initial: 0.2, "second-layer weight") public var a
  @ParameterArray([0, 1, -0.45], "Hermite coefficients of the teacher") public var c
  @ParameterArray([0, 1, 0.9], "Hermite coefficients of the student") public var b
  @SmallParameter(0.2, "learning rate of the second layer over the first") public var ε

  public init() {}

  public var equations: [Equation] {
    let V = modes.map { $0.c * $0.b * s ** $0.order }.sum()
    let U = modes.map { $0.b ** 2 * s ** (2 * $0.order) }.sum()
    d(s) == a * (1 - s ** 2) * force(s)
    d(a) == V - a * U
  }

  /// `artanh`: v = artanh s, in which s = 1 is never reached; in s and a the exit from a kept
  /// feature is lost to rounding. `residual`: x = c₁ − a b₁ s, the small difference that drives
  /// the motion along the branch; with BDF it saves a tenth of the right-hand sides of a long tail at
  /// best, and none before t ~ 10⁸.
  public var charts: [Chart] {
    let v = Chart.Coordinate("v", replacing: s, with: atanh(s)) { tanh($0) }
    Chart("artanh", [v], where: abs(s) - 0.7, margin: 0.05) {
      d(v.expression) == a * force(tanh(v.expression))
    }
    if modes.count > 1 { residualChart }
  }

  private var residualChart: Chart {
    let (c1, b1) = (modes[1].c, modes[1].b)
    let x = Chart.Coordinate("x", replacing: s, with: c1 - a * b1 * s) { (c1 - $0) / (b1 * a) }
    let s = x.inverse
    let residuals = modes.map { $0.order == 1 ? x.expression : $0.c - a * $0.b * s ** $0.order }
    let pull = zip(modes, residuals).map { $0.order * $0.b * s ** ($0.order - 1) * $1 }.sum()
    let slow = zip(modes, residuals).map { $0.b * s ** $0.order * $1 }.sum()
    // Near the branch the linear part is fitted: a b₁ s is near c₁.
    let fitted = a * b1 * self.s * c1 / (c1 ** 2 + Expression(Double.leastNormalMagnitude))
    return Chart("residual", [x], where: min(0.7 - abs(self.s), fitted - 0.5), margin: 0.05) {
      d(x.expression) == -b1 * (a * a * (1 - s ** 2) * pull + ε * s * slow)
      d(a) == slow
    }
  }

  /// V'(s) − a s U'(s²), the pull of the teacher less that of the other neurons.
  private func force(_ s: Expression) -> Expression {
    let slopeV = modes.map { $0.c * $0.b * $0.order * s ** ($0.order - 1) }.sum()
    let slopeU = modes.map { $0.b ** 2 * $0.order * s ** (2 * $0.order - 1) }.sum()
    return slopeV - a * slopeU
  }

  public var observables: [Observable] {
    Observable("risk", modes.map { ($0.c - a * $0.b * s ** $0.order) ** 2 }.sum() / 2)
    for mode in modes {
      Observable("risk\(mode.order)", (mode.c - a * mode.b * s ** mode.order) ** 2 / 2)
    }
  }

  public func learningProblem(for system: System) -> LearningProblem {
    var problem = LearningProblem(
      teacher: Teacher(link: HermiteSeries(system.values(ofArray: "c"))),
      student: Student(activation: HermiteSeries(system.values(ofArray: "b"))),
      timeScaleRatio: system.epsilon ?? 1,
      firstLayer: .planted(alignment: system.initialState[0]),
      secondLayer: .equal(system.initialState[1]),
      orderParameters: [("s", .alignment), ("a", .secondLayer)])
    problem.coefficientArrays = (teacher: "c", student: "b")
    return problem
  }

  /// Order and coefficients of each Hermite mode; orders are constants of the model.
  private var modes: [(order: Expression, c: Expression, b: Expression)] {
    let (c, b) = (self.c, self.b)
    return (0..<max(c.count, b.count)).map { k in
      (Expression(k), k < c.count ? c[k] : 0, k < b.count ? b[k] : 0)
    }
  }
}
