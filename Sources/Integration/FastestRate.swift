import NumericKernel

/// Follows the largest |λ| of ∂F/∂y along a run by the power method on differences of F.
///
/// Each look goes one step of it further, from where the last one ended, at two evaluations of F.
/// The variables count by their sizes, so that units hardly matter. Of a complex pair, or where sizes
/// are not yet known, the growth of single steps alternates about |λ|; the mean of two in the
/// logarithm is taken.
struct FastestRate {
  private let evaluator: any FieldEvaluator
  private var direction: [Double]
  /// The growths of the last two steps of the power method.
  private var (before, latest) = (0.0, 0.0)
  private var isFresh = true
  /// Evaluations of F made.
  private(set) var evaluations = 0

  /// A difference over a ten-millionth of the sizes: rounding and curvature are alike there.
  private static let increment = 1e-7

  init(_ evaluator: any FieldEvaluator, dimension: Int) {
    self.evaluator = evaluator
    // No eigenvector is like this one.
    direction = (0..<dimension).map { k in
      let sign = k % 2 == 0 ? 1.0 : -1
      return sign / (1 + 0.37 * Double(k % 11))
    }
  }

  /// An estimate at a state; nil where F is not finite.
  mutating func estimate(_ time: Double, _ state: [Double], sizes: [Double]) -> Double? {
    let all = sizes.max() ?? 0
    let scale = zip(sizes, state).map { max($0, $1.magnitude, 1e-8 * all, 1e-290) }
    guard let here = evaluator.rate(time, state) else { return nil }
    evaluations += 1
    for _ in 0..<(isFresh ? 4 : 1) {
      let moved = state.indices.map { state[$0] + Self.increment * direction[$0] * scale[$0] }
      guard let there = evaluator.rate(time, moved) else { return nil }
      evaluations += 1
      let change = state.indices.map { (there[$0] - here[$0]) / (Self.increment * scale[$0]) }
      let growth = change.reduce(0) { max($0, $1.magnitude) }
      if growth > 0 { direction = change.map { $0 / growth } }
      (before, latest) = (latest, growth)
    }
    isFresh = false
    return (before * latest).squareRoot()
  }
}
