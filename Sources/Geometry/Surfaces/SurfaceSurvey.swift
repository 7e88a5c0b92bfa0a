import ComplexModule
import Modeling
import NumericKernel
import Symbolic

/// Finds, covers and cuts the sheets of a critical surface.
struct SurfaceSurvey {
  private let layer: LayerProblem
  private let problem: SurfaceProblem
  private let starts: [[Double]]
  private let resolution: Int
  private let chartLimit: Int
  let bounds: [ClosedRange<Double>]
  var scales: [Double] { problem.scales }

  private(set) var vertices: [CriticalSurface.Vertex] = []
  private(set) var triangles: [CriticalSurface.Triangle] = []
  private(set) var chartCount = 0
  private(set) var isTruncated = false
  private(set) var curves: [SpecialCurve] = []
  private(set) var cusps: [SpecialPoint] = []

  init(
    _ layer: LayerProblem, _ intervals: [ClosedRange<Double>],
    _ box: [String: ClosedRange<Double>], resolution: Int, chartLimit: Int
  ) throws(GeometryError) {
    self.layer = layer
    self.resolution = resolution
    self.chartLimit = chartLimit
    try SurfaceSurvey.check(layer, intervals, box)
    let ranges = layer.fastNames.map { box[$0] }
    let sizes = ranges.indices.map { k in
      ranges[k].map { $0.upperBound - $0.lowerBound } ?? layer.sizes[k]
    }
    let widths = intervals.map { $0.upperBound - $0.lowerBound }
    let search = RootSearch(
      tracer: try CurveTracer(layer, scales: sizes + widths), box: ranges, sizes: sizes)
    starts = SurfaceSurvey.places(intervals).flatMap { search.roots(at: $0) }
    let roots = starts
    let spreads = sizes.indices.map { k -> Double in
      if ranges[k] != nil { return sizes[k] }
      let values = roots.map { $0[k] }
      return max((values.max() ?? 0) - (values.min() ?? 0), 1e-3 * sizes[k])
    }
    problem = try SurfaceProblem(layer, scales: spreads + widths)
    bounds = sizes.indices.map { ranges[$0] ?? (-1e4 * sizes[$0])...(1e4 * sizes[$0]) } + intervals
  }

  private static func check(
    _ layer: LayerProblem, _ intervals: [ClosedRange<Double>],
    _ box: [String: ClosedRange<Double>]
  ) throws(GeometryError) {
    for (name, interval) in zip(layer.slowNames, intervals) {
      guard interval.lowerBound.isFinite, interval.upperBound.isFinite,
        interval.lowerBound < interval.upperBound
      else {
        throw GeometryError(
          problem: "the range \(interval.lowerBound):\(interval.upperBound) of \(name) is empty",
          advice: "give two finite numbers, the smaller first")
      }
    }
    for name in box.keys.sorted() where !layer.fastNames.contains(name) {
      throw GeometryError(
        problem: "a box for \"\(name)\", which is no fast variable",
        advice: Spelling.advice(for: name, in: layer.fastNames))
    }
  }

  /// Seven by seven places, at no simple fractions of the intervals.
  private static func places(_ intervals: [ClosedRange<Double>]) -> [[Double]] {
    let along = intervals.map { interval in
      (0..<7).map { k in
        interval.lowerBound + (Double(k) + 0.4371) / 7
          * (interval.upperBound - interval.lowerBound)
      }
    }
    return along[0].flatMap { first in along[1].map { [first, $0] } }
  }

  /// Does everything.
  mutating func run() throws(GeometryError) {
    if starts.isEmpty {
      let ranges = zip(layer.slowNames, bounds.suffix(2)).map {
        "\($1.lowerBound) ≤ \($0) ≤ \($1.upperBound)"
      }
      throw GeometryError(
        problem: "no \(layer.noun) were found for " + ranges.joined(separator: ", "),
        advice: "try other ranges, or name where to look with a box of the fast variables")
    }
    var atlas = ChartAtlas(
      problem, bounds: bounds, largestRadius: 1 / Double(max(resolution, 2)),
      chartLimit: chartLimit)
    for start in starts { atlas.grow(from: start) }
    chartCount = atlas.charts.count
    isTruncated = atlas.isTruncated
    let whole = SurfaceMesh(
      points: atlas.charts.map(\.centre), triangles: atlas.triangles)
    let mesh = cutAtFolds(cutAtBox(whole))
    describe(mesh)
    try followCurves(mesh, atlas)
  }

