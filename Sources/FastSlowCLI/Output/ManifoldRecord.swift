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
  let specialPoints: [SpecialPointRecord]
  let completeness: CompletenessRecord

  init(_ manifold: CriticalManifold, _ known: Completeness) {
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
    let names = Names(manifold.fastNames, [manifold.slowName])
    specialPoints = manifold.specialPoints.map { SpecialPointRecord($0, names) }
    completeness = CompletenessRecord(known)
  }
}

/// What is known of missing branches, in JSON.
struct CompletenessRecord: Encodable {
  let verdict: Completeness.Verdict
  let statement: String
  let missing: [[Double]]
  let excludedCells: Int
  let certifiedCells: Int
  let undecidedCells: Int
  let undecidedShare: Double

  init(_ known: Completeness) {
    verdict = known.verdict
    statement = known.sentence
    missing = known.missing
    excludedCells = known.excludedCells
    certifiedCells = known.certifiedCells
    undecidedCells = known.undecidedCells
    undecidedShare = known.undecidedShare
  }
}
