private import RealModule

/// The solution between steps: the method's own interpolant, with its derivatives.
///
/// Each step holds the interpolant's values at order + 1 points, which determine that polynomial
/// up to rounding. Memory: 8 (order + 1) n bytes a step.
public struct ContinuousSolution: Sendable, Codable {
  /// The times between steps, the start included.
  public private(set) var knots: [Double]
  private let dimension: Int
  private var degrees: [Int] = []
  private var offsets: [Int] = []
  private var values: [Double] = []
  private let mostValues: Int
  /// Whether memory ran out before the run did; what came later is not kept.
  public private(set) var isTruncated = false

  init(from start: Double, dimension: Int, mostBytes: Int) {
    knots = [start]
    self.dimension = dimension
    mostValues = mostBytes / 8
  }

  /// Bytes in use for values.
  public var bytes: Int { values.count * 8 }

  /// Adds the step that a solver has just taken, up to a limit within it.
  mutating func append<Solver: StepSolver & ~Copyable>(_ solver: borrowing Solver, to limit: Double)
  {
    guard let start = knots.last, limit != start, !isTruncated else { return }
    let degree = max(1, solver.interpolantDegree)
    guard values.count + (degree + 1) * dimension <= mostValues else {
      isTruncated = true
      return
    }
    offsets.append(values.count)
    degrees.append(degree)
    var state = solver.state
    for node in ChebyshevNodes(degree).nodes {
      let time = node == 1 ? limit : start + (limit - start) * (node + 1) / 2
      state = solver.state
      if time != solver.time { _ = solver.interpolate(at: time, into: &state) }
      values += state
    }
    knots.append(limit)
  }

  /// The k-th derivative of the state at a time; nil outside what is kept.
  ///
  /// At a knot the step that ends there speaks. A derivative within a step so short that the state
  /// moves by no more than its rounding (as first steps may be) is that rounding over its length.
  public func state(at time: Double, derivative: Int = 0) -> [Double]? {
    guard derivative >= 0, let first = knots.first, let last = knots.last, knots.count > 1,
      time >= min(first, last), time <= max(first, last)
    else { return nil }
    let step = self.step(holding: time)
    let (start, length) = (knots[step], knots[step + 1] - knots[step])
    let nodes = ChebyshevNodes(degrees[step])
    let place = 2 * (time - start) / length - 1
    let coefficients = nodes.weights(at: place, derivative: derivative)
    var factor = 1.0
    for _ in 0..<derivative { factor *= 2 / length }
    var result = [Double](repeating: 0, count: dimension)
    for (node, coefficient) in coefficients.enumerated() where coefficient != 0 {
      let first = offsets[step] + node * dimension
      for k in 0..<dimension { result[k] += factor * coefficient * values[first + k] }
    }
    return result
  }

  private func step(holding time: Double) -> Int {
    let forward = knots[knots.count - 1] > knots[0]
    var (low, high) = (0, knots.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if forward ? knots[middle] < time : knots[middle] > time {
        low = middle
      } else {
        high = middle
      }
    }
    return low
  }
}

/// Interpolation at Chebyshev points of the second kind on [−1, 1], in barycentric form
/// (Berrut & Trefethen 2004, doi:10.1137/S0036144502417715, eq. 4.2 and section 9.3).
private struct ChebyshevNodes {
  let nodes: [Double]
  private let barycentric: [Double]

  init(_ degree: Int) {
    nodes = (0...degree).map { k in
      k == 0 ? -1 : k == degree ? 1 : -.cos(.pi * Double(k) / Double(degree))
    }
    barycentric = nodes.indices.map { k in
      (k % 2 == 0 ? 1.0 : -1) * (k == 0 || k == degree ? 0.5 : 1)
    }
  }

  /// What the node values are multiplied by to give the k-th derivative at a place.
  func weights(at place: Double, derivative: Int) -> [Double] {
    var result = values(at: place)
    for _ in 0..<derivative { result = differentiated(result) }
    return result
  }

  private func values(at place: Double) -> [Double] {
    if let node = nodes.firstIndex(of: place) {
      return nodes.indices.map { $0 == node ? 1 : 0 }
    }
    let terms = zip(barycentric, nodes).map { $0 / (place - $1) }
    let sum = terms.reduce(0, +)
    return terms.map { $0 / sum }
  }

  /// Row vector times the differentiation matrix.
  private func differentiated(_ row: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: nodes.count)
    for i in nodes.indices where row[i] != 0 {
      var diagonal = 0.0
      for j in nodes.indices where j != i {
        let element = barycentric[j] / barycentric[i] / (nodes[i] - nodes[j])
        result[j] += row[i] * element
        diagonal -= element
      }
      result[i] += row[i] * diagonal
    }
    return result
  }
}
