import FastSlow

/// A point of the critical manifold with the slow flow there.
struct RatedPoint: Encodable {
  let fast: [String: Double]
  let slow: [String: Double]
  let rate: [String: Double]
}

/// The JSON of `reduce`.
struct ReducedRecord: Encodable {
  struct Branch: Encodable {
    let id: Int
    let stability: CriticalManifold.Stability
    let points: [RatedPoint]
  }

  struct Equilibrium: Encodable {
    let fast: [String: Double]
    let slow: [String: Double]
    let eigenvalues: [Double]
    let stable: Bool
    let branch: Int
  }

  let model: String
  let parameters: [String: ParameterRecord]
  let branches: [Branch]
  let equilibria: [Equilibrium]
  /// None over one slow variable; the key is there for every model.
  let foldedSingularities: [FoldedSingularityRecord] = []
  let orbit: ReducedOrbitRecord?

  init(_ flow: ReducedFlow, _ orbit: ReducedOrbit?) {
    self.orbit = orbit.map {
      ReducedOrbitRecord($0, Names(flow.manifold.fastNames, [flow.manifold.slowName]))
    }
    let manifold = flow.manifold
    model = manifold.system.name
    parameters = manifold.system.parameterRecord
    branches = flow.branches.map { branch in
      Branch(
        id: branch.branch.id, stability: branch.branch.stability,
        points: zip(branch.branch.points, branch.rates).map { point, rate in
          let record = ManifoldRecord.Point(point, manifold)
          return RatedPoint(fast: record.fast, slow: record.slow, rate: [manifold.slowName: rate])
        })
    }
    equilibria = flow.equilibria.map { rest in
      let record = ManifoldRecord.Point(rest.point, manifold)
      return Equilibrium(
        fast: record.fast, slow: record.slow, eigenvalues: [rest.eigenvalue],
        stable: rest.isStable, branch: rest.branchID)
    }
  }
}

/// The JSON of `reduce` on a surface.
struct ReducedSurfaceRecord: Encodable {
  struct Sheet: Encodable {
    let id: Int
    let stability: CriticalManifold.Stability
    let points: [RatedPoint]
  }

  struct Equilibrium: Encodable {
    let fast: [String: Double]
    let slow: [String: Double]
    let eigenvalues: [[Double]]
    let stable: Bool
    let sheet: CriticalManifold.Stability
  }

  let model: String
  let parameters: [String: ParameterRecord]
  let branches: [Sheet]
  let equilibria: [Equilibrium]
  let foldedSingularities: [FoldedSingularityRecord]
  let orbit: ReducedOrbitRecord?

  init(_ flow: ReducedSurfaceFlow, _ orbit: ReducedOrbit?) {
    let surface = flow.surface
    let names = Names(surface.fastNames, surface.slowNames)
    self.orbit = orbit.map { ReducedOrbitRecord($0, names) }
    model = surface.system.name
    parameters = surface.system.parameterRecord
    let kinds: [CriticalManifold.Stability] = [.attracting, .saddle, .repelling]
    branches = kinds.enumerated().compactMap { index, stability in
      let used = Set(
        surface.triangles.filter { $0.stability == stability }.flatMap(\.corners)
      ).sorted()
      if used.isEmpty { return nil }
      return Sheet(
        id: index + 1, stability: stability,
        points: used.map { k in
          let vertex = surface.vertices[k]
          return RatedPoint(
            fast: names.fast(vertex.fast), slow: names.slow(vertex.slow),
            rate: names.slow(flow.rates[k]))
        })
    }
    equilibria = flow.equilibria.map {
      Equilibrium(
        fast: names.fast($0.fast), slow: names.slow($0.slow), eigenvalues: pairs($0.eigenvalues),
        stable: $0.isStable, sheet: $0.sheet)
    }
    foldedSingularities = flow.foldedSingularities.map { FoldedSingularityRecord($0, names) }
  }
}

/// A folded singularity in JSON.
struct FoldedSingularityRecord: Encodable {
  let kind: FoldedSingularity.Kind
  let fast: [String: Double]
  let slow: [String: Double]
  let eigenvalues: [[Double]]
  let ratio: Double?
  let smallOscillations: Int?
  let weakDirection: [String: Double]?
  let strongDirection: [String: Double]?
  let residual: Double

  init(_ point: FoldedSingularity, _ names: Names) {
    kind = point.kind
    fast = names.fast(point.fast)
    slow = names.slow(point.slow)
    eigenvalues = pairs(point.eigenvalues)
    ratio = point.ratio
    smallOscillations = point.smallOscillations
    weakDirection = point.weakDirection.map { names.all($0) }
    strongDirection = point.strongDirection.map { names.all($0) }
    residual = point.residual
  }
}

/// An orbit of the reduced flow in JSON.
struct ReducedOrbitRecord: Encodable {
  struct Point: Encodable {
    let time: Double
    let fast: [String: Double]
    let slow: [String: Double]
  }

  let ending: ReducedOrbit.Ending
  let points: [Point]

  init(_ orbit: ReducedOrbit, _ names: Names) {
    ending = orbit.ending
    points = orbit.times.indices.map {
      Point(
        time: orbit.times[$0], fast: names.fast(orbit.fast[$0]), slow: names.slow(orbit.slow[$0]))
    }
  }
}
