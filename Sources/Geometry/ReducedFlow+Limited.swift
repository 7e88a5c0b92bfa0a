extension ReducedFlow {
  /// The same flow with the points of each branch outside an interval of the slow variable left out.
  public func limited(to interval: ClosedRange<Double>) -> ReducedFlow {
    let kept = branches.compactMap { flow -> BranchFlow? in
      let inside = flow.branch.points.indices.filter {
        interval.contains(flow.branch.points[$0].slow)
      }
      guard inside.count > 1 else { return nil }
      let branch = CriticalManifold.Branch(
        id: flow.branch.id, stability: flow.branch.stability,
        unstableCount: flow.branch.unstableCount, points: inside.map { flow.branch.points[$0] },
        ends: flow.branch.ends)
      return BranchFlow(branch: branch, rates: inside.map { flow.rates[$0] })
    }
    return ReducedFlow(
      manifold: manifold, branches: kept,
      equilibria: equilibria.filter { interval.contains($0.point.slow) })
  }

  private init(manifold: CriticalManifold, branches: [BranchFlow], equilibria: [Equilibrium]) {
    self.manifold = manifold
    self.branches = branches
    self.equilibria = equilibria
  }
}
