import NumericKernel
import Symbolic

/// Follows the curve {f(z) = 0}, z = (x, y), by pseudo-arclength continuation.
///
/// Predictor: the tangent; corrector: Newton in the plane across it. Lengths
/// are measured in units of `scales`, one per component.
final class CurveTracer {
  /// A point of the curve with its unit tangent (in scaled coordinates).
  struct Point {
    var z: [Double]
    var tangent: [Double]
    /// det [∂f/∂z; tangent]: changes sign where branches cross.
    var crossing: Double
  }

  /// Why a trace ended.
  enum End {
    case slowBound
    case fastBound
    case closed
    case lost
    case tooLong
  }

  let layer: LayerProblem
  let scales: [Double]
  /// f, then ∂f/∂z by columns.
  private let tape: TapeEvaluator
  private let n: Int
  private var outputs: [Double]
  private var solver: SmallSolver

  /// The rest points of a layer problem over one coordinate.
  convenience init(_ layer: LayerProblem, scales: [Double]) throws(GeometryError) {
    try self.init(layer.f, unknowns: layer.symbols, of: layer, scales: scales)
  }

  /// The curve that n equations cut out of n + 1 unknowns.
  init(
    _ equations: [Expression], unknowns: [Symbol], of layer: LayerProblem, scales: [Double]
  ) throws(GeometryError) {
    self.layer = layer
    self.scales = scales
    n = equations.count
    let rows = layer.gradients(of: equations, in: unknowns)
    let byColumns = unknowns.indices.flatMap { j in rows.map { $0[j] } }
    tape = try layer.evaluator(equations + byColumns, unknowns: unknowns)
    outputs = [Double](repeating: 0, count: equations.count * (unknowns.count + 1))
    solver = SmallSolver(size: equations.count + 1)
  }

  /// The same curve with other units of length, its program shared.
  init(_ other: CurveTracer, scales: [Double]) {
    layer = other.layer
    self.scales = scales
    n = other.n
    tape = other.tape
    outputs = other.outputs
    solver = other.solver
  }

  /// Computes f and ∂f/∂z at z.
  private func evaluate(_ z: [Double]) {
    // Taken out and put back, since a span cannot outlive an access to a property.
    var values: [Double] = []
    swap(&values, &outputs)
    var span = values.mutableSpan
    tape.evaluate(z.span, into: &span)
    swap(&values, &outputs)
  }

  /// f at z.
  func value(_ z: [Double]) -> [Double] {
    evaluate(z)
    return Array(outputs[..<n])
  }

  /// ∂f/∂z at z, n × (n+1).
  func jacobian(_ z: [Double]) -> Matrix {
    evaluate(z)
    return Matrix(rows: n, columns: n + 1, byColumns: Array(outputs[n...]))
  }

  /// ∂f/∂x at z, n × n.
  func fastJacobian(_ z: [Double]) -> Matrix {
    evaluate(z)
    return Matrix(rows: n, columns: n, byColumns: Array(outputs[n..<(n + n * n)]))
  }

  /// Sets up ∂f/∂z at the last place evaluated, in scaled coordinates, over a last row.
  private func border(with row: [Double]) {
    for j in 0...n {
      for i in 0..<n { solver[i, j] = outputs[n + i + j * n] * scales[j] }
      solver[n, j] = row[j]
    }
  }

  /// The curve's point at z with the tangent that goes along `direction`.
  func point(at z: [Double], along direction: [Double]) -> Point? {
    evaluate(z)
    border(with: direction)
    for i in 0..<n { solver.setRight(i, 0) }
    solver.setRight(n, 1)
    guard let determinant = solver.solve() else { return nil }
    var tangent = solver.vector
    let length = norm(tangent)
    guard length.isFinite, length > 0 else { return nil }
    for k in tangent.indices { tangent[k] /= length }
    // With the unit tangent in place of `direction` the determinant grows by the solution's length.
    return Point(z: z, tangent: tangent, crossing: determinant * length)
  }

  /// The curve's point at z with either tangent, by singular values: for starting.
  func start(at z: [Double]) -> Point? {
    var matrix = jacobian(z)
    for j in 0...n {
      for i in 0..<n { matrix[i, j] *= scales[j] }
    }
    guard let tangent = matrix.nullVector else { return nil }
    return point(at: z, along: tangent)
  }

