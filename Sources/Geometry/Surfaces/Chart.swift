import NumericKernel

/// A disc of a surface: its centre, its tangent plane, and the polygon of the plane that
/// is nearer to it than to its neighbours.
struct Chart {
  /// A corner of the polygon, and the neighbour beyond the edge that begins there.
  private struct Corner {
    var s: Double
    var t: Double
    var neighbour: Int?
  }

  /// Its place, scaled.
  let centre: [Double]
  /// Two orthonormal tangents.
  let frame: [[Double]]
  /// How far the tangent plane is good.
  let radius: Double
  /// det [∂f/∂u; frame].
  let crossing: Double
  /// Whether new charts may be added around it.
  var isOpen: Bool
  private var corners: [Corner]

  init(centre: [Double], frame: [[Double]], radius: Double, crossing: Double, isOpen: Bool) {
    self.centre = centre
    self.frame = frame
    self.radius = radius
    self.crossing = crossing
    self.isOpen = isOpen
    corners = [(1.0, 1.0), (-1, 1), (-1, -1), (1, -1)].map {
      Corner(s: $0.0 * radius, t: $0.1 * radius, neighbour: nil)
    }
  }

  /// Coordinates in the plane of a point.
  func project(_ u: [Double]) -> (s: Double, t: Double) {
    let gap = u.indices.map { u[$0] - centre[$0] }
    return (dot(frame[0], gap), dot(frame[1], gap))
  }

  /// The point of the plane with the given coordinates.
  func point(_ s: Double, _ t: Double) -> [Double] {
    centre.indices.map { centre[$0] + s * frame[0][$0] + t * frame[1][$0] }
  }

  /// The cosine of the largest angle between the planes, signed by their orientations.
  func alignment(with other: Chart) -> Double {
    let (a, b) = (dot(frame[0], other.frame[0]), dot(frame[0], other.frame[1]))
    let (c, d) = (dot(frame[1], other.frame[0]), dot(frame[1], other.frame[1]))
    return a * d - b * c
  }

  /// Whether another chart is of the same sheet: overlapping, and neither steep nor high above it.
  func isNeighbour(_ other: Chart) -> Bool {
    var squared = 0.0
    let reach = radius + other.radius
    for k in centre.indices {
      let gap = other.centre[k] - centre[k]
      squared += gap * gap
      if squared >= reach * reach { return false }
    }
    guard alignment(with: other).magnitude > 0.7 else { return false }
    let (s, t) = project(other.centre)
    return s * s + t * t > 0.5 * squared
  }

  /// Cuts off what is nearer to a neighbour, by the power distance |s|² − R².
  mutating func cut(by other: Chart, index: Int) {
    let (s, t) = project(other.centre)
    let squared = s * s + t * t
    let level = (squared + radius * radius - other.radius * other.radius) / 2
    let side = { (corner: Corner) in corner.s * s + corner.t * t - level }
    guard squared > 0, corners.contains(where: { side($0) > 0 }) else { return }
    var kept: [Corner] = []
    for (k, a) in corners.enumerated() {
      let b = corners[(k + 1) % corners.count]
      let (p, q) = (side(a), side(b))
      if p <= 0 { kept.append(a) }
      guard (p <= 0) != (q <= 0) else { continue }
      let share = p / (p - q)
      kept.append(
        Corner(
          s: a.s + share * (b.s - a.s), t: a.t + share * (b.t - a.t),
          // Leaving: the new edge follows. Coming back: the rest of the old one.
          neighbour: p <= 0 ? index : a.neighbour))
    }
    corners = kept
  }

  /// A direction in which the disc is not yet covered, as a point on its rim.
  var openDirection: (s: Double, t: Double)? {
    guard isOpen, corners.count > 2 else { return nil }
    // Just inside the rim counts as covered, or slivers would be filled for ever.
    let farthest = corners.max { $0.s * $0.s + $0.t * $0.t < $1.s * $1.s + $1.t * $1.t }
    guard let farthest else { return nil }
    let length = (farthest.s * farthest.s + farthest.t * farthest.t).squareRoot()
    guard length > 1.02 * radius else { return nil }
    return (farthest.s * radius / length, farthest.t * radius / length)
  }

  /// Pairs of neighbours that meet at a corner of the polygon.
  var meetings: [(Int, Int)] {
    corners.indices.compactMap { k in
      let before = corners[(k + corners.count - 1) % corners.count].neighbour
      guard let before, let after = corners[k].neighbour, before != after else { return nil }
      return (before, after)
    }
  }
}
