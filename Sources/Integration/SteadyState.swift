private import ComplexModule
import NumericKernel
private import RealModule

/// Decides whether a solution has come to rest: it is within its own tolerances of a stable
/// equilibrium, now and at later times.
///
/// A small rate does not tell rest from a slow stretch. Newton's step to the equilibrium does: in a
/// bottleneck or on a slow manifold it is long however small the rate. With weights
/// w = rtol |y| + atol, at rest means, in J̃ = W⁻¹ J W = Σ u σ vᵀ and F̃ = W⁻¹ F, that for every k
/// |uₖ·F̃| ≤ σₖ (the step is within tolerance), or uₖ·F̃ is rounding (a conserved quantity), and that
/// no eigenvalue of J lies to the right of zero. A σₖ below rounding of the largest says nothing of a
/// distance; then |uₖ·F̃| t ≤ 1: to leave its tolerance at this rate would take longer than the whole run so
/// far, as on an algebraic approach that has gone below its tolerances. If F depends on time, the same must hold at times
/// spread over the rest of the run.
struct SteadyStateTest {
  /// One Jacobian and one decomposition of O(n³) a test; larger systems are refused.
  static let largestDimension = 400

  let evaluator: any FieldEvaluator
  let relativeTolerance: Double
  /// Negative: by size.
  let tolerances: [Double]
  let interval: (start: Double, end: Double)
  private var nextTest = 0
  /// The state when it was last asked about.
  private var lastState: [Double] = []

  init(
    evaluator: any FieldEvaluator, relativeTolerance: Double, tolerances: [Double],
    interval: (start: Double, end: Double)
  ) {
    self.evaluator = evaluator
    self.relativeTolerance = relativeTolerance
    self.tolerances = tolerances
    self.interval = interval
  }

  /// Whether the state after a step is at rest. Most steps are told from the rate, or from the state
  /// before: where a fast variable is below its tolerance, its error alone makes for a large rate.
  ///
  /// - Parameter largest: the largest |y| so far by variable.
  mutating func isAtRest(
    after steps: Int, at time: Double, _ state: [Double], step: Double, largest: [Double]
  ) -> Bool {
    guard steps >= nextTest, let rate = evaluator.rate(time, state) else { return false }
    let w = weights(state, largest)
    defer { lastState = state }
    let moves = zip(rate, w).contains { ($0 * step).magnitude > $1 }
    let moved = zip(zip(state, lastState), w).contains { ($0.0 - $0.1).magnitude > $1 }
    guard !moves || !(moved || lastState.isEmpty) else { return false }
    nextTest = steps + 1 + min(steps / 20, 4 + state.count)
    guard isEquilibrium(time, state, rate, w) else { return false }
    for later in laterTimes(from: time, step: step) {
      guard let rateThen = evaluator.rate(later, state) else { return false }
      if rateThen != rate, !isEquilibrium(later, state, rateThen, w) { return false }
    }
    return true
  }

  private func weights(_ state: [Double], _ largest: [Double]) -> [Double] {
    var scale = ErrorScale(relative: relativeTolerance, tolerances: tolerances)
    scale.observe(largest)
    scale.observe(state)
    return state.indices.map { scale.weight($0, state[$0]) }
  }

  /// The end, and times spread in the logarithm of what is left.
  private func laterTimes(from time: Double, step: Double) -> [Double] {
    let exponents =
      Array(stride(from: -0.5, through: -6, by: -0.5)) + [-8, -12, -20, -40, -70, -99]
    let left = interval.end - time
    return [interval.end] + exponents.map { time + left * Double.exp10($0) }.filter { $0 != time }
  }

  private func isEquilibrium(
    _ time: Double, _ state: [Double], _ rate: [Double], _ w: [Double]
  ) -> Bool {
    guard let jacobian = evaluator.anyJacobian(time, state) else { return false }
    let n = state.count
    var scaled = jacobian
    var noise = [Double](repeating: 0, count: n)
    for j in 0..<n {
      for i in 0..<n {
        noise[i] += 4 * .ulpOfOne * (jacobian[i, j] * state[j]).magnitude / w[i]
        scaled[i, j] *= w[j] / w[i]
      }
    }
    let residual = zip(rate, w).map { $0 / $1 }
    // The rows of the transpose's right factors are the left singular vectors.
    guard let (values, left) = scaled.transposed.singularValues else { return false }
    let unresolved = Double(n) * .ulpOfOne * (values.max() ?? 0)
    let elapsed = (time - interval.start).magnitude
    for k in 0..<n {
      let (u, σ) = ((0..<n).map { left[k, $0] }, values[k])
      let rounding = zip(u, noise).reduce(0) { $0 + $1.0.magnitude * $1.1 }
      let largest = σ > unresolved ? σ : 1 / elapsed
      if dot(u, residual).magnitude > max(largest, rounding) { return false }
    }
    let size = jacobian.elements.map(\.magnitude).max() ?? 0
    return jacobian.eigenvalues.allSatisfy { $0.real <= 1e-12 * size }
  }
}
