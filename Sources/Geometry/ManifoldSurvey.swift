import ComplexModule
import Modeling
import NumericKernel

/// Finds, follows and cuts the curves of a critical manifold.
struct ManifoldSurvey {
  let layer: LayerProblem
  let tracer: CurveTracer
  let special: SpecialPoints
  private let search: RootSearch
  private let interval: ClosedRange<Double>
  let bounds: [ClosedRange<Double>]
  /// What was given of the box of fast variables, by name.
  let box: [String: ClosedRange<Double>]
  private(set) var curves: [[CurveTracer.Point]] = []

  var branches: [CriticalManifold.Branch] = []
  /// Special points, none twice.
  private(set) var located: [SpecialPoints.Located] = []

  /// - Parameters:
  ///   - starts: points near the curves to follow; nil to search for them.
  ///   - step: the largest along a curve, scaled.
  init(
    _ layer: LayerProblem, _ interval: ClosedRange<Double>,
    _ box: [String: ClosedRange<Double>], starts: [[Double]]? = nil, step: Double = 0.02
  ) throws(GeometryError) {
    self.step = step
    self.layer = layer
    self.interval = interval
    self.box = box
    guard interval.lowerBound.isFinite, interval.upperBound.isFinite,
      interval.lowerBound < interval.upperBound
    else {
      throw GeometryError(
        problem: "the interval \(interval.lowerBound):\(interval.upperBound) is empty",
        advice: "give two finite numbers, the smaller first")
    }
    let names = layer.fastNames
    for name in box.keys.sorted() where !names.contains(name) {
      throw GeometryError(
        problem: "a box for \"\(name)\", which is no fast variable",
        advice: Spelling.advice(for: name, in: names))
    }
    let ranges = names.map { box[$0] }
    let sizes = names.indices.map { k in
      ranges[k].map { max($0.upperBound - $0.lowerBound, 1e-300) } ?? layer.sizes[k]
    }
    let probe = try CurveTracer(
      layer, scales: sizes + [interval.upperBound - interval.lowerBound])
    // Lengths along a curve count in units of how far apart its rest points lie.
    let first = RootSearch(tracer: probe, box: ranges, sizes: sizes)
    let isScaled = starts != nil && !ranges.contains(nil)
    let roots =
      isScaled ? [] : ManifoldSurvey.slices(interval).flatMap { first.roots(at: $0) }
    let scales = sizes.indices.map { k -> Double in
      if ranges[k] != nil { return sizes[k] }
      let values = roots.map { $0[k] }
      return max((values.max() ?? 0) - (values.min() ?? 0), 1e-3 * sizes[k])
    }
    tracer = CurveTracer(probe, scales: scales + [interval.upperBound - interval.lowerBound])
    special = try SpecialPoints(tracer)
    search = RootSearch(tracer: tracer, box: ranges, sizes: sizes)
    let reach = sizes.indices.map { ranges[$0] ?? (-1e4 * sizes[$0])...(1e4 * sizes[$0]) }
    bounds = reach + [interval]
    self.starts = starts ?? roots
  }

  private let starts: [[Double]]
  private let step: Double

  /// Nine values of y, at no simple fraction of the interval, where special points like to lie.
  private static func slices(_ interval: ClosedRange<Double>) -> [Double] {
    (0..<9).map { k in
      let share = (Double(k) + 0.4371) / 9
      return interval.lowerBound + share * (interval.upperBound - interval.lowerBound)
    }
  }

  /// Does everything.
  mutating func run() throws(GeometryError) {
    if starts.isEmpty {
      throw GeometryError(
        problem: "no \(layer.noun) were found for "
          + "\(interval.lowerBound) ≤ \(slowName) ≤ \(interval.upperBound)",
        advice: "try another interval, or name where to look with a box of the fast variables")
    }
    for root in starts where !isKnown(root) {
      guard let start = tracer.start(at: root) else { continue }
      follow(start)
    }
    for (index, curve) in curves.enumerated() { cut(curve, index) }
  }

  private var slowName: String { layer.slowNames[0] }

