private import ComplexModule
import Modeling
import NumericKernel
import Symbolic

private import RealModule

/// A point of the slow manifold at a given ε, refined on the full system.
///
/// The orbit through the point is sought that stays near the critical manifold for L time units of the
/// fast flow: in the past along the stable directions, in the future along the unstable ones. Its
/// ends are put on f = 0 in those directions, and what is wrong there has decayed by e^{−L} at the point. A
/// boundary value problem for any stability, saddles included, by multiple shooting with Taylor
/// series and Newton's method.
public struct RefinedManifoldPoint: Sendable {
  /// ε.
  public let epsilon: Double
  /// x.
  public let fast: [Double]
  /// y.
  public let slow: [Double]
  /// What the ends can still change at the point, e^{−L} times their distance from the manifold; at
  /// least rounding.
  public let uncertainty: Double
  /// The orbit: states (x, y) from the past to the future.
  public let states: [[Double]]

  /// Refines the point of a series.
  ///
  /// - Parameters:
  ///   - series: at the point wanted.
  ///   - epsilon: the default is the model's.
  /// - Throws: ``GeometryError`` if no such orbit is found: ε too large there.
  ///
  /// Cost: a dense linear system in as many unknowns as nodes times variables, a few times.
  public init(of series: SlowManifoldSeries, at epsilon: Double? = nil) throws(GeometryError) {
    guard let ε = epsilon ?? series.system.epsilon, ε > 0, ε.isFinite else {
      throw GeometryError(problem: "no ε above 0", advice: "give one")
    }
    let problem = try ManifoldOrbit(series, ε)
    var length = 37.0
    while length > 8 {
      if let found = try problem.solve(length) {
        self.epsilon = ε
        slow = series.slow
        fast = found.fast
        states = found.states
        uncertainty = found.uncertainty
        return
      }
      length *= 0.8
    }
    throw GeometryError(
      problem: "no orbit of the full system stays near the critical manifold at ε = \(ε)",
      advice: "ask for a smaller ε; the series with its truncation error still holds")
  }
}

/// The boundary value problem.
private struct ManifoldOrbit {
  struct Solution {
    let fast: [Double]
    let states: [[Double]]
    let uncertainty: Double
  }

  private let series: SlowManifoldSeries
  private let ε: Double
  private let flow: TaylorOrbit
  private let f: TapeEvaluator
  private let jacobian: TapeEvaluator
  private let rates: TapeEvaluator
  /// Left eigenvectors of ∂f/∂x: decaying and growing.
  private let stable: [[Double]]
  private let unstable: [[Double]]
  private var form: StandardForm { series.form }
  private var d: Int { form.n + form.m }

  init(_ series: SlowManifoldSeries, _ ε: Double) throws(GeometryError) {
    self.series = series
    self.ε = ε
    let form = series.form
    flow = try TaylorOrbit(form, ε: ε, variational: true)
    f = try form.evaluator(form.f)
    rates = try form.evaluator(form.g)
    let rows = form.f.map { $0.gradient(withRespectTo: Set(form.fast + form.slow)) }
    jacobian = try form.evaluator(
      (form.fast + form.slow).flatMap { symbol in rows.map { $0[symbol] ?? 0 } })
    let start = series.coefficients[0] + series.slow
    let block = Array(jacobian.values(start + [0]).prefix(form.n * form.n))
    guard let basis = ModeBasis(Matrix(rows: form.n, columns: form.n, byColumns: block)) else {
      throw GeometryError(
        problem: "∂f/∂x has too few eigenvectors", advice: "choose a point near by")
    }
    let covectors = { (test: (Double) -> Bool) in
      (0..<form.n).filter { test(basis.eigenvalues[$0].real) }
        .map { i in (0..<form.n).map { basis.covectors[i, $0] } }
    }
    stable = covectors { $0 < 0 }
    unstable = covectors { $0 > 0 }
  }

