import CKernels

/// The size of error a run allows in each variable: rtol |y| + atol, as the solvers have it.
struct ErrorScale {
  /// In place of a tolerance: by the variable's size, at least 1e-8 of the largest of all.
  static let bySize = FS_BY_SIZE
  /// By the variable's size alone, which counts for no other variable.
  static let byOwnSize = FS_BY_OWN_SIZE

  let relative: Double
  /// Negative: by size.
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
      if tolerances[k] != Self.byOwnSize { all = max(all, largest[k]) }
    }
  }

  /// The absolute part of variable k.
  func absolute(_ k: Int) -> Double {
    if tolerances[k] >= 0 { return tolerances[k] }
    let least = tolerances[k] == Self.byOwnSize && largest[k] > 0 ? 0 : 1e-8 * all
    return 1e-4 * relative * max(largest[k], least, 1e-290)
  }

  /// Both parts.
  func weight(_ k: Int, _ value: Double) -> Double {
    max(relative * value.magnitude + absolute(k), 1e-300)
  }
}
