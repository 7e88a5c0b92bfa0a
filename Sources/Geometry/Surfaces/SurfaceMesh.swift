import NumericKernel

/// Triangles over points of a surface.
struct SurfaceMesh {
  /// Points, scaled.
  var points: [[Double]]
  /// Three points each.
  var triangles: [[Int]]

  /// Without points that no triangle uses.
  var compacted: SurfaceMesh {
    var place: [Int: Int] = [:]
    var kept: [[Double]] = []
    let renamed = triangles.map { corners in
      corners.map { corner -> Int in
        if let known = place[corner] { return known }
        place[corner] = kept.count
        kept.append(points[corner])
        return kept.count - 1
      }
    }
    return SurfaceMesh(points: kept, triangles: renamed)
  }
}

/// Cuts meshes along the zero set of a function, new points lying on both.
struct MeshCut {
  let problem: SurfaceProblem
  /// The function at u, and its gradient.
  let level: (_ u: [Double]) -> (value: Double, gradient: [Double])

  /// Cuts every triangle that the zero set passes through.
  ///
  /// - Parameter keepsNegative: whether the parts where the function is negative remain.
  func callAsFunction(_ mesh: SurfaceMesh, keepsNegative: Bool) -> SurfaceMesh {
    var points = mesh.points
    let size = max(mesh.points.map { level($0).value.magnitude }.max() ?? 0, 1e-300)
    var values = points.map { point -> Double in
      let value = level(point).value
      // On the cut already: no slivers.
      return value.magnitude < 1e-12 * size ? 0 : value
    }
    var cuts: [[Int]: Int] = [:]
    let cut = { (a: Int, b: Int) -> Int in
      let key = [min(a, b), max(a, b)]
      if let known = cuts[key] { return known }
      points.append(crossing(points[key[0]], values[key[0]], points[key[1]], values[key[1]]))
      values.append(0)
      cuts[key] = points.count - 1
      return points.count - 1
    }
    var triangles: [[Int]] = []
    for corners in mesh.triangles {
      for part in [1.0, -1] where part > 0 || keepsNegative {
        let polygon = MeshCut.polygon(corners, values: { values[$0] * part }, cut)
        for k in polygon.indices.dropFirst(2) {
          triangles.append([polygon[0], polygon[k - 1], polygon[k]])
        }
      }
    }
    return SurfaceMesh(points: points, triangles: triangles).compacted
  }

  /// The corners of the part of a triangle with values ≥ 0; empty if only its border has.
  private static func polygon(
    _ corners: [Int], values: (Int) -> Double, _ cut: (Int, Int) -> Int
  ) -> [Int] {
    guard corners.contains(where: { values($0) > 0 }) else { return [] }
    var polygon: [Int] = []
    for k in 0..<3 {
      let (a, b) = (corners[k], corners[(k + 1) % 3])
      if values(a) >= 0 { polygon.append(a) }
      if values(a) * values(b) < 0 { polygon.append(cut(a, b)) }
    }
    return polygon
  }

  /// The point of surface and zero set between two points of opposite sign.
  private func crossing(_ a: [Double], _ p: Double, _ b: [Double], _ q: Double) -> [Double] {
    let share = p / (p - q)
    let guess = a.indices.map { a[$0] + share * (b[$0] - a[$0]) }
    var u = guess
    for _ in 0..<12 {
      guard let frame = problem.frame(u) else { return guess }
      let (value, gradient) = level(u)
      // Along the surface towards the zero set, then back to the surface.
      let slope = frame.map { dot($0, gradient) }
      let squared = dot(slope, slope)
      guard squared > 0 else { return guess }
      let moved = u.indices.map { k in
        u[k] - value / squared * (slope[0] * frame[0][k] + slope[1] * frame[1][k])
      }
      guard let next = problem.correct(moved, across: frame) else { return guess }
      let step = norm(u.indices.map { next[$0] - u[$0] })
      u = next
      if step < 1e-13 { break }
    }
    let length = norm(a.indices.map { b[$0] - a[$0] })
    return norm(u.indices.map { u[$0] - guess[$0] }) < length ? u : guess
  }
}
