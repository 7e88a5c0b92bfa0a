import NumericKernel

/// F with ∂F/∂y and ∂F/∂t at a point, which a Rosenbrock step starts from.
///
/// What a hand-written field does not give is formed by differences: forward in the state,
/// towards the end of the run in time. Their error, about 1e-8 of the derivative, costs the method
/// some of its order at tolerances below 1e-8.
struct Linearisation {
  private let evaluator: any FieldEvaluator
  private let end: Double
  private var rate: [Double]
  private var shifted: [Double]
  private var state: [Double]
  private var matrix: [Double]
  /// Evaluations of F made for the differences.
  private(set) var extraRates = 0

  /// 2⁻²⁶, the root of the rounding unit: where truncation and rounding of a difference are alike.
  private static let increment = 0x1p-26

  init(evaluator: any FieldEvaluator, dimension: Int, end: Double) {
    self.evaluator = evaluator
    self.end = end
    rate = [Double](repeating: 0, count: dimension)
    shifted = rate
    state = rate
    matrix = [Double](repeating: 0, count: dimension * dimension)
  }

  /// Computes F, then ∂F/∂y by columns, then ∂F/∂t: n + n² + n values.
  mutating func evaluate(
    at time: Double, state: Span<Double>, into result: inout MutableSpan<Double>
  ) throws {
    let n = rate.count
    for index in 0..<n { self.state[index] = state[index] }
    try fill(&rate, evaluator.rate, at: time, self.state)
    try evaluateJacobian(at: time)
    for index in 0..<n { result[index] = rate[index] }
    for index in 0..<(n * n) { result[n + index] = matrix[index] }
    try evaluateTimeDerivative(at: time)
    for index in 0..<n { result[n + n * n + index] = shifted[index] }
  }

  private mutating func evaluateJacobian(at time: Double) throws {
    if evaluator.hasJacobian {
      return try fill(&matrix, evaluator.jacobian, at: time, state)
    }
    let n = rate.count
    let size = state.reduce(0) { max($0, $1.magnitude) }
    for column in 0..<n {
      let value = state[column]
      state[column] += Self.increment * max(value.magnitude, 1e-5 * size, .leastNormalMagnitude)
      let step = state[column] - value
      try evaluateShifted(at: time)
      state[column] = value
      for row in 0..<n { matrix[row + column * n] = (shifted[row] - rate[row]) / step }
    }
  }

  private mutating func evaluateTimeDerivative(at time: Double) throws {
    if evaluator.hasTimeDerivative {
      return try fill(&shifted, evaluator.timeDerivative, at: time, state)
    }
    let left = (end - time).magnitude
    let wanted = Self.increment * max(time.magnitude, 1e-5 * left)
    let later = wanted >= left ? end : time + (end > time ? wanted : -wanted)
    let step = later - time
    try evaluateShifted(at: later)
    for index in rate.indices { shifted[index] = (shifted[index] - rate[index]) / step }
  }

  private mutating func evaluateShifted(at time: Double) throws {
    extraRates += 1
    try fill(&shifted, evaluator.rate, at: time, state)
  }
}

private func fill(
  _ values: inout [Double],
  _ function: (Double, Span<Double>, inout MutableSpan<Double>) throws -> Void, at time: Double,
  _ state: [Double]
) throws {
  var span = values.mutableSpan
  try function(time, state.span, &span)
}
