import ComplexModule
import Modeling
import NumericKernel
import Symbolic

/// Walks the singular path piece by piece.
struct SingularWalker {
  let flow: ReducedFlow
  let layer: LayerProblem
  let tracer: CurveTracer
  let transit: BranchTransit
  private let field: LayerField
  private let invariance: BranchInvariance
  private(set) var segments: [SingularPath.Segment] = []
  /// The index of the jump that the cycle begins with.
  private(set) var cycleStart: Int?
  /// Where the path jumped from, by the index of the jump.
  private var departures: [(index: Int, z: [Double])] = []

  init(_ flow: ReducedFlow) throws(GeometryError) {
    self.flow = flow
    layer = try LayerProblem(flow.manifold.system)
    tracer = try CurveTracer(layer, scales: SingularWalker.scales(flow.manifold))
    transit = try BranchTransit(tracer)
    field = try LayerField(layer)
    invariance = try BranchInvariance(layer)
  }

  /// How far the attracting branches reach in each variable.
  private static func scales(_ manifold: CriticalManifold) -> [Double] {
    let points = manifold.branches.filter { $0.stability == .attracting }.flatMap(\.points)
    let fast = manifold.fastNames.indices.map { k -> Double in
      let values = points.map { $0.fast[k] }
      let range = (values.max() ?? 1) - (values.min() ?? 0)
      return range > 1e-9 ? range : 1
    }
    return fast + [manifold.interval.upperBound - manifold.interval.lowerBound]
  }

  /// A state that the layer problem takes over from.
  private struct Leap {
    let from: [Double]
    /// A little off `from`, on the side the path leaves to.
    let nudged: [Double]
    let departure: SingularPath.Departure
  }

  private struct Place {
    let flow: ReducedFlow.BranchFlow
    let z: [Double]
  }

  private enum SlideEnd {
    case rest(ReducedFlow.Equilibrium)
    case bound(CriticalManifold.Point)
    case leap(Leap)
    case crossing(Place)
    case stuck(String)
  }

  /// How many jumps to follow before giving up.
  private static let mostJumps = 60

  mutating func walk(from start: [Double]) -> SingularPath.Outcome {
    var leap = Leap(from: start, nudged: start, departure: .start)
    for _ in 0..<SingularWalker.mostJumps {
      if let earlier = departures.first(where: { distance($0.z, leap.from) < 1e-9 }) {
        cycleStart = earlier.index
        return .cycle
      }
      let landing: [Double]
      switch jump(leap) {
      case .lands(let z): landing = z
      case .circles:
        return .lost(
          "the layer problem does not come to rest from \(describe(leap.from)): it may have a limit "
            + "cycle there, whose slow drift a singular orbit does not follow")
      case .stays(let z):
        return .lost(
          "the layer problem stays at a rest point that does not attract, \(describe(z)): past "
            + "a Hopf point it has a cycle, whose slow drift a singular orbit does not follow")
      }
      guard var place = locate(landing) else {
        return .lost(
          "the layer problem settles off the branches computed; widen the interval or box")
      }
      let side = zip(leap.nudged, landing).map { $0 - $1 }
      inner: while true {
        switch slide(from: place, side: side) {
        case .rest(let equilibrium): return .equilibrium(equilibrium)
        case .bound(let point): return .leavesInterval(point)
        case .crossing(let next): place = next
        case .stuck(let why): return .lost(why)
        case .leap(let next):
          leap = next
          break inner
        }
      }
    }
    return .lost("\(SingularWalker.mostJumps) jumps and no end")
  }

  func distance(_ a: [Double], _ b: [Double]) -> Double {
    norm(a.indices.map { (a[$0] - b[$0]) / tracer.scales[$0] })
  }

  private func describe(_ z: [Double]) -> String {
    let names = layer.fastNames + layer.slowNames
    return names.indices.map { "\(names[$0]) = \(z[$0].brief(beside: tracer.scales[$0]))" }
      .joined(separator: ", ")
  }

  private func point(_ z: [Double]) -> CriticalManifold.Point {
    CriticalManifold.Point(
      fast: Array(z.prefix(layer.n)), slow: z[layer.n],
      eigenvalues: tracer.fastJacobian(z).eigenvalues)
  }

  private enum JumpEnd {
    /// On a rest point that attracts.
    case lands([Double])
    /// At a rest point that does not attract, where a branch ends at a Hopf point.
    case stays([Double])
    /// Nowhere: a limit cycle, or away.
    case circles
  }