  /// Newton's method in the plane through `z` across `tangent`.
  ///
  /// Ends after a step below 1e-9: the error left is of the order of its square.
  func correct(_ z: [Double], across tangent: [Double], iterations: Int = 8) -> [Double]? {
    var corrected = z
    for _ in 0..<iterations {
      evaluate(corrected)
      border(with: tangent)
      for i in 0..<n { solver.setRight(i, outputs[i]) }
      // The plane's equation: the scaled distance along the tangent stays 0.
      var along = 0.0
      for k in 0...n { along += tangent[k] * (corrected[k] - z[k]) / scales[k] }
      solver.setRight(n, along)
      guard solver.solve() != nil else { return nil }
      var size = 0.0
      for k in 0...n {
        let step = solver.vector[k]
        corrected[k] -= step * scales[k]
        size = max(size, step.isFinite ? step.magnitude : .infinity)
      }
      guard size < 1 else { return nil }
      if size < 1e-9 { return corrected }
    }
    return nil
  }

  /// Traces from a point along its tangent until the curve leaves the box or closes.
  ///
  /// - Parameters:
  ///   - bounds: of each component of z; the last is the slow interval.
  ///   - largestStep: in scaled length.
  func trace(from start: Point, bounds: [ClosedRange<Double>], largestStep: Double = 0.02)
    -> (points: [Point], end: End)
  {
    var points = [start]
    var step = largestStep / 10
    while points.count < 20_000 {
      let current = points[points.count - 1]
      guard let next = advance(from: current, step: &step, largest: largestStep) else {
        return (points, .lost)
      }
      if let outside = bounds.indices.first(where: { !bounds[$0].contains(next.z[$0]) }) {
        if let last = land(between: current, and: next, component: outside, bounds[outside]) {
          points.append(last)
        }
        return (points, outside == n ? .slowBound : .fastBound)
      }
      points.append(next)
      if points.count > 10, closes(next, onto: start, step: step) { return (points, .closed) }
    }
    return (points, .tooLong)
  }

  /// One step, its size adapted so that the tangent turns by no more than about 0.15.
  private func advance(from current: Point, step: inout Double, largest: Double) -> Point? {
    while step > 1e-9 {
      let predicted = current.z.indices.map {
        current.z[$0] + step * scales[$0] * current.tangent[$0]
      }
      if let z = correct(predicted, across: current.tangent),
        let next = point(at: z, along: current.tangent)
      {
        let turn = 1 - dot(next.tangent, current.tangent)
        if turn < 0.02 {
          if turn < 0.002 { step = min(step * 1.5, largest) }
          return next
        }
      }
      step /= 2
    }
    return nil
  }

  /// The point where the curve meets a bound, by Newton with that component held.
  private func land(
    between inside: Point, and outside: Point, component: Int, _ bounds: ClosedRange<Double>
  ) -> Point? {
    let target = outside.z[component] > bounds.upperBound ? bounds.upperBound : bounds.lowerBound
    let span = outside.z[component] - inside.z[component]
    guard span != 0 else { return nil }
    let share = (target - inside.z[component]) / span
    var guess = inside.z.indices.map { inside.z[$0] + share * (outside.z[$0] - inside.z[$0]) }
    guess[component] = target
    var axis = [Double](repeating: 0, count: n + 1)
    axis[component] = 1
    guard var z = correct(guess, across: axis) else { return nil }
    z[component] = target
    return point(at: z, along: inside.tangent)
  }

  private func closes(_ point: Point, onto start: Point, step: Double) -> Bool {
    for k in point.z.indices
    where (start.z[k] - point.z[k]).magnitude > 1.5 * step * scales[k] { return false }
    let gap = point.z.indices.map { (start.z[$0] - point.z[$0]) / scales[$0] }
    // Within a step ahead, and running the same way.
    return norm(gap) < 1.5 * step && dot(gap, point.tangent) >= 0
      && dot(point.tangent, start.tangent) > 0.9
  }

  /// Whether a point lies on a traced curve: the curve is corrected to the
  /// plane across its nearest segment that holds the point, and must meet it there.
  func isOn(_ z: [Double], _ curve: [Point]) -> Bool {
    guard curve.count > 1 else { return false }
    let distances = curve.map { point in
      norm(z.indices.map { (z[$0] - point.z[$0]) / scales[$0] })
    }
    guard let nearest = distances.indices.min(by: { distances[$0] < distances[$1] }) else {
      return false
    }
    if distances[nearest] < 1e-9 { return true }
    let neighbour = nearest + 1 < curve.count ? nearest + 1 : nearest - 1
    let spacing = norm(
      z.indices.map { (curve[nearest].z[$0] - curve[neighbour].z[$0]) / scales[$0] })
    if distances[nearest] > 2 * spacing { return false }
    let tangent = curve[nearest].tangent
    let along = dot(tangent, z.indices.map { (z[$0] - curve[nearest].z[$0]) / scales[$0] })
    let guess = z.indices.map { curve[nearest].z[$0] + along * scales[$0] * tangent[$0] }
    guard let foot = correct(guess, across: tangent) else { return false }
    return norm(z.indices.map { (z[$0] - foot[$0]) / scales[$0] }) < 1e-7
  }
}
