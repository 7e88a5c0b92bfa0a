/// The size of error a run allows in each variable: rtol |y| + atol, as the solvers have it.
struct ErrorScale {
  let relative: Double
  /// −1: by size.
  let tolerances: [Double]
  /// The largest |y| so far.
  private(set) var largest: [Double]
  private var all = 0.0

  init(relative: Double, tolerances: [Double]) {
    self.relative = relative
    self.tolerances = tolerances
    largest = [Double](repeating: 0, count: tolerances.count)
  }

  /// Takes note of a state.
  mutating func observe(_ state: [Double]) {
    for k in state.indices where state[k].magnitude > largest[k] {
      largest[k] = state[k].magnitude
      all = max(all, largest[k])
    }
  }

  /// The absolute part of variable k.
  func absolute(_ k: Int) -> Double {
    tolerances[k] < 0 ? 1e-4 * relative * max(largest[k], 1e-8 * all, 1e-290) : tolerances[k]
  }

  /// Both parts.
  func weight(_ k: Int, _ value: Double) -> Double {
    max(relative * value.magnitude + absolute(k), 1e-300)
  }
}