  private func cutAtBox(_ mesh: SurfaceMesh) -> SurfaceMesh {
    var mesh = mesh
    for k in bounds.indices {
      let scale = problem.scales[k]
      for (bound, sign) in [(bounds[k].lowerBound, 1.0), (bounds[k].upperBound, -1)] {
        let cut = MeshCut(problem: problem) { u in
          var gradient = [Double](repeating: 0, count: u.count)
          gradient[k] = sign
          return (sign * (u[k] - bound / scale), gradient)
        }
        mesh = cut(mesh, keepsNegative: false)
      }
    }
    return mesh
  }

  private func cutAtFolds(_ mesh: SurfaceMesh) -> SurfaceMesh {
    let determinant = DesingularisedFlow(layer).determinant
    let gradient = layer.gradients(of: [determinant], in: layer.symbols)[0]
    guard let level = try? layer.evaluator([determinant] + gradient, unknowns: layer.symbols)
    else { return mesh }
    let cut = MeshCut(problem: problem) { [problem] u in
      let values = level.values(problem.state(u))
      return (values[0], zip(values.dropFirst(), problem.scales).map { $0 * $1 })
    }
    return cut(mesh, keepsNegative: true)
  }

  private mutating func describe(_ mesh: SurfaceMesh) {
    let n = layer.n
    vertices = mesh.points.map { u in
      let z = problem.state(u)
      return .init(
        fast: Array(z.prefix(n)), slow: Array(z.suffix(2)),
        eigenvalues: problem.fastJacobian(z).eigenvalues)
    }
    let margins = vertices.map { $0.eigenvalues.map(\.real.magnitude).min() ?? 0 }
    triangles = mesh.triangles.map { corners in
      // The corner farthest from any loss of hyperbolicity speaks for the triangle.
      let speaker = corners.max { margins[$0] < margins[$1] } ?? corners[0]
      let unstable = vertices[speaker].eigenvalues.filter { $0.real > 0 }.count
      let stability: CriticalManifold.Stability =
        unstable == 0 ? .attracting : unstable == n ? .repelling : .saddle
      return .init(corners: corners, stability: stability, unstableCount: unstable)
    }
  }

  private mutating func followCurves(_ mesh: SurfaceMesh, _ atlas: ChartAtlas)
    throws(GeometryError)
  {
    let tracer = try SpecialCurveTracer(problem, bounds: bounds)
    for vertex in vertices {
      let size = vertex.eigenvalues.map(\.length).max() ?? 0
      if vertex.eigenvalues.contains(where: { $0.length <= 1e-9 * max(size, 1) }) {
        tracer.followFold(near: vertex.fast + vertex.slow)
      }
    }
    for (a, b) in atlas.crossedEdges(of: atlas.triangles) {
      try tracer.followCrossing(
        between: problem.state(atlas.charts[a].centre),
        and: problem.state(atlas.charts[b].centre))
    }
    if layer.n > 1 { try followHopfCurves(mesh, tracer) }
    curves = tracer.curves
    cusps = try tracer.cusps()
  }

  /// Where the number of unstable eigenvalues changes by two along an edge.
  private func followHopfCurves(_ mesh: SurfaceMesh, _ tracer: SpecialCurveTracer)
    throws(GeometryError)
  {
    for triangle in mesh.triangles {
      for (a, b) in [(0, 1), (1, 2), (0, 2)].map({ (triangle[$0], triangle[$1]) }) {
        let pair = [a, b].map { corner in
          vertices[corner].eigenvalues.filter { $0.imaginary > 0 }
            .min { $0.real.magnitude < $1.real.magnitude }?.real
        }
        guard let p = pair[0], let q = pair[1], p * q < 0 else { continue }
        let share = p / (p - q)
        let u = mesh.points[a].indices.map {
          mesh.points[a][$0] + share * (mesh.points[b][$0] - mesh.points[a][$0])
        }
        try tracer.followHopf(near: problem.state(u))
      }
    }
  }
}
