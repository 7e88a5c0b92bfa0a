import Integration
import Modeling
import NumericKernel
import Symbolic

/// Where the ε → 0 limit leads from an initial state: along fast fibres and
/// the reduced flow on attracting branches, from one to the other, to its end.
public struct SingularPath: Sendable {
  /// How the path goes on.
  public enum SegmentKind: String, Sendable {
    /// Along a fast fibre, y fixed.
    case jump
    /// Along an attracting branch.
    case slow
  }

  /// A piece of the path.
  public struct Segment: Sendable {
    /// Jump or slow.
    public let kind: SegmentKind
    /// First and last point (jump), or all points along the branch (slow).
    public let points: [CriticalManifold.Point]
    /// The branch followed; nil for a jump.
    public let branchID: Int?
  }

  /// How the path ends.
  public enum Outcome: Sendable {
    /// At a stable rest point of the reduced flow.
    case equilibrium(ReducedFlow.Equilibrium)
    /// At the end of the slow interval, still moving.
    case leavesInterval(CriticalManifold.Point)
    /// It came back to a branch it had followed: a relaxation cycle.
    case cycle
    /// No attracting branch was reached, for the reason given.
    case lost(String)
  }

  /// The pieces in order.
  public let segments: [Segment]
  /// How it ends.
  public let outcome: Outcome

  /// Follows the limit from a state of the system.
  ///
  /// - Parameters:
  ///   - flow: the reduced flow, which covers the slow interval of interest.
  ///   - start: fast variables and the slow one, in the order of the manifold.
  /// - Throws: ``GeometryError`` if the model does not allow it.
  ///
  /// At a fold the path jumps; where an attracting branch crosses another it goes
  /// on along the one that attracts beyond (no delay of exchange at leading order).
  public init(
    along flow: ReducedFlow, from start: (fast: [Double], slow: Double)
  ) throws(GeometryError) {
    var walker = try SingularWalker(flow)
    outcome = walker.walk(from: start.fast + [start.slow])
    segments = walker.segments
  }
}

/// Walks the singular path piece by piece.
private struct SingularWalker {
  private let flow: ReducedFlow
  private let layer: LayerProblem
  private let tracer: CurveTracer
  private let field: LayerField
  private(set) var segments: [SingularPath.Segment] = []
  private var followed: Set<Int> = []

  init(_ flow: ReducedFlow) throws(GeometryError) {
    self.flow = flow
    layer = try LayerProblem(flow.manifold.system)
    tracer = try CurveTracer(layer, scales: [Double](repeating: 1, count: layer.n + 1))
    field = try LayerField(layer)
  }

  mutating func walk(from start: [Double]) -> SingularPath.Outcome {
    var z = start
    for _ in 0..<20 {
      guard let landing = jump(from: z) else {
        return .lost("the layer problem does not settle from the state reached")
      }
      guard var place = locate(landing) else {
        return .lost(
          "the layer problem settles off the branches computed; widen the interval or box")
      }
      while true {
        if !followed.insert(place.flow.branch.id).inserted { return .cycle }
        switch slide(from: place) {
        case .rest(let equilibrium): return .equilibrium(equilibrium)
        case .bound(let point): return .leavesInterval(point)
        case .off(let beyond): z = beyond
        case .crossing(let next):
          place = next
          continue
        case .stuck(let why): return .lost(why)
        }
        break
      }
    }
    return .cycle
  }

  private struct Place {
    let flow: ReducedFlow.BranchFlow
    let index: Int
  }

  private enum SlideEnd {
    case rest(ReducedFlow.Equilibrium)
    case bound(CriticalManifold.Point)
    case off([Double])
    case crossing(Place)
    case stuck(String)
  }

  private mutating func jump(from z: [Double]) -> [Double]? {
    guard let landing = field.settle(from: z) else { return nil }
    let ends = [z, landing].map { z in
      CriticalManifold.Point(
        fast: Array(z.prefix(layer.n)), slow: z[layer.n],
        eigenvalues: tracer.fastJacobian(z).eigenvalues)
    }
    segments.append(.init(kind: .jump, points: ends, branchID: nil))
    return landing
  }

