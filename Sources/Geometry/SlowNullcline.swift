import Modeling
import NumericKernel
import Symbolic

/// The curve {g(x, y, 0) = 0} of a model with one fast and one slow variable, for drawing.
public struct SlowNullcline: Sendable {
  /// Connected pieces, each a list of points.
  public let pieces: [[(fast: Double, slow: Double)]]

  /// Finds it in a rectangle, by the changes of sign along 200 lines of each kind.
  ///
  /// - Throws: ``GeometryError`` for a model without such a curve.
  public init(
    of manifold: CriticalManifold, fast: ClosedRange<Double>, slow: ClosedRange<Double>
  ) throws(GeometryError) {
    let layer = manifold.layer
    guard layer.n == 1, layer.g.constantValue == nil else {
      throw GeometryError(
        problem: "\(layer.system.name) has no slow nullcline in the plane",
        advice: "it takes one fast and one slow variable")
    }
    let size = max(fast.upperBound - fast.lowerBound, 1e-300)
    let width = max(slow.upperBound - slow.lowerBound, 1e-300)
    let tracer = try CurveTracer(
      [layer.g], unknowns: layer.symbols, of: layer, scales: [size, width])
    var curves: [[CurveTracer.Point]] = []
    for k in 0..<15 {
      let share = (Double(k) + 0.4371) / 15
      let across = slow.lowerBound + share * width
      let along = fast.lowerBound + share * size
      for start in SlowNullcline.roots(tracer, fast, slow: across)
        + SlowNullcline.roots(tracer, slow, fast: along)
      where !curves.contains(where: { tracer.isOn(start, $0) }) {
        if let curve = SlowNullcline.follow(tracer, start, [fast, slow]) { curves.append(curve) }
      }
    }
    pieces = curves.map { $0.map { ($0.z[0], $0.z[1]) } }
  }

  private static func follow(
    _ tracer: CurveTracer, _ z: [Double], _ bounds: [ClosedRange<Double>]
  ) -> [CurveTracer.Point]? {
    guard let start = tracer.start(at: z) else { return nil }
    let back = CurveTracer.Point(
      z: start.z, tangent: start.tangent.map { -$0 }, crossing: start.crossing)
    let behind = tracer.trace(from: back, bounds: bounds).points.dropFirst().reversed()
    return behind + tracer.trace(from: start, bounds: bounds).points
  }

  /// Roots along a line of the plane, the other coordinate held.
  private static func roots(
    _ tracer: CurveTracer, _ range: ClosedRange<Double>, fast: Double? = nil, slow: Double? = nil
  ) -> [[Double]] {
    let point = { (t: Double) in fast.map { [$0, t] } ?? [t, slow ?? 0] }
    let value = { (t: Double) in tracer.value(point(t))[0] }
    let width = range.upperBound - range.lowerBound
    let grid = (0...200).map { range.lowerBound + width * (Double($0) + 0.003) / 200.01 }
    return zip(grid, grid.dropFirst()).compactMap { a, b in
      guard value(a) * value(b) < 0 else { return nil }
      var (low, high) = (a, b)
      for _ in 0..<60 {
        let middle = low + (high - low) / 2
        if value(middle) * value(low) > 0 { low = middle } else { high = middle }
      }
      return point(low)
    }
  }
}