  /// Where the layer problem leads, refined at the very y of the jump.
  private mutating func jump(_ leap: Leap) -> JumpEnd {
    guard let course = field.course(from: leap.nudged), let settled = course.last,
      let landing = transit.point(near: settled, slow: leap.from[layer.n]),
      distance(landing, settled) < 0.01
    else { return .circles }
    let hasLeft = leap.departure == .start || distance(landing, leap.from) >= 1e-7
    guard hasLeft, tracer.fastJacobian(landing).eigenvalues.allSatisfy({ $0.real <= 0 }) else {
      return .stays(landing)
    }
    departures.append((segments.count, leap.from))
    segments.append(
      .init(
        kind: .jump, points: [point(leap.from), point(landing)], branchID: nil, duration: 0,
        departure: leap.departure, course: [leap.from] + course + [landing]))
    return .lands(landing)
  }

  /// The attracting branch a point lies on.
  private func locate(_ z: [Double]) -> Place? {
    var best: (flow: ReducedFlow.BranchFlow, distance: Double)?
    for flow in flow.branches where flow.branch.stability == .attracting {
      for point in flow.branch.points {
        let gap = distance(point.fast + [point.slow], z)
        if gap < best?.distance ?? .infinity { best = (flow, gap) }
      }
    }
    guard let best else { return nil }
    let points = best.flow.branch.points.map { $0.fast + [$0.slow] }
    let spacing = zip(points, points.dropFirst()).map { distance($0, $1) }.max() ?? 0
    return best.distance <= 2 * spacing ? Place(flow: best.flow, z: z) : nil
  }

  private mutating func slide(from place: Place, side: [Double]) -> SlideEnd {
    let n = layer.n
    let (branch, rate) = (place.flow.branch, transit.rate(place.z))
    guard branch.points.count > 1, rate != 0 else { return .stuck("the reduced flow stands still") }
    // y is monotone along a branch, as it has no folds inside.
    let rises = branch.points[branch.points.count - 1].slow > branch.points[0].slow
    let forward = (rate > 0) == rises
    let ordered = forward ? branch.points : branch.points.reversed()
    let ahead = ordered.filter { isAhead($0.slow, of: place.z[n], rising: rate > 0) }
    let rest = flow.equilibria.filter {
      $0.branchID == branch.id && $0.isStable
        && isAhead($0.point.slow, of: place.z[n], rising: rate > 0)
    }.min { ($0.point.slow - place.z[n]).magnitude < ($1.point.slow - place.z[n]).magnitude }
    if let rest {
      let before = ahead.filter { !isAhead($0.slow, of: rest.point.slow, rising: rate > 0) }
      append([point(place.z)] + before + [rest.point], branch, duration: .infinity)
      return .rest(rest)
    }
    let path = [place.z] + ahead.map { $0.fast + [$0.slow] }
    let amount = transit.amount(along: path)
    append([point(place.z)] + ahead, branch, duration: amount.time)
    let end = forward ? branch.ends.last : branch.ends.first
    return leave(branch, at: end, path, growth: amount.growth, side: side)
  }

  private mutating func append(
    _ points: [CriticalManifold.Point], _ branch: CriticalManifold.Branch, duration: Double
  ) {
    segments.append(
      .init(
        kind: .slow, points: points, branchID: branch.id, duration: duration, departure: nil,
        course: transit.refined(points.map { $0.fast + [$0.slow] })))
  }

  private func isAhead(_ y: Double, of here: Double, rising: Bool) -> Bool {
    rising ? y > here : y < here
  }

  private mutating func leave(
    _ branch: CriticalManifold.Branch, at end: CriticalManifold.BranchEnd, _ path: [[Double]],
    growth: Double, side: [Double]
  ) -> SlideEnd {
    let last = path[path.count - 1]
    switch end {
    case .slowBound: return .bound(point(last))
    case .fold:
      let rates = path.map { transit.rate($0).magnitude }
      if transit.rate(last).magnitude < 1e-9 * (rates.max() ?? 0) {
        return .stuck(
          "the reduced flow stands still at the fold, \(describe(last)): a canard point, from where "
            + "orbits do not jump")
      }
      return .leap(leap(beyond: path, .fold))
    case .hopf: return pastHopf(branch, path, side: side)
    case .cusp:
      return next(after: branch, at: last).map { .crossing($0) }
        ?? .leap(leap(beyond: path, .other))
    case .branchPoint:
      if invariance.isInvariant(branch) {
        return delay(after: branch, at: last, growth: growth, side: side)
      }
      return next(after: branch, at: last).map { .crossing($0) }
        ?? .leap(leap(beyond: path, .other))
    case .lost:
      return .stuck(
        "the branch cannot be followed beyond \(describe(last)); a corner of the equations is no fold"
      )
    case .fastBound, .closed: return .stuck("the branch ends (\(end.rawValue))")
    }
  }