  /// The attracting branch a point lies on, and the nearest of its points.
  private func locate(_ z: [Double]) -> Place? {
    var best: (place: Place, distance: Double)?
    for flow in flow.branches where flow.branch.stability == .attracting {
      for (index, point) in flow.branch.points.enumerated() {
        let gap = norm(zip(point.fast + [point.slow], z).map { $0 - $1 })
        if gap < best?.distance ?? .infinity { best = (Place(flow: flow, index: index), gap) }
      }
    }
    guard let best else { return nil }
    let points = best.place.flow.branch.points
    let spacing =
      zip(points, points.dropFirst()).map { a, b in
        norm(zip(a.fast + [a.slow], b.fast + [b.slow]).map { $0 - $1 })
      }.max() ?? 0
    return best.distance <= 2 * spacing ? best.place : nil
  }

  private mutating func slide(from place: Place) -> SlideEnd {
    let (branch, rates) = (place.flow.branch, place.flow.rates)
    let along = branch.points.map(\.slow)
    guard along.count > 1 else { return .stuck("a branch of one point") }
    // y is monotone along a branch, as it has no folds inside.
    let rises = along[along.count - 1] > along[0]
    let step = (rates[place.index] > 0) == rises ? 1 : -1
    let range =
      step > 0
      ? Array(place.index..<along.count) : Array((0...place.index).reversed())
    let rest = flow.equilibria.filter { equilibrium in
      equilibrium.branchID == branch.id && equilibrium.isStable
        && isAhead(equilibrium.point.slow, of: along[place.index], rising: rates[place.index] > 0)
    }
    .min {
      ($0.point.slow - along[place.index]).magnitude
        < ($1.point.slow - along[place.index]).magnitude
    }
    if let rest {
      let points = range.map { branch.points[$0] }.filter {
        !isAhead($0.slow, of: rest.point.slow, rising: rates[place.index] > 0)
      }
      segments.append(.init(kind: .slow, points: points + [rest.point], branchID: branch.id))
      return .rest(rest)
    }
    segments.append(
      .init(kind: .slow, points: range.map { branch.points[$0] }, branchID: branch.id))
    return leave(
      branch, at: step > 0 ? branch.ends.last : branch.ends.first, range[range.count - 1])
  }

  private func isAhead(_ y: Double, of here: Double, rising: Bool) -> Bool {
    rising ? y > here : y < here
  }

  private func leave(
    _ branch: CriticalManifold.Branch, at end: CriticalManifold.BranchEnd, _ index: Int
  ) -> SlideEnd {
    let last = branch.points[index]
    switch end {
    case .slowBound: return .bound(last)
    case .fold, .hopf: return .off(beyond(branch, index))
    case .branchPoint:
      return next(after: branch, at: last).map { .crossing($0) } ?? .off(beyond(branch, index))
    case .fastBound, .closed, .lost: return .stuck("the branch ends (\(end.rawValue))")
    }
  }

  /// A point a little beyond the branch's end, in the direction of the flow.
  private func beyond(_ branch: CriticalManifold.Branch, _ index: Int) -> [Double] {
    let last = branch.points[index]
    let before = branch.points[index == 0 ? min(1, branch.points.count - 1) : index - 1]
    let width = flow.manifold.interval.upperBound - flow.manifold.interval.lowerBound
    let direction = last.slow >= before.slow ? 1.0 : -1
    return last.fast + [last.slow + direction * 1e-6 * width]
  }

  /// The other attracting branch from a crossing, if its flow leads away from there.
  private func next(after branch: CriticalManifold.Branch, at point: CriticalManifold.Point)
    -> Place?
  {
    for flow in flow.branches
    where flow.branch.id != branch.id && flow.branch.stability == .attracting {
      let points = flow.branch.points
      for index in [0, points.count - 1] {
        let gap =
          zip(points[index].fast + [points[index].slow], point.fast + [point.slow])
          .map { ($0 - $1).magnitude }.max() ?? 1
        let inner = index == 0 ? 1 : points.count - 2
        let outward = points[inner].slow - points[index].slow
        if gap < 1e-6, flow.rates[inner] * outward > 0 { return Place(flow: flow, index: inner) }
      }
    }
    return nil
  }
}
