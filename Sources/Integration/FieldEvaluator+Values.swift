import NumericKernel

extension FieldEvaluator {
  /// F at a state; nil if it cannot be had there.
  func rate(_ time: Double, _ state: [Double]) -> [Double]? {
    var result = [Double](repeating: 0, count: state.count)
    var span = result.mutableSpan
    guard (try? rate(at: time, state: state.span, into: &span)) != nil else { return nil }
    return result.allSatisfy(\.isFinite) ? result : nil
  }

  /// ∂F/∂y at a state; nil if it cannot be had.
  func jacobian(_ time: Double, _ state: [Double]) -> Matrix? {
    var matrix = Matrix(rows: state.count, columns: state.count)
    var span = matrix.elements.mutableSpan
    guard hasJacobian, (try? jacobian(at: time, state: state.span, into: &span)) != nil,
      matrix.elements.allSatisfy(\.isFinite)
    else { return nil }
    return matrix
  }

  /// The exact Jacobian, or one by differences over the square root of rounding.
  func anyJacobian(_ time: Double, _ state: [Double]) -> Matrix? {
    if hasJacobian { return jacobian(time, state) }
    guard let here = rate(time, state) else { return nil }
    let size = state.map(\.magnitude).max() ?? 0
    var matrix = Matrix(rows: state.count, columns: state.count)
    for j in state.indices {
      var moved = state
      moved[j] += 1.5e-8 * max(state[j].magnitude, 1e-8 * size, 1e-100)
      guard let there = rate(time, moved) else { return nil }
      for i in state.indices { matrix[i, j] = (there[i] - here[i]) / (moved[j] - state[j]) }
    }
    return matrix
  }
}
