import ComplexModule
import NumericKernel

/// Cuts curves into branches of one stability.
extension ManifoldSurvey {
  /// A cut of a curve: a special point between two of its points.
  private struct Cut {
    let after: Int
    let z: [Double]
    let kind: CriticalManifold.BranchEnd
  }

  mutating func cut(_ curve: [CurveTracer.Point], _ index: Int) {
    var cuts: [Cut] = []
    var unstable = unstableCount(curve[0].z)
    for k in 0..<(curve.count - 1) {
      let (a, b) = (curve[k], curve[k + 1])
      let next = unstableCount(b.z)
      if let point = specialPoint(between: a, and: b, stabilityChanges: next != unstable) {
        record(point)
        cuts.append(Cut(after: k, z: point.z, kind: .init(point.kind)))
      } else if k > 0, let cusp = uprightPoint(curve[k - 1], a, b) {
        let place = k - (cusp.isBefore ? 1 : 0)
        if (cuts.last?.after ?? -1) < place {
          record(cusp.point)
          cuts.append(Cut(after: place, z: cusp.point.z, kind: .cusp))
        }
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

  /// The special point between two points of a curve, if any.
  private func specialPoint(
    between a: CurveTracer.Point, and b: CurveTracer.Point, stabilityChanges: Bool
  ) -> SpecialPoints.Located? {
    let n = layer.n
    if a.crossing * b.crossing < 0, let crossing = crossing(between: a, and: b) { return crossing }
    if a.tangent[n] * b.tangent[n] < 0 {
      let share = a.tangent[n] / (a.tangent[n] - b.tangent[n])
      let guess = a.z.indices.map { a.z[$0] + share * (b.z[$0] - a.z[$0]) }
      if let fold = special.fold(near: guess, reach: 3 * distance(a.z, b.z)) { return fold }
    }
    return stabilityChanges && n > 1 ? special.hopf(between: a, and: b) : nil
  }

  /// A cusp where the tangent's part along y has a small minimum without changing its sign,
  /// and whether it lies before the middle one of the three points.
  private func uprightPoint(
    _ before: CurveTracer.Point, _ a: CurveTracer.Point, _ b: CurveTracer.Point
  ) -> (point: SpecialPoints.Located, isBefore: Bool)? {
    let n = layer.n
    let (here, beside) = (
      a.tangent[n].magnitude, [before.tangent[n].magnitude, b.tangent[n].magnitude]
    )
    // Where it vanishes to second order the middle one of three is below a quarter of a neighbour.
    guard here < 0.1, here < 0.3 * max(beside[0], beside[1]), here <= beside[0], here < beside[1],
      let cusp = special.cusp(near: a.z, reach: 3 * distance(a.z, b.z))
    else { return nil }
    let along = dot(a.tangent, cusp.z.indices.map { (cusp.z[$0] - a.z[$0]) / tracer.scales[$0] })
    return (cusp, along < 0)
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

extension CriticalManifold.BranchEnd {
  init(_ kind: SpecialPoint.Kind) {
    switch kind {
    case .fold: self = .fold
    case .cusp: self = .cusp
    case .transcritical, .pitchfork: self = .branchPoint
    case .hopf: self = .hopf
    }
  }
}