  /// Off the branch's end, a little further in the direction of the flow.
  private func leap(beyond path: [[Double]], _ departure: SingularPath.Departure) -> Leap {
    let (last, before) = (path[path.count - 1], path[max(path.count - 2, 0)])
    var nudged = last
    let direction = last[layer.n] >= before[layer.n] ? 1.0 : -1
    nudged[layer.n] += direction * 1e-6 * tracer.scales[layer.n]
    return Leap(from: last, nudged: nudged, departure: departure)
  }

  /// Past a crossing on an invariant branch: on until the growth is used up.
  private mutating func delay(
    after branch: CriticalManifold.Branch, at crossing: [Double], growth: Double, side: [Double]
  ) -> SlideEnd {
    guard let beyond = continuation(of: branch, at: crossing) else {
      return .stuck("the invariant branch ends where it loses its stability")
    }
    var (points, duration, missing) = ([point(crossing)], 0.0, -growth)
    for next in beyond.points.dropFirst() {
      let (a, b) = (points[points.count - 1], next)
      let (from, to) = (a.fast + [a.slow], b.fast + [b.slow])
      let amount = transit.amount(from: from, to: to)
      guard amount.time > 0 else { return .stuck("the reduced flow turns before the delayed exit") }
      if amount.growth >= missing {
        guard let z = transit.exit(from: from, to: to, growth: missing) else {
          return .stuck("the delayed exit could not be located")
        }
        append(
          points + [point(z)], beyond.branch,
          duration: duration + transit.amount(from: from, to: z).time)
        let shift = zip(z, side).map { $0 + 1e-3 * $1 }
        let nudged = Array(shift.prefix(layer.n)) + [z[layer.n]]
        return .leap(Leap(from: z, nudged: nudged, departure: .delayedExit))
      }
      duration += amount.time
      missing -= amount.growth
      points.append(next)
    }
    append(points, beyond.branch, duration: duration)
    return .bound(points[points.count - 1])
  }

  /// Past a Hopf point of the layer problem: on until the delayed exit, or at once if the model is
  /// not analytic.
  private mutating func pastHopf(
    _ branch: CriticalManifold.Branch, _ path: [[Double]], side: [Double]
  ) -> SlideEnd {
    let (n, last) = (layer.n, path[path.count - 1])
    let point = flow.manifold.hopfPoints.min {
      distance($0.fast + [$0.slow], last) < distance($1.fast + [$1.slow], last)
    }
    guard let point, let beyond = neighbours(of: branch, at: last).first,
      let passage = try? DelayedHopf(at: point, of: flow.manifold),
      let exit = try? passage.exit(entering: path[0][n])
    else { return .leap(leap(beyond: path, .other)) }
    let rising = exit > last[n]
    let before = beyond.points.dropFirst().filter { isAhead(exit, of: $0.slow, rising: rising) }
    let guess = before.last.map { $0.fast + [$0.slow] } ?? last
    guard let z = transit.point(near: guess, slow: exit) else {
      return .stuck("the delayed exit could not be located")
    }
    let points = [self.point(last)] + before + [self.point(z)]
    let duration = transit.amount(along: points.map { $0.fast + [$0.slow] }).time
    append(points, beyond.branch, duration: duration)
    let shift = zip(z, side).map { $0 + 1e-3 * $1 }
    return .leap(
      Leap(from: z, nudged: Array(shift.prefix(n)) + [exit], departure: .delayedHopf))
  }

  /// The branches that go on where another ends, each from there on.
  private func neighbours(of branch: CriticalManifold.Branch, at z: [Double])
    -> [(branch: CriticalManifold.Branch, points: [CriticalManifold.Point])]
  {
    flow.manifold.branches.filter { $0.id != branch.id && $0.points.count > 1 }.flatMap { other in
      [other.points, other.points.reversed()]
        .filter { distance($0[0].fast + [$0[0].slow], z) < 1e-6 }.map { (other, $0) }
    }
  }

  /// The branch on the other side of a crossing on which the same fast variables stay constant.
  private func continuation(of branch: CriticalManifold.Branch, at crossing: [Double])
    -> (branch: CriticalManifold.Branch, points: [CriticalManifold.Point])?
  {
    neighbours(of: branch, at: crossing).first { _, points in
      distance(points[points.count / 2].fast + [0], crossing.dropLast() + [0]) < 1e-9
    }
  }

  /// The other attracting branch from a crossing, if its flow leads away from there.
  private func next(after branch: CriticalManifold.Branch, at z: [Double]) -> Place? {
    for flow in flow.branches
    where flow.branch.id != branch.id && flow.branch.stability == .attracting {
      let points = flow.branch.points
      for index in [0, points.count - 1] {
        let inner = index == 0 ? 1 : points.count - 2
        let outward = points[inner].slow - points[index].slow
        let start = points[index].fast + [points[index].slow]
        if distance(start, z) < 1e-6, flow.rates[inner] * outward > 0 {
          return Place(flow: flow, z: start)
        }
      }
    }
    return nil
  }
}
