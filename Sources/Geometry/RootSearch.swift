import NumericKernel
private import RealModule

/// Finds rest points of the layer problem at a fixed slow value.
struct RootSearch {
  let tracer: CurveTracer
  /// Where to look, one range for each fast variable; nil where none was given.
  let box: [ClosedRange<Double>?]
  /// Typical sizes of the fast variables.
  let sizes: [Double]

  /// All rest points found at y = `slow`, one value for each slow variable.
  ///
  /// One fast variable: every change of sign on a grid of 2,000 cells. More:
  /// Newton's method from 300 quasi-random starts over boxes of growing size.
  func roots(at slow: [Double]) -> [[Double]] {
    let starts = tracer.layer.n == 1 ? bracketed(slow) : scattered(slow)
    var found: [[Double]] = []
    for start in starts {
      guard let z = solve(from: start), isInside(z) else { continue }
      if !found.contains(where: { isSame($0, z) }) { found.append(z) }
    }
    return found
  }

  /// All rest points found at y = `slow`.
  func roots(at slow: Double) -> [[Double]] { roots(at: [slow]) }

  /// Newton's method in x with y held.
  private func solve(from start: [Double]) -> [Double]? {
    let n = tracer.layer.n
    var z = start
    var last = Double.infinity
    for _ in 0..<50 {
      let value = tracer.value(z)
      guard value.allSatisfy({ $0.isFinite }), let step = tracer.fastJacobian(z).solve(value) else {
        return nil
      }
      for k in 0..<n { z[k] -= step[k] }
      let move = (0..<n).map { step[$0].magnitude / (sizes[$0] + z[$0].magnitude) }.max() ?? 0
      guard move.isFinite, move < 1e6 else { return nil }
      if move < 1e-13 || (move < 1e-9 && move >= last) { return z }
      last = move
    }
    return nil
  }

  private func isInside(_ z: [Double]) -> Bool {
    box.indices.allSatisfy { box[$0]?.contains(z[$0]) ?? true }
  }

  private func isSame(_ a: [Double], _ b: [Double]) -> Bool {
    sizes.indices.allSatisfy {
      (a[$0] - b[$0]).magnitude <= 1e-7 * (sizes[$0] * 1e-3 + a[$0].magnitude)
    }
  }

  /// Midpoints (by bisection) of the grid cells over which f changes sign.
  private func bracketed(_ slow: [Double]) -> [[Double]] {
    let grid = gridPoints()
    let values = grid.map { tracer.value([$0] + slow)[0] }
    var starts: [[Double]] = []
    for k in grid.indices {
      if values[k] == 0 { starts.append([grid[k]] + slow) }
      guard k + 1 < grid.count, values[k] * values[k + 1] < 0 else { continue }
      var (low, high) = (grid[k], grid[k + 1])
      for _ in 0..<20 {
        let middle = low + (high - low) / 2
        let value = tracer.value([middle] + slow)[0]
        if value * values[k] > 0 { low = middle } else { high = middle }
      }
      starts.append([low + (high - low) / 2] + slow)
    }
    return starts
  }

  private func gridPoints() -> [Double] {
    let count = 2000
    if let range = box[0] {
      return (0...count).map {
        range.lowerBound + (range.upperBound - range.lowerBound) * (Double($0) / Double(count))
      }
    }
    // Fine near 0, reaching to 10⁴ sizes: sinh over ±14. The shift keeps 0 itself off the grid.
    let reach = 1e4 * sizes[0] / Double.sinh(14)
    return (0...count).map { k in
      let share = (Double(k) + 0.37) / Double(count)
      return reach * Double.sinh(14 * (2 * share - 1))
    }
  }

  private func scattered(_ slow: [Double]) -> [[Double]] {
    let n = tracer.layer.n
    // Additive recurrence with the n-dimensional golden ratio: φ^(n+1) = φ + 1.
    var φ = 1.5
    for _ in 0..<40 { φ = .pow(1 + φ, 1 / Double(n + 1)) }
    return (0..<300).map { k in
      let reach = [1.0, 5, 50][k % 3]
      let x = (0..<n).map { j in
        let phase = 0.5 + Double(k + 1) / Double.pow(φ, j + 1)
        let share = phase.truncatingRemainder(dividingBy: 1)
        if let range = box[j] {
          return range.lowerBound + share * (range.upperBound - range.lowerBound)
        }
        return reach * sizes[j] * (2 * share - 1)
      }
      return x + slow
    }
  }
}
