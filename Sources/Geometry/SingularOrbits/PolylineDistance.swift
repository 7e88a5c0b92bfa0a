import NumericKernel

/// Hausdorff distance of polylines, each coordinate in units of the first one's reach.
struct PolylineDistance {
  private let points: [[Double]]
  private let reach: [Double]

  init(_ points: [[Double]]) {
    self.points = points
    reach = (points.first ?? []).indices.map { k in
      let values = points.map { $0[k] }
      return max((values.max() ?? 1) - (values.min() ?? 0), 1e-300)
    }
  }

  /// Sampled at the points of either line; distances are to the segments of the other.
  func hausdorff(to other: [[Double]]) -> Double {
    let (a, b) = (scaled(points), scaled(other))
    return max(farthest(of: refined(a), from: b), farthest(of: b, from: a))
  }

  private func scaled(_ line: [[Double]]) -> [[Double]] {
    line.map { z in z.indices.map { z[$0] / reach[$0] } }
  }

  /// Jumps have few points: sampled every 0.01.
  private func refined(_ line: [[Double]]) -> [[Double]] {
    zip(line, line.dropFirst()).flatMap { a, b -> [[Double]] in
      let steps = max(Int(norm(zip(a, b).map { $0 - $1 }) / 0.01), 1)
      return (0..<steps).map { k in
        a.indices.map { a[$0] + Double(k) / Double(steps) * (b[$0] - a[$0]) }
      }
    }
  }

  private func farthest(of points: [[Double]], from line: [[Double]]) -> Double {
    // Flat coordinates: this is the loop over all pairs.
    let dimension = reach.count
    let flat = line.flatMap { $0 }
    return points.map { distance($0, flat, dimension) }.max() ?? 0
  }

  private func distance(_ p: [Double], _ line: [Double], _ n: Int) -> Double {
    var least = Double.infinity
    var start = 0
    while start + 2 * n <= line.count {
      var (along, length, square) = (0.0, 0.0, 0.0)
      for k in 0..<n {
        let (offset, side) = (p[k] - line[start + k], line[start + n + k] - line[start + k])
        along += offset * side
        length += side * side
        square += offset * offset
      }
      let share = length > 0 ? min(max(along / length, 0), 1) : 0
      least = min(least, square - share * (2 * along - share * length))
      start += n
    }
    return max(least, 0).squareRoot()
  }
}
