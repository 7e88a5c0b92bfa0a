import NumericKernel
import Symbolic

/// Bisects a box until each cell holds no point of the manifold, or one piece of a known curve.
struct ExclusionCover {
  private let layer: LayerProblem
  private let tracer: CurveTracer
  private let test: KrawczykTest
  private let bounds: [ClosedRange<Double>]
  private let scales: [Double]
  private let cellLimit: Int
  private let search: RootSearch
  private var curves: [[CurveTracer.Point]]

  private(set) var missing: [[Double]] = []
  private(set) var excluded = 0
  private(set) var certified = 0
  private(set) var undecided: [[Interval]] = []

  init(_ layer: LayerProblem, _ known: KnownCurves, cellLimit: Int) throws(GeometryError) {
    self.layer = layer
    scales = known.scales
    bounds = known.bounds
    self.cellLimit = cellLimit
    tracer = try CurveTracer(layer, scales: scales)
    test = try KrawczykTest(layer, scales: scales)
    curves = known.traced
    search = RootSearch(
      tracer: tracer, box: layer.fastNames.map { known.box[$0] }, sizes: layer.sizes)
  }

  /// Roots at eight more values of y: each must lie on a known curve.
  mutating func compareSlices() -> (slices: Int, roots: Int) {
    let (slices, interval) = (8, bounds[layer.n])
    var count = 0
    for k in 0..<slices {
      // Between the nine values at which the search started.
      let share = (Double(k) + 0.8713) / Double(slices + 1)
      let y = interval.lowerBound + share * (interval.upperBound - interval.lowerBound)
      for root in search.roots(at: y) where isInside(root) {
        count += 1
        noteUnlessKnown(root)
      }
    }
    return (slices, count)
  }

  /// Decides cells, largest first, until none or the limit is left.
  mutating func run() {
    var pending = [bounds.map { Interval($0) }]
    var next = 0
    // Breadth first, so that what a limit leaves is small.
    while next < pending.count {
      guard next < cellLimit else { break }
      let cell = pending[next]
      next += 1
      switch decide(cell) {
      case .empty: excluded += 1
      case .oneCurve: certified += 1
      case .unclear where diameter(cell) < 1e-4: undecided.append(cell)
      case .unclear: pending += halves(of: cell)
      }
    }
    undecided += pending[next...]
  }

  private mutating func decide(_ cell: [Interval]) -> KrawczykTest.Answer {
    switch test.answer(cell) {
    case .empty: return .empty
    case .unclear: return .unclear
    case .oneCurve(let z):
      if isKnown(z) { return .oneCurve(z) }
      // The curve may run outside the box; its own cells then decide.
      guard isInside(z) else { return .unclear }
      noteUnlessKnown(z)
      return .oneCurve(z)
    }
  }

  private func isKnown(_ z: [Double]) -> Bool { curves.contains { tracer.isOn(z, $0) } }

  private func isInside(_ z: [Double]) -> Bool {
    z.indices.allSatisfy { bounds[$0].contains(z[$0]) }
  }

  /// Records one point of an unknown curve, and follows it so that it counts once.
  private mutating func noteUnlessKnown(_ z: [Double]) {
    guard !isKnown(z), let start = tracer.start(at: z) else { return }
    missing.append(z)
    let back = CurveTracer.Point(z: z, tangent: start.tangent.map { -$0 }, crossing: 0)
    curves.append(tracer.trace(from: start, bounds: bounds).points)
    curves.append(tracer.trace(from: back, bounds: bounds).points)
  }

  private func diameter(_ cell: [Interval]) -> Double {
    cell.indices.map { cell[$0].width / scales[$0] }.max() ?? 0
  }

  private func halves(of cell: [Interval]) -> [[Interval]] {
    let widest =
      cell.indices.max { cell[$0].width / scales[$0] < cell[$1].width / scales[$1] } ?? 0
    // Not in the middle: special points like to lie there.
    let cut = cell[widest].lower + 0.4926 * cell[widest].width
    var (low, high) = (cell, cell)
    low[widest] = Interval(cell[widest].lower, cut)
    high[widest] = Interval(cut, cell[widest].upper)
    return [low, high]
  }

  /// Whether a small cell lies at one of some points.
  func touches(_ cell: [Interval], oneOf points: [[Double]]) -> Bool {
    diameter(cell) < 0.05
      && points.contains { point in
        point.indices.allSatisfy {
          (cell[$0].middle - point[$0]).magnitude < 0.05 * scales[$0]
        }
      }
  }

  /// The cells' share of the box.
  func share(of cells: [[Interval]]) -> Double {
    cells.map { cell in
      cell.indices.map {
        cell[$0].width / (bounds[$0].upperBound - bounds[$0].lowerBound)
      }.reduce(1, *)
    }.reduce(0, +)
  }
}
