import Modeling
import NumericKernel
import Symbolic

/// Tells whether a branch is invariant for every ε.
final class BranchInvariance {
  private let n: Int
  private let fullRates: TapeEvaluator

  init(_ layer: LayerProblem) throws(GeometryError) {
    n = layer.n
    let sides = layer.system.fastIndices.map { layer.system.rightSides[$0] }
    let ε = Symbol("ε")
    let small = layer.system.smallParameter?.symbol
    let shifted = small.map { sides.substituting([$0: ε.expression]) } ?? sides
    fullRates = try layer.evaluator(shifted, unknowns: layer.symbols + [ε])
  }

  /// Whether all fast variables are constant on it and f vanishes there at ε = 0.01 … 0.3 too.
  func isInvariant(_ branch: CriticalManifold.Branch) -> Bool {
    let first = branch.points[0].fast
    return branch.points.allSatisfy { point in
      zip(point.fast, first).allSatisfy { ($0 - $1).magnitude <= 1e-12 * (1 + $1.magnitude) }
        && [0.01, 0.1, 0.3].allSatisfy { ε in
          fullRates.values(point.fast + [point.slow, ε]).allSatisfy { $0.magnitude < 1e-10 }
        }
    }
  }
}
