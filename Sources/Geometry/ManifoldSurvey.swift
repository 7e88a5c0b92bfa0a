import ComplexModule
import Modeling
import NumericKernel

/// Finds, follows and cuts the curves of a critical manifold.
struct ManifoldSurvey {
  private let layer: LayerProblem
  private let tracer: CurveTracer
  private let special: SpecialPoints
  private let search: RootSearch
  private let interval: ClosedRange<Double>
  private let bounds: [ClosedRange<Double>]
  private var curves: [[CurveTracer.Point]] = []

  private(set) var branches: [CriticalManifold.Branch] = []
  private(set) var folds: [[Double]] = []
  private(set) var crossings: [(z: [Double], kind: CriticalManifold.BranchPointKind)] = []
  private(set) var hopfs: [[Double]] = []

  init(_ system: System, _ interval: ClosedRange<Double>, _ box: [String: ClosedRange<Double>])
    throws(GeometryError)
  {
    layer = try LayerProblem(system)
    self.interval = interval
    guard interval.lowerBound.isFinite, interval.upperBound.isFinite,
      interval.lowerBound < interval.upperBound
    else {
      throw GeometryError(
        problem: "the interval \(interval.lowerBound):\(interval.upperBound) is empty",
        advice: "give two finite numbers, the smaller first")
    }
    let fast = system.fastIndices
    let names = fast.map { system.variables[$0].name }
    for name in box.keys.sorted() where !names.contains(name) {
      throw GeometryError(
        problem: "a box for \"\(name)\"", advice: Spelling.advice(for: name, in: names))
    }
    let ranges = names.map { box[$0] }
    let sizes = fast.indices.map { k in
      let start = max(1, system.initialState[fast[k]].magnitude)
      return ranges[k].map { max($0.upperBound - $0.lowerBound, 1e-300) } ?? start
    }
    let probe = try CurveTracer(
      layer, scales: sizes + [interval.upperBound - interval.lowerBound])
    // Lengths along a curve count in units of how far apart its rest points lie.
    let first = RootSearch(tracer: probe, box: ranges, sizes: sizes)
    let roots = ManifoldSurvey.slices(interval).flatMap { first.roots(at: $0) }
    let scales = sizes.indices.map { k -> Double in
      if ranges[k] != nil { return sizes[k] }
      let values = roots.map { $0[k] }
      return max((values.max() ?? 0) - (values.min() ?? 0), 1e-3 * sizes[k])
    }
    tracer = try CurveTracer(layer, scales: scales + [interval.upperBound - interval.lowerBound])
    special = try SpecialPoints(tracer)
    search = RootSearch(tracer: tracer, box: ranges, sizes: sizes)
    let reach = sizes.indices.map { ranges[$0] ?? (-1e4 * sizes[$0])...(1e4 * sizes[$0]) }
    bounds = reach + [interval]
    starts = roots
  }

