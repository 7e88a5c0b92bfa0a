import FastSlow
import Reporting

/// A critical manifold and its reduced flow as layers of a phase plane: slow variable across,
/// a fast one up.
struct ManifoldLayers {
  let manifold: CriticalManifold
  /// Which fast variable is drawn.
  var fast = 0
  /// Where nullclines are drawn.
  var limit: ClosedRange<Double>?

  /// Branches by stability; one legend entry a kind.
  var branches: [Figure.Layer] {
    var named: Set<String> = []
    return manifold.branches.map { branch in
      let kind = branch.stability.rawValue
      return .line(
        named.insert(kind).inserted ? "\(kind) branch" : nil, x: branch.points.map(\.slow),
        y: branch.points.map { $0.fast[fast] }, style: style(branch.stability))
    }
  }

  /// Folds, crossings and Hopf points.
  var specialPoints: [Figure.Layer] {
    var layers: [Figure.Layer] = []
    if !manifold.folds.isEmpty {
      layers.append(points("fold", manifold.folds, .fold))
    }
    if !manifold.branchPoints.isEmpty {
      layers.append(points("branch point", manifold.branchPoints.map(\.point), .branchPoint))
    }
    if !manifold.hopfPoints.isEmpty {
      layers.append(points("Hopf point", manifold.hopfPoints, .series(4)))
    }
    return layers
  }

  /// Where the slow variable stands still, drawn over the branches' extent: one fast variable only.
  var nullcline: [Figure.Layer] {
    guard manifold.fastNames.count == 1, let limit else { return [] }
    let values = manifold.branches.flatMap { $0.points.map { $0.fast[0] } }
    guard let low = values.min(), let high = values.max(),
      let pieces = try? SlowNullcline(of: manifold, fast: low...high, slow: limit).pieces
    else { return [] }
    return pieces.enumerated().map { index, piece in
      .line(
        index == 0 ? "d\(manifold.slowName)/dτ = 0" : nil, x: piece.map(\.slow),
        y: piece.map(\.fast), style: .reference)
    }
  }

  /// Arrows of the slow flow on attracting branches, evenly along them.
  func arrows(_ flow: ReducedFlow, spacing: Double = 0.12) -> Figure.Layer {
    var (x, y, dx, dy): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
    let size = (extent { $0.slow }, extent { $0.fast[fast] })
    for branch in flow.branches where branch.branch.stability == .attracting {
      let points = branch.branch.points
      for index in marks(along: points, size, spacing) where branch.rates[index] != 0 {
        let (a, b) = (points[index], points[index + 1])
        let along = b.slow - a.slow
        let sign = along * branch.rates[index] > 0 ? 1.0 : -1
        x.append(a.slow)
        y.append(a.fast[fast])
        dx.append(sign * along)
        dy.append(sign * (b.fast[fast] - a.fast[fast]))
      }
    }
    return .arrows("slow flow", x: x, y: y, dx: dx, dy: dy, length: .equal(0.03), style: .reduced)
  }

  private func extent(_ coordinate: (CriticalManifold.Point) -> Double) -> Double {
    let values = manifold.branches.flatMap { $0.points.map(coordinate) }
    return max((values.max() ?? 0) - (values.min() ?? 0), 1e-300)
  }

  /// Points about so far apart along a branch, lengths in units of the figure.
  private func marks(
    along points: [CriticalManifold.Point], _ size: (Double, Double), _ spacing: Double
  ) -> [Int] {
    var lengths = [0.0]
    for (a, b) in zip(points, points.dropFirst()) {
      let (u, v) = ((b.slow - a.slow) / size.0, (b.fast[fast] - a.fast[fast]) / size.1)
      lengths.append(lengths[lengths.count - 1] + (u * u + v * v).squareRoot())
    }
    let whole = lengths[lengths.count - 1]
    let count = max(Int((whole / spacing).rounded()), 1)
    return (0..<count).compactMap { k in
      let target = (Double(k) + 0.5) / Double(count) * whole
      return lengths.dropLast().lastIndex { $0 <= target }
    }
  }

  /// An orbit of the reduced flow.
  func course(_ orbit: ReducedOrbit) -> Figure.Layer {
    .line(
      "slow orbit", x: orbit.slow.map { $0[0] }, y: orbit.fast.map { $0[fast] },
      style: .trajectory)
  }

  /// Rest points of the reduced flow.
  func equilibria(_ flow: ReducedFlow) -> [Figure.Layer] {
    let stable = flow.equilibria.filter(\.isStable).map(\.point)
    let unstable = flow.equilibria.filter { !$0.isStable }.map(\.point)
    return [
      stable.isEmpty ? nil : points("stable rest point", stable, .stableEquilibrium),
      unstable.isEmpty ? nil : points("unstable rest point", unstable, .unstableEquilibrium),
    ].compactMap { $0 }
  }

  private func points(
    _ name: String, _ points: [CriticalManifold.Point], _ style: Figure.Style
  ) -> Figure.Layer {
    .points(name, x: points.map(\.slow), y: points.map { $0.fast[fast] }, style: style)
  }

  private func style(_ stability: CriticalManifold.Stability) -> Figure.Style {
    switch stability {
    case .attracting: .attracting
    case .saddle: .saddle
    case .repelling: .repelling
    case .nonhyperbolic: .reference
    }
  }
}
