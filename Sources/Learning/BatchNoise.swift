import NumericKernel
import RealModule

/// Second moments of the per-sample gradient for equal neurons.
///
///     N₁₁ = E (e² + τ²) σ'(x₁)²,   N₁₂ = E (e² + τ²) σ'(x₁) σ'(x₂),   e = f − φ
///
/// The fields are x_i = s λ + √(r−s²) ζ + √(1−r) ξ_i with λ the teacher's, ζ common to all neurons
/// and ξ private. Given λ and ζ the network's output is a Σ b_k E_ξ h_k (m → ∞), so that the
/// integrals are Gauss-Hermite sums over λ, ζ and one ξ, exact for polynomials.
struct BatchNoise: Sendable {
  private let link: HermiteSeries
  private let labelNoise: Double
  private let activation: HermiteSeries
  private let slope: HermiteSeries
  private let outer: Quadrature
  private let inner: Quadrature

  init(link: HermiteSeries, labelNoise: Double, student: Student) {
    self.link = link
    self.labelNoise = labelNoise
    activation = student.activation
    slope = student.activation.derivative
    // Degrees: e² σ'² has at most 4 (orders − 1), σ'² at most 2 (orders − 2). Long lists decay,
    // and 24 nodes are then enough.
    let orders = max(link.coefficients.count, activation.coefficients.count)
    outer = .gaussHermite(count: min(max(2 * orders - 1, 2), 24))
    inner = .gaussHermite(count: min(max(orders, 2), 24))
  }

  /// N₁₁ (`same`) and N₁₂ (`pair`) at a state.
  func moments(at state: MeanFieldState) -> (same: Double, pair: Double) {
    let (s, r) = (state.alignment, state.overlap)
    let extra = max(0, r - s * s).squareRoot()
    let own = max(0, 1 - r).squareRoot()
    var (same, pair) = (0.0, 0.0)
    for (λ, weight) in zip(outer.nodes, outer.weights) {
      let label = link(λ)
      // Without an extra common field one node, at zero, does.
      let common = extra > 0 ? outer : Quadrature(nodes: [0], weights: [1])
      for (ζ, share) in zip(common.nodes, common.weights) {
        let mean = s * λ + extra * ζ
        let e = state.secondLayer * smoothed(activation, mean, r) - label
        let square = weight * share * (e * e + labelNoise * labelNoise)
        let average = smoothed(slope, mean, r)
        same += square * inner.integrate { ξ in power2(slope(mean + own * ξ)) }
        pair += square * average * average
      }
    }
    return (same, pair)
  }

  /// E_ξ Σ b_k h_k(z + √(1−r) ξ) = Σ b_k P_k(z), P_{k+1} = (z P_k − r √k P_{k−1})/√(k+1).
  private func smoothed(_ series: HermiteSeries, _ z: Double, _ r: Double) -> Double {
    var (before, p, sum) = (0.0, 1.0, 0.0)
    for (k, b) in series.coefficients.enumerated() {
      sum += b * p
      let order = Double(k)
      (before, p) = (p, (z * p - r * order.squareRoot() * before) / (order + 1).squareRoot())
    }
    return sum
  }

  private func power2(_ x: Double) -> Double { x * x }
}
