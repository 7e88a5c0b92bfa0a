public import FastSlow

/// A two-layer network of many neurons under SGD in the mean-field limit, neuron by neuron.
///
///     s_i' = a_i (1 − s_i²) [V'(s_i) − ⟨a s U'(s_i s)⟩],   a_i' = ε [V(s_i) − ⟨a U(s_i s)⟩]
///
/// in fast time t, ⟨·⟩ the mean over neurons: `feature-unlearning` without the assumption that all
/// neurons are alike. By Hermite expansion U(s_i s) = Σ b_k² s_i^k s^k, so that neurons see each
/// other through the means ⟨a s^k⟩ alone. With equal neurons it is `feature-unlearning`.
///
/// Derived from the mean-field flow of Berthier, Montanari, Zhou (arXiv:2303.00055).
public struct MeanFieldNetwork: FastSlowModel {
  /// A neuron: alignment s with the teacher's direction, weight a in the second layer.
  public struct Neuron: PopulationMember {
    @Fast(
      each: .uniform(0...0.1, seed: 1), "alignment of the neuron's weights with the feature")
    public var s
    @Slow(each: .normal(mean: 0.2, deviation: 0.05, seed: 2), "second-layer weight") public var a
    public init() {}
  }

  public static let summary = "two-layer network under SGD, neuron by neuron"

  @Population(Neuron.self, count: 1000) public var neuron
  @ParameterArray([0, 1, -0.45], "Hermite coefficients of the teacher") public var c
  @ParameterArray([0, 1, 0.9], "Hermite coefficients of the student") public var b
  @SmallParameter(0.2, "learning rate of the second layer over the first") public var ε

  public init() {}

  public var equations: [Equation] {
    let (s, a) = (neuron.s, neuron.a)
    let modes = self.modes
    let means = modes.map { mean(a * s ** $0.order) }
    let slope = zip(modes, means).map { mode, moment in
      mode.order * s ** (mode.order - 1) * mode.b * (mode.c - mode.b * moment)
    }
    let value = zip(modes, means).map { mode, moment in
      s ** mode.order * mode.b * (mode.c - mode.b * moment)
    }
    d(s) == a * (1 - s ** 2) * slope.sum()
    d(a) == value.sum()
  }

  public var observables: [Observable] {
    let (s, a) = (neuron.s, neuron.a)
    Observable("alignment", mean(s))
    Observable("alignmentSpread", sqrt(mean((s - mean(s)) ** 2)))
    Observable("secondLayer", mean(a))
    Observable("risk", modes.map { ($0.c - $0.b * mean(a * s ** $0.order)) ** 2 }.sum() / 2)
  }

  /// Order and coefficients of each Hermite mode; orders are constants of the model.
  private var modes: [(order: Expression, c: Expression, b: Expression)] {
    let (c, b) = (self.c, self.b)
    return (0..<max(c.count, b.count)).map { k in
      (Expression(k), k < c.count ? c[k] : 0, k < b.count ? b[k] : 0)
    }
  }
}
