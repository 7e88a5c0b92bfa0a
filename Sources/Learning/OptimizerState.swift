import RealModule

/// What an optimizer remembers of past gradients, for some number of weights.
struct OptimizerState {
  private let optimizer: Optimizer
  private(set) var first: [Double]
  private(set) var second: [Double]

  init(_ optimizer: Optimizer, count: Int) {
    self.optimizer = optimizer
    first = []
    second = []
    if optimizer != .sgd { first = [Double](repeating: 0, count: count) }
    if case .adam = optimizer { second = first }
  }

  /// Takes up the gradient of a step (counted from 1) and turns it into v.
  mutating func direct(_ gradient: inout [Double], step: Int) {
    switch optimizer {
    case .sgd: return
    case .momentum(let μ):
      for i in gradient.indices {
        first[i] = μ * first[i] + (1 - μ) * gradient[i]
        gradient[i] = first[i]
      }
    case .adam(let β1, let β2):
      let (correction1, correction2) = (1 - Double.pow(β1, step), 1 - Double.pow(β2, step))
      for i in gradient.indices {
        let g = gradient[i]
        first[i] = β1 * first[i] + (1 - β1) * g
        second[i] = β2 * second[i] + (1 - β2) * g * g
        let size = (second[i] / correction2).squareRoot() + Optimizer.adamOffset
        gradient[i] = first[i] / correction1 / size
      }
    }
  }

  /// Its numbers under names that begin with a prefix.
  func arrays(_ prefix: String) -> [String: [Double]] {
    ["\(prefix) first moment": first, "\(prefix) second moment": second].filter {
      !$0.value.isEmpty
    }
  }

  mutating func restore(_ arrays: [String: [Double]], _ prefix: String) {
    first = arrays["\(prefix) first moment"] ?? first
    second = arrays["\(prefix) second moment"] ?? second
  }
}