  /// Whether a point lies on a curve already followed.
  func isKnown(_ z: [Double]) -> Bool { curves.contains { tracer.isOn(z, $0) } }

  /// Traces both ways from a point, then whatever crosses.
  private mutating func follow(_ start: CurveTracer.Point) {
    var pending = [start]
    while let start = pending.popLast() {
      if isKnown(start.z) { continue }
      let (curve, ends) = traceBothWays(start)
      curves.append(curve)
      curveEnds.append(ends)
      pending += newStarts(across: curve)
    }
  }

  private(set) var curveEnds: [(CriticalManifold.BranchEnd, CriticalManifold.BranchEnd)] = []

  private func traceBothWays(_ start: CurveTracer.Point)
    -> ([CurveTracer.Point], (CriticalManifold.BranchEnd, CriticalManifold.BranchEnd))
  {
    let (ahead, aheadEnd) = tracer.trace(from: start, bounds: bounds, largestStep: step)
    if aheadEnd == .closed { return (ahead + [start], (.closed, .closed)) }
    let reversed = CurveTracer.Point(
      z: start.z, tangent: start.tangent.map { -$0 }, crossing: start.crossing)
    let (behind, behindEnd) = tracer.trace(
      from: reversed, bounds: bounds, largestStep: step)
    let turned = behind.dropFirst().reversed().map { point in
      // With the tangent, det [∂f/∂z; tangent] changes its sign.
      CurveTracer.Point(z: point.z, tangent: point.tangent.map { -$0 }, crossing: -point.crossing)
    }
    return (turned + ahead, (.init(behindEnd), .init(aheadEnd)))
  }

  /// Where a curve is crossed: starting points on the other branch, a little way off.
  private mutating func newStarts(across curve: [CurveTracer.Point]) -> [CurveTracer.Point] {
    var starts: [CurveTracer.Point] = []
    for (a, b) in zip(curve, curve.dropFirst()) where a.crossing * b.crossing < 0 {
      guard let crossing = crossing(between: a, and: b) else { continue }
      record(crossing)
      let (z, tangents) = (crossing.z, crossing.tangents)
      for tangent in tangents where dot(tangent, a.tangent).magnitude < 0.999 {
        for sign in [-1.0, 1] {
          let guess = z.indices.map { z[$0] + sign * 0.01 * tracer.scales[$0] * tangent[$0] }
          guard let corrected = tracer.correct(guess, across: tangent),
            let point = tracer.point(at: corrected, along: tangent.map { sign * $0 })
          else { continue }
          if bounds.indices.allSatisfy({ bounds[$0].contains(corrected[$0]) }) {
            starts.append(point)
          }
        }
      }
    }
    return starts
  }

  /// Keeps a special point unless it is known.
  mutating func record(_ point: SpecialPoints.Located) {
    let isKnown = located.contains {
      $0.kind == point.kind && distance($0.z, point.z) < 1e-7
    }
    if !isKnown { located.append(point) }
  }

  func crossing(between a: CurveTracer.Point, and b: CurveTracer.Point) -> SpecialPoints.Located? {
    let share = a.crossing / (a.crossing - b.crossing)
    let guess = a.z.indices.map { a.z[$0] + share * (b.z[$0] - a.z[$0]) }
    return special.branchPoint(near: guess, reach: 3 * distance(a.z, b.z))
  }

  func distance(_ a: [Double], _ b: [Double]) -> Double {
    norm(a.indices.map { (a[$0] - b[$0]) / tracer.scales[$0] })
  }

  /// A point with its eigenvalues.
  func point(_ z: [Double]) -> CriticalManifold.Point {
    CriticalManifold.Point(
      fast: Array(z.prefix(layer.n)), slow: z[layer.n],
      eigenvalues: tracer.fastJacobian(z).eigenvalues)
  }
}

extension CriticalManifold.BranchEnd {
  init(_ end: CurveTracer.End) {
    switch end {
    case .slowBound: self = .slowBound
    case .fastBound: self = .fastBound
    case .closed: self = .closed
    case .lost, .tooLong: self = .lost
    }
  }
}