  /// Times of the nodes; the point is at 0.
  private func nodeTimes(_ length: Double) -> (values: [Double], point: Int) {
    let gap = series.eigenvalues.map { $0.real.magnitude }.min() ?? 1
    let fastest = series.eigenvalues.map(\.length).max() ?? 1
    let reach = length / gap
    let sides = (stable.isEmpty ? 0.0 : 1) + (unstable.isEmpty ? 0.0 : 1)
    // Longer stretches where there would be too many nodes; growth stays below e^12.
    let stretch = min(max(3 / fastest, reach * sides * Double(d) / 500), 12 / fastest)
    let count = Int((reach / stretch).rounded(.up))
    let (before, after) = (stable.isEmpty ? 0 : count, unstable.isEmpty ? 0 : count)
    return ((-before...after).map { Double($0) * reach / Double(count) }, before)
  }

  private func guess(_ times: [Double], _ point: Int) throws(GeometryError) -> [[Double]]? {
    let h = series.coefficients[0]
    let rate = rates.values(h + series.slow + [0])
    var nodes = [[Double]](repeating: h + series.slow, count: times.count)
    for order in [Array((0..<point).reversed()), Array((point + 1)..<max(times.count, point + 1))] {
      var x = h
      for k in order {
        let y = zip(series.slow, rate).map { $0 + times[k] * ε * $1 }
        guard let next = try form.criticalPoint(near: x, slow: y) else { return nil }
        x = next
        nodes[k] = x + y
      }
    }
    return nodes
  }

  func solve(_ length: Double) throws(GeometryError) -> Solution? {
    let (times, point) = nodeTimes(length)
    guard times.count * d <= 2000, var nodes = try guess(times, point) else { return nil }
    var smallest = Double.infinity
    for _ in 0..<25 {
      guard let (matrix, residual) = system(nodes, times, point), let step = matrix.solve(residual)
      else { return nil }
      var move = 0.0
      for k in nodes.indices {
        for i in 0..<d {
          nodes[k][i] -= step[k * d + i]
          move = max(move, step[k * d + i].magnitude / (1 + nodes[k][i].magnitude))
        }
      }
      guard move.isFinite, move < 1e3 else { return nil }
      if move < 1e-14 || (move < 1e-11 && move >= smallest) {
        return solution(nodes, point, length)
      }
      smallest = min(smallest, move)
    }
    return nil
  }

  private func solution(_ nodes: [[Double]], _ point: Int, _ length: Double) -> Solution {
    let fast = Array(nodes[point].prefix(form.n))
    // Off the manifold at the ends by no more than what f = 0 misses.
    let miss = [nodes[0], nodes[nodes.count - 1]].map { norm(f.values($0 + [ε])) }.max() ?? 0
    let gap = series.eigenvalues.map { $0.real.magnitude }.min() ?? 1
    let distance = norm(zip(fast, series.coefficients[0]).map { $0 - $1 }) + miss / gap
    return Solution(
      fast: fast, states: nodes,
      uncertainty: max(distance * .exp(-length), 2e-16 * (1 + norm(fast))))
  }

  /// Newton's matrix and residual: flow conditions, then the conditions at ends and point.
  private func system(_ nodes: [[Double]], _ times: [Double], _ point: Int) -> (Matrix, [Double])? {
    let size = nodes.count * d
    var matrix = Matrix(rows: size, columns: size)
    var residual: [Double] = []
    for k in 0..<(nodes.count - 1) {
      var start = nodes[k]
      for j in 0..<d { start += (0..<d).map { $0 == j ? 1.0 : 0 } }
      guard let end = flow.flow(from: start, over: times[k + 1] - times[k]) else { return nil }
      for i in 0..<d {
        let row = residual.count
        for j in 0..<d { matrix[row, k * d + j] = end[d + j * d + i] }
        matrix[row, (k + 1) * d + i] = -1
        residual.append(end[i] - nodes[k + 1][i])
      }
    }
    let pin = { (rows: [[Double]], node: Int) in
      let (value, slope) = (f.values(nodes[node] + [ε]), jacobian.values(nodes[node] + [ε]))
      for row in rows {
        for j in 0..<d {
          matrix[residual.count, node * d + j] = dot(
            row, Array(slope[(j * form.n)..<((j + 1) * form.n)]))
        }
        residual.append(dot(row, value))
      }
    }
    pin(stable, 0)
    for j in 0..<form.m {
      matrix[residual.count, point * d + form.n + j] = 1
      residual.append(nodes[point][form.n + j] - series.slow[j])
    }
    pin(unstable, nodes.count - 1)
    return (matrix, residual)
  }
}
