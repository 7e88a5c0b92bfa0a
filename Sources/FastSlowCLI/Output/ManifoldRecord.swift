import ComplexModule
import FastSlow
import RealModule

/// The JSON of `manifold`.
struct ManifoldRecord: Encodable {
  struct Point: Encodable {
    let fast: [String: Double]
    let slow: [String: Double]
    var eigenvalues: [[Double]]?

    init(_ point: CriticalManifold.Point, _ manifold: CriticalManifold, eigenvalues: Bool = true) {
      fast = Dictionary(zip(manifold.fastNames, point.fast)) { first, _ in first }
      slow = [manifold.slowName: point.slow]
      if eigenvalues { self.eigenvalues = point.eigenvalues.map { [$0.real, $0.imaginary] } }
    }
  }

  struct Branch: Encodable {
    let id: Int
    let stability: CriticalManifold.Stability
    let unstableCount: Int
    let ends: [String]
    let points: [Point]
  }

  struct BranchPoint: Encodable {
    let fast: [String: Double]
    let slow: [String: Double]
    let kind: String
  }

  let model: String
  let parameters: [String: ParameterRecord]
  let branches: [Branch]
  let folds: [Point]
  let branchPoints: [BranchPoint]
  let hopfPoints: [Point]

  init(_ manifold: CriticalManifold) {
    model = manifold.system.name
    parameters = manifold.system.parameterRecord
    branches = manifold.branches.map { branch in
      Branch(
        id: branch.id, stability: branch.stability, unstableCount: branch.unstableCount,
        ends: [branch.ends.first.rawValue, branch.ends.last.rawValue],
        points: branch.points.map { Point($0, manifold) })
    }
    folds = manifold.folds.map { Point($0, manifold, eigenvalues: false) }
    branchPoints = manifold.branchPoints.map { crossing in
      let point = Point(crossing.point, manifold, eigenvalues: false)
      return BranchPoint(fast: point.fast, slow: point.slow, kind: crossing.kind.rawValue)
    }
    hopfPoints = manifold.hopfPoints.map { Point($0, manifold) }
  }
}

/// The JSON of `reduce`.
struct ReducedRecord: Encodable {
  struct Point: Encodable {
    let fast: [String: Double]
    let slow: [String: Double]
    let rate: [String: Double]
  }

  struct Branch: Encodable {
    let id: Int
    let stability: CriticalManifold.Stability
    let points: [Point]
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

  init(_ flow: ReducedFlow) {
    let manifold = flow.manifold
    model = manifold.system.name
    parameters = manifold.system.parameterRecord
    branches = flow.branches.map { branch in
      Branch(
        id: branch.branch.id, stability: branch.branch.stability,
        points: zip(branch.branch.points, branch.rates).map { point, rate in
          let record = ManifoldRecord.Point(point, manifold)
          return Point(fast: record.fast, slow: record.slow, rate: [manifold.slowName: rate])
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
