import NumericKernel

/// Covers a surface with overlapping discs, from starting points outwards.
///
/// M. E. Henderson, Multiple parameter continuation: computing implicitly defined
/// k-manifolds, Int. J. Bifurc. Chaos 12 (2002) 451, doi:10.1142/S0218127402004498. Nothing
/// assumes that the surface is a graph.
struct ChartAtlas {
  let problem: SurfaceProblem
  /// Of each component of z.
  let bounds: [ClosedRange<Double>]
  /// The largest radius of a chart, scaled.
  let largestRadius: Double
  /// When to stop.
  let chartLimit: Int
  private(set) var charts: [Chart] = []
  /// Whether the limit left the surface unfinished.
  private(set) var isTruncated = false

  init(
    _ problem: SurfaceProblem, bounds: [ClosedRange<Double>], largestRadius: Double,
    chartLimit: Int
  ) {
    self.problem = problem
    self.bounds = bounds
    self.largestRadius = largestRadius
    self.chartLimit = chartLimit
  }

  /// Covers the sheet through a point, unless it is covered.
  mutating func grow(from z: [Double]) {
    let u = problem.scaled(z)
    guard !isCovered(u), let frame = problem.frame(u), let first = chart(at: u, frame) else {
      return
    }
    var pending = [insert(first)]
    while let index = pending.popLast() {
      while let (s, t) = charts[index].openDirection {
        guard charts.count < chartLimit else {
          isTruncated = true
          return
        }
        guard let next = chart(beyond: charts[index], s, t) else {
          charts[index].isOpen = false
          break
        }
        // A chart on top of an old one would not make the rim shorter.
        let before = charts[index].openDirection
        pending.append(insert(next))
        if let after = charts[index].openDirection, let before, after == before {
          charts[index].isOpen = false
        }
      }
    }
  }

  private func isCovered(_ u: [Double]) -> Bool {
    charts.contains { chart in
      let gap = norm(u.indices.map { u[$0] - chart.centre[$0] })
      guard gap < chart.radius else { return false }
      return reaches(u, from: chart)
    }
  }

  private mutating func insert(_ new: Chart) -> Int {
    var chart = new
    let index = charts.count
    for k in charts.indices where chart.isNeighbour(charts[k]) && areOneSheet(chart, charts[k]) {
      chart.cut(by: charts[k], index: k)
      charts[k].cut(by: chart, index: index)
    }
    charts.append(chart)
    return index
  }

  /// Whether each centre is where Newton's method ends from its projection on the other's plane:
  /// the charts of another sheet that crosses are not.
  private func areOneSheet(_ a: Chart, _ b: Chart) -> Bool {
    reaches(b.centre, from: a) && reaches(a.centre, from: b)
  }

  private func reaches(_ u: [Double], from chart: Chart) -> Bool {
    let (s, t) = chart.project(u)
    guard let found = problem.correct(chart.point(s, t), across: chart.frame) else { return false }
    return norm(u.indices.map { u[$0] - found[$0] }) < 1e-6 * chart.radius
  }

  private func isInside(_ u: [Double]) -> Bool {
    let z = problem.state(u)
    return z.indices.allSatisfy { bounds[$0].contains(z[$0]) }
  }

  /// The chart around a point on the rim of another.
  private func chart(beyond chart: Chart, _ s: Double, _ t: Double) -> Chart? {
    guard let u = problem.correct(chart.point(s, t), across: chart.frame),
      let frame = problem.frame(u)
    else { return nil }
    return self.chart(at: u, frame)
  }

  /// A chart whose radius fits the curvature.
  private func chart(at u: [Double], _ frame: [[Double]]) -> Chart? {
    var radius = largestRadius
    while radius > 1e-3 * largestRadius {
      let chart = Chart(
        centre: u, frame: frame, radius: radius, crossing: problem.crossing(u, frame),
        isOpen: isInside(u))
      if isFlat(chart) { return chart }
      radius *= 0.7
    }
    return nil
  }

  /// Whether the surface stays near the plane, and its planes near this one, out to the rim.
  private func isFlat(_ chart: Chart) -> Bool {
    let r = chart.radius
    return [(r, 0), (0, r), (-r, 0), (0, -r)].allSatisfy { s, t in
      let guess = chart.point(s, t)
      guard let u = problem.correct(guess, across: chart.frame), let frame = problem.frame(u)
      else { return false }
      let there = Chart(centre: u, frame: frame, radius: r, crossing: 0, isOpen: false)
      let height = norm(u.indices.map { u[$0] - guess[$0] })
      return height < 0.2 * r && chart.alignment(with: there).magnitude > 0.93
    }
  }
}

extension ChartAtlas {
  /// Triangles between charts that meet, each edge in at most two of them.
  ///
  /// The charts' polygons are the cells of a power diagram, up to curvature; its dual is
  /// the mesh. Where neighbours disagree on a corner the triangle that more of them see wins.
  var triangles: [[Int]] {
    var votes: [[Int]: Int] = [:]
    for (index, chart) in charts.enumerated() {
      for (a, b) in chart.meetings { votes[[index, a, b].sorted(), default: 0] += 1 }
    }
    let ranked = votes.sorted {
      ($1.value, $0.key[0], $0.key[1], $0.key[2]) < ($0.value, $1.key[0], $1.key[1], $1.key[2])
    }
    var uses: [[Int]: Int] = [:]
    return ranked.compactMap { corners, _ in
      let edges = [[corners[0], corners[1]], [corners[1], corners[2]], [corners[0], corners[2]]]
      guard edges.allSatisfy({ uses[$0, default: 0] < 2 }) else { return nil }
      for edge in edges { uses[edge, default: 0] += 1 }
      return corners
    }
  }

  /// Edges of triangles along which another sheet is crossed.
  func crossedEdges(of triangles: [[Int]]) -> [(Int, Int)] {
    var seen: Set<[Int]> = []
    var crossed: [(Int, Int)] = []
    for corners in triangles {
      for (a, b) in [(corners[0], corners[1]), (corners[1], corners[2]), (corners[0], corners[2])]
      where seen.insert([a, b]).inserted {
        let turned = charts[a].alignment(with: charts[b])
        if turned * charts[a].crossing * charts[b].crossing < 0 { crossed.append((a, b)) }
      }
    }
    return crossed
  }
}
