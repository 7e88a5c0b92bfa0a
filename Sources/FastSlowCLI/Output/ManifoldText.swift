import ComplexModule
import FastSlow

/// Curves of a critical manifold in words.
struct ManifoldText {
  let manifold: CriticalManifold

  /// Branches, special points, and the statement of completeness.
  func lines(_ completeness: Completeness) -> String {
    let range = manifold.interval
    let count = manifold.branches.count
    var lines = [
      "\(manifold.system.name): \(count) \(count == 1 ? "branch" : "branches") for "
        + "\(formatted(range.lowerBound)) ≤ \(manifold.slowName) ≤ \(formatted(range.upperBound))",
      "",
    ]
    for branch in manifold.branches {
      let (first, last) = (branch.points[0], branch.points[branch.points.count - 1])
      lines.append(
        "  \(branch.id)  \(branch.stability.rawValue), from \(place(first)) "
          + "(\(name(branch.ends.first))) to \(place(last)) (\(name(branch.ends.last)))")
    }
    lines += manifold.specialPoints.map(special)
    if !manifold.branches.contains(where: { $0.stability == .attracting }) {
      lines.append(
        "  no part is attracting: orbits of the layer problem leave it, and a reduced flow "
          + "describes no orbit that is seen")
    }
    return (lines + ["", "  " + completeness.sentence]).joined(separator: "\n")
  }

  private func special(_ point: SpecialPoint) -> String {
    let title = point.kind == .hopf ? "Hopf point" : point.kind.rawValue
    let coefficients = point.coefficients.map { "\($0.name) = \(formatted($0.value, digits: 8))" }
    return "  \(title) at \(place(.init(point), digits: 12)) "
      + "(\(coefficients.joined(separator: ", ")); residual \(formatted(point.residual, digits: 2)))"
  }

  private func name(_ end: CriticalManifold.BranchEnd) -> String {
    switch end {
    case .fold: "fold"
    case .branchPoint: "branch point"
    case .hopf: "Hopf point"
    case .cusp: "cusp"
    case .slowBound: "end of interval"
    case .fastBound: "border of box"
    case .closed: "closed"
    case .lost: "lost"
    }
  }

  private func place(_ point: CriticalManifold.Point, digits: Int = 5) -> String {
    let fast = zip(manifold.fastNames, point.fast).map {
      "\($0) = \(formatted($1, digits: digits))"
    }
    return (fast + ["\(manifold.slowName) = \(formatted(point.slow, digits: digits))"])
      .joined(separator: ", ")
  }
}
