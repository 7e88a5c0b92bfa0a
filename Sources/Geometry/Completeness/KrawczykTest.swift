import Modeling
import NumericKernel
import Symbolic

/// Decides with interval arithmetic what the curve {f(z) = 0} does in a cell.
///
/// Over one coordinate p and with u the others, K(U) = m − Y f(m, P) + (I − Y ∂f/∂u)(U − m) is
/// inside U only if for each p ∈ P there is exactly one solution u(p) ∈ U, so that the curve is one
/// connected piece there; if K(U) misses U there is none.
struct KrawczykTest {
  enum Answer {
    /// No point of the curve.
    case empty
    /// One piece, through this point (which may lie a little outside of the cell).
    case oneCurve([Double])
    case unclear
  }

  private let n: Int
  private let scales: [Double]
  private let values: IntervalEvaluator
  private let jacobian: IntervalEvaluator
  private let tracer: CurveTracer

  init(_ layer: LayerProblem, scales: [Double]) throws(GeometryError) {
    n = layer.n
    self.scales = scales
    tracer = try CurveTracer(layer, scales: scales)
    let known = Dictionary(
      zip(layer.system.parameters.map(\.symbol), layer.system.parameterValues)
    ) { first, _ in first }
    values = IntervalEvaluator(layer.f, inputs: layer.symbols, values: known)
    let rows = layer.gradients(of: layer.f, in: layer.symbols)
    jacobian = IntervalEvaluator(
      rows.flatMap { $0 }, inputs: layer.symbols, values: known)
  }

  func answer(_ cell: [Interval]) -> Answer {
    let natural = values.bounds(over: cell)
    if natural.contains(where: { !$0.contains(0) }) { return .empty }
    // Mean values and uniqueness need derivatives without jumps.
    guard values.isSmooth else { return .unclear }
    let middle = cell.map(\.middle)
    let slopes = jacobian.bounds(over: cell)
    if centred(cell, middle, slopes).contains(where: { !$0.contains(0) }) { return .empty }
    guard slopes.allSatisfy({ $0.magnitude.isFinite }),
      let tangent = tracer.start(at: middle)?.tangent
    else { return .unclear }
    let order = (0...n).sorted { tangent[$0].magnitude > tangent[$1].magnitude }
    // The coordinate that the curve follows most; the next one where that fails.
    for coordinate in order.prefix(2) {
      let answer = graph(cell, middle, over: coordinate)
      if case .unclear = answer { continue }
      return answer
    }
    return .unclear
  }

  /// f(m) + ∂f/∂z (Z − m).
  private func centred(_ cell: [Interval], _ middle: [Double], _ slopes: [Interval])
    -> [Interval]
  {
    let base = values.bounds(over: middle.map { Interval($0) })
    return (0..<n).map { i in
      (0...n).reduce(base[i]) { sum, j in
        sum + slopes[i * (n + 1) + j] * (cell[j] - Interval(middle[j]))
      }
    }
  }

  /// Krawczyk's test with the curve as a graph over one coordinate.
  private func graph(_ cell: [Interval], _ middle: [Double], over p: Int) -> Answer {
    let others = (0...n).filter { $0 != p }
    var block = Matrix(rows: n, columns: n)
    let here = tracer.jacobian(middle)
    for (k, j) in others.enumerated() {
      for i in 0..<n { block[i, k] = here[i, j] }
    }
    let columns = (0..<n).map { k in block.solve((0..<n).map { $0 == k ? 1 : 0 }) }
    guard !columns.contains(nil) else { return .unclear }
    let inverse = columns.compactMap { $0 }
    var trial = cell
    for j in others { trial[j] = grown(cell[j], by: 0.1) }
    for _ in 0..<3 {
      let image = krawczyk(trial, others, p, inverse)
      if zip(image, others).contains(where: { $0.intersection(trial[$1]) == nil }) {
        return .empty
      }
      if zip(image, others).allSatisfy({ trial[$1].containsInside($0) }) {
        return solution(trial, others, p)
      }
      for (k, j) in others.enumerated() {
        guard image[k].width < 4 * trial[j].width else { return .unclear }
        trial[j] = grown(cell[j].hull(image[k]), by: 0.05)
      }
    }
    return .unclear
  }

  private func grown(_ interval: Interval, by share: Double) -> Interval {
    let margin = share * interval.width
    return Interval(interval.lower - margin, interval.upper + margin)
  }

  private func krawczyk(
    _ trial: [Interval], _ others: [Int], _ p: Int, _ inverse: [[Double]]
  ) -> [Interval] {
    let middle = trial.map(\.middle)
    let slopes = jacobian.bounds(over: trial)
    let base = values.bounds(over: middle.map { Interval($0) })
    return others.indices.map { row in
      // Y has the solutions for unit vectors as columns.
      let y = (0..<n).map { Interval(inverse[$0][row]) }
      // Y f(m, P) by its mean value in p; products with Y first, since its rows cancel.
      var image = Interval(middle[others[row]])
      var slope = Interval(0)
      for i in 0..<n {
        image = image - y[i] * base[i]
        slope = slope + y[i] * slopes[i * (n + 1) + p]
      }
      image = image - slope * (trial[p] - Interval(middle[p]))
      for (k, j) in others.enumerated() {
        var entry = Interval(row == k ? 1 : 0)
        for i in 0..<n { entry = entry - y[i] * slopes[i * (n + 1) + j] }
        image = image + entry * (trial[j] - Interval(middle[j]))
      }
      return image
    }
  }

  /// The piece's point over the middle of P.
  private func solution(_ trial: [Interval], _ others: [Int], _ p: Int) -> Answer {
    var axis = [Double](repeating: 0, count: n + 1)
    axis[p] = 1
    guard let z = tracer.correct(trial.map(\.middle), across: axis, iterations: 20),
      others.allSatisfy({ trial[$0].contains(z[$0]) })
    else { return .unclear }
    return .oneCurve(z)
  }
}