  private let starts: [[Double]]

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
        problem: "no rest points of the layer problem were found for "
          + "\(interval.lowerBound) ≤ \(slowName) ≤ \(interval.upperBound)",
        advice: "try another interval, or name where to look with a box of the fast variables")
    }
    for root in starts where !isKnown(root) {
      guard let start = tracer.start(at: root) else { continue }
      follow(start)
    }
    for (index, curve) in curves.enumerated() { cut(curve, index) }
  }

  private var slowName: String { layer.system.variables[layer.system.slowIndices[0]].name }

  private func isKnown(_ z: [Double]) -> Bool { curves.contains { tracer.isOn(z, $0) } }

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

  private var curveEnds: [(CriticalManifold.BranchEnd, CriticalManifold.BranchEnd)] = []

  private func traceBothWays(_ start: CurveTracer.Point)
    -> ([CurveTracer.Point], (CriticalManifold.BranchEnd, CriticalManifold.BranchEnd))
  {
    let (ahead, aheadEnd) = tracer.trace(from: start, bounds: bounds)
    if aheadEnd == .closed { return (ahead + [start], (.closed, .closed)) }
    let reversed = CurveTracer.Point(
      z: start.z, tangent: start.tangent.map { -$0 }, crossing: start.crossing)
    let (behind, behindEnd) = tracer.trace(from: reversed, bounds: bounds)
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
      guard let (z, tangents) = crossing(between: a, and: b) else { continue }
      record(z, tangents)
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

  private mutating func record(_ z: [Double], _ tangents: [[Double]]) {
    let known = crossings.contains { distance($0.z, z) < 1e-7 }
    if known { return }
    let turns = tangents.contains { $0[layer.n].magnitude < 1e-6 }
    crossings.append((z, turns ? .pitchfork : .transcritical))
  }

  private func crossing(between a: CurveTracer.Point, and b: CurveTracer.Point)
    -> (z: [Double], tangents: [[Double]])?
  {
    let share = a.crossing / (a.crossing - b.crossing)
    let guess = a.z.indices.map { a.z[$0] + share * (b.z[$0] - a.z[$0]) }
    return special.branchPoint(near: guess, reach: 3 * distance(a.z, b.z))
  }

  private func distance(_ a: [Double], _ b: [Double]) -> Double {
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

// MARK: - Cutting curves into branches of one stability

extension ManifoldSurvey {
  /// A cut of a curve: a special point between two of its points.
  private struct Cut {
    let after: Int
    let z: [Double]
    let kind: CriticalManifold.BranchEnd
  }

  private mutating func cut(_ curve: [CurveTracer.Point], _ index: Int) {
    var cuts: [Cut] = []
    var unstable = unstableCount(curve[0].z)
    for k in 0..<(curve.count - 1) {
      let (a, b) = (curve[k], curve[k + 1])
      let next = unstableCount(b.z)
      if let cut = specialPoint(between: a, and: b, stabilityChanges: next != unstable) {
        cuts.append(Cut(after: k, z: cut.z, kind: cut.kind))
      }
      unstable = next
    }
    let pieces = self.pieces(curve, cuts, ends: curveEnds[index])
    for (points, ends) in pieces where points.count > 1 { append(densified(points), ends) }
  }

  /// Halves the segments of a short piece until it has points enough to be read and drawn.
  private func densified(_ piece: [[Double]]) -> [[Double]] {
    var points = piece
    while points.count < 9 {
      var finer = [points[0]]
      for (a, b) in zip(points, points.dropFirst()) {
        let middle = a.indices.map { (a[$0] + b[$0]) / 2 }
        let chord = a.indices.map { (b[$0] - a[$0]) / tracer.scales[$0] }
        let length = norm(chord)
        if let z = tracer.correct(middle, across: chord.map { $0 / length }) { finer.append(z) }
        finer.append(b)
      }
      if finer.count == points.count { break }
      points = finer
    }
    return points
  }

  private mutating func specialPoint(
    between a: CurveTracer.Point, and b: CurveTracer.Point, stabilityChanges: Bool
  ) -> (z: [Double], kind: CriticalManifold.BranchEnd)? {
    let n = layer.n
    if a.crossing * b.crossing < 0, let (z, tangents) = crossing(between: a, and: b) {
      record(z, tangents)
      return (z, .branchPoint)
    }
    if a.tangent[n] * b.tangent[n] < 0 {
      let share = a.tangent[n] / (a.tangent[n] - b.tangent[n])
      let guess = a.z.indices.map { a.z[$0] + share * (b.z[$0] - a.z[$0]) }
      if let z = special.fold(near: guess, reach: 3 * distance(a.z, b.z)) {
        if !folds.contains(where: { distance($0, z) < 1e-9 }) { folds.append(z) }
        return (z, .fold)
      }
    }
    if stabilityChanges, n > 1, let z = special.hopf(between: a, and: b) {
      hopfs.append(z)
      return (z, .hopf)
    }
    return nil
  }

  private func unstableCount(_ z: [Double]) -> Int {
    tracer.fastJacobian(z).eigenvalues.filter { $0.real > 0 }.count
  }

  private func pieces(
    _ curve: [CurveTracer.Point], _ cuts: [Cut],
    ends: (CriticalManifold.BranchEnd, CriticalManifold.BranchEnd)
  ) -> [([[Double]], (CriticalManifold.BranchEnd, CriticalManifold.BranchEnd))] {
    let z = curve.map(\.z)
    guard let first = cuts.first, let last = cuts.last else { return [(z, ends)] }
    var pieces: [([[Double]], (CriticalManifold.BranchEnd, CriticalManifold.BranchEnd))] = []
    for (a, b) in zip(cuts, cuts.dropFirst()) {
      pieces.append(([a.z] + z[(a.after + 1)...b.after] + [b.z], (a.kind, b.kind)))
    }
    if ends.0 == .closed {
      // The curve's first point is no special one: the pieces on both its sides are one.
      let joined = [last.z] + z[(last.after + 1)...].dropLast() + z[...first.after] + [first.z]
      return pieces + [(Array(joined), (last.kind, first.kind))]
    }
    pieces.insert((z[...first.after] + [first.z], (ends.0, first.kind)), at: 0)
    pieces.append(([last.z] + z[(last.after + 1)...], (last.kind, ends.1)))
    return pieces
  }

  private mutating func append(
    _ z: [[Double]], _ ends: (CriticalManifold.BranchEnd, CriticalManifold.BranchEnd)
  ) {
    let points = z.map { point($0) }
    let inner = points[points.count / 2]
    let scale =
      points.flatMap { $0.eigenvalues.map { max($0.real.magnitude, $0.imaginary.magnitude) } }
      .max() ?? 0
    let unstable = inner.eigenvalues.filter { $0.real > 0 }.count
    let stability: CriticalManifold.Stability
    if inner.eigenvalues.contains(where: { $0.real.magnitude <= 1e-12 * scale }) {
      stability = .nonhyperbolic
    } else if unstable == 0 {
      stability = .attracting
    } else {
      stability = unstable == layer.n ? .repelling : .saddle
    }
    branches.append(
      .init(
        id: branches.count + 1, stability: stability, unstableCount: unstable, points: points,
        ends: ends))
  }
}
