import Modeling
import NumericKernel
import Symbolic

/// The slow flow on the critical manifold: dy/dτ = g(x, y, 0) with f(x, y, 0) = 0.
public struct ReducedFlow: Sendable {
  /// The flow along one branch.
  public struct BranchFlow: Sendable {
    /// The branch.
    public let branch: CriticalManifold.Branch
    /// dy/dτ at each point of the branch; 0 where it is nothing but rounding.
    public let rates: [Double]
    /// Whether every point of the branch is at rest.
    public var isAtRest: Bool { rates.allSatisfy { $0 == 0 } }
  }

  /// A rest point of the reduced flow.
  public struct Equilibrium: Sendable {
    /// Where.
    public let point: CriticalManifold.Point
    /// The branch it lies on.
    public let branchID: Int
    /// The eigenvalue of the reduced flow, g_y − g_x f_x⁻¹ f_y.
    public let eigenvalue: Double
    /// Whether nearby orbits approach it: on an attracting branch with negative eigenvalue.
    public let isStable: Bool
  }

  /// The manifold.
  public let manifold: CriticalManifold
  /// The flow on each branch, in the manifold's order.
  public let branches: [BranchFlow]
  /// Rest points, to rounding.
  public let equilibria: [Equilibrium]

  /// Computes the flow on a manifold.
  ///
  /// - Throws: ``GeometryError`` if the model does not allow it.
  ///
  /// Rest points are where g changes its sign along a branch, refined by
  /// Newton's method on (f, g) = 0.
  public init(on manifold: CriticalManifold) throws(GeometryError) {
    self.manifold = manifold
    let layer = manifold.layer
    if manifold.system.parameters.contains(where: { $0.name == manifold.slowName }) {
      throw GeometryError(
        problem: "\(manifold.slowName) is a parameter, which does not flow",
        advice: "the reduced flow is that of a slow variable")
    }
    let gradient = layer.gradients(of: [layer.g], in: layer.symbols)[0]
    let g = try layer.evaluator([layer.g] + gradient, unknowns: layer.symbols)
    branches = manifold.branches.map { branch in
      BranchFlow(
        branch: branch,
        rates: branch.points.map { ReducedFlow.rate(g.values($0.fast + [$0.slow]), $0) })
    }
    equilibria = try EquilibriumFinder(layer, manifold).equilibria(on: branches)
  }

  /// g from g and its gradient, 0 within what rounding of the point can make of it.
  private static func rate(_ values: [Double], _ point: CriticalManifold.Point) -> Double {
    let size = zip(values.dropFirst(), point.fast + [point.slow])
      .map { ($0 * $1).magnitude }.reduce(0, +)
    return values[0].magnitude <= 16 * size.ulp ? 0 : values[0]
  }
}

/// Refines the rest points of the reduced flow.
private final class EquilibriumFinder {
  private let layer: LayerProblem
  private let tracer: CurveTracer
  private let system: NewtonSystem
  private let slope: ReducedSlope
  private let width: Double

  init(_ layer: LayerProblem, _ manifold: CriticalManifold) throws(GeometryError) {
    self.layer = layer
    tracer = try CurveTracer(layer, scales: [Double](repeating: 1, count: layer.n + 1))
    system = try NewtonSystem(layer.f + [layer.g], unknowns: layer.symbols, of: layer)
    slope = try ReducedSlope(layer)
    width = manifold.interval.upperBound - manifold.interval.lowerBound
  }

  func equilibria(on flows: [ReducedFlow.BranchFlow]) -> [ReducedFlow.Equilibrium] {
    flows.flatMap { flow -> [ReducedFlow.Equilibrium] in
      if flow.isAtRest { return [] }
      let points = flow.branch.points
      return (0..<(points.count - 1)).compactMap { k in
        let (left, right) = (flow.rates[k], flow.rates[k + 1])
        guard left * right < 0 || left == 0 else { return nil }
        return equilibrium(between: points[k], left, points[k + 1], right, flow.branch)
      }
    }
  }

  private func equilibrium(
    between a: CriticalManifold.Point, _ left: Double, _ b: CriticalManifold.Point,
    _ right: Double, _ branch: CriticalManifold.Branch
  ) -> ReducedFlow.Equilibrium? {
    let share = left == right ? 0 : left / (left - right)
    let (from, to) = (a.fast + [a.slow], b.fast + [b.slow])
    let guess = from.indices.map { from[$0] + share * (to[$0] - from[$0]) }
    guard let z = system.solve(from: guess), (z[layer.n] - guess[layer.n]).magnitude < 0.05 * width
    else { return nil }
    let eigenvalue = slope.value(z)
    let point = CriticalManifold.Point(
      fast: Array(z.prefix(layer.n)), slow: z[layer.n],
      eigenvalues: tracer.fastJacobian(z).eigenvalues)
    return .init(
      point: point, branchID: branch.id, eigenvalue: eigenvalue,
      isStable: branch.stability == .attracting && eigenvalue < 0)
  }
}
