public import ComplexModule
import Modeling
import NumericKernel
public import RealModule
import Symbolic

/// The slow flow dy/dτ = g(x, y, 0) on a critical surface: its rest points and its
/// folded singularities.
public struct ReducedSurfaceFlow: Sendable {
  /// A rest point of the reduced flow.
  public struct Equilibrium: Sendable {
    /// Fast variables.
    public let fast: [Double]
    /// The two slow variables.
    public let slow: [Double]
    /// Eigenvalues of the reduced flow, g_y − g_x f_x⁻¹ f_y.
    public let eigenvalues: [Complex<Double>]
    /// As rest points of the layer problem.
    public let sheet: CriticalManifold.Stability
    /// Whether nearby orbits approach it: on an attracting sheet, with eigenvalues of negative
    /// real part.
    public var isStable: Bool {
      sheet == .attracting && eigenvalues.allSatisfy { $0.real < 0 }
    }
  }

  /// The surface.
  public let surface: CriticalSurface
  /// dy/dτ at each vertex of the surface.
  public let rates: [[Double]]
  /// Rest points, to rounding.
  public let equilibria: [Equilibrium]
  /// Rest points of the desingularised flow on folds, to rounding, classified.
  public let foldedSingularities: [FoldedSingularity]

  /// Computes the flow on a surface over two slow variables.
  ///
  /// - Throws: ``GeometryError`` if one of them is a parameter.
  ///
  /// Rest points are sought in every triangle over which both components of g change their
  /// sign, folded singularities along the fold curves where w·f_y g does; Newton's method
  /// does the rest.
  public init(on surface: CriticalSurface) throws(GeometryError) {
    let layer = surface.layer
    if let name = surface.slowNames.first(where: { name in
      surface.system.parameters.contains { $0.name == name }
    }) {
      throw GeometryError(
        problem: "\(name) is a parameter, which does not flow",
        advice: "the reduced flow on a surface is that of two slow variables")
    }
    self.surface = surface
    let g = try layer.evaluator(layer.slowRates, unknowns: layer.symbols)
    rates = surface.vertices.map { g.values($0.fast + $0.slow) }
    equilibria = try SurfaceEquilibria(surface).all(rates)
    foldedSingularities = try FoldedSingularityFinder(layer, scales: surface.scales)
      .all(on: surface)
  }
}

/// Refines the rest points of the reduced flow on a surface.
private final class SurfaceEquilibria {
  private let surface: CriticalSurface
  private let layer: LayerProblem
  private let system: NewtonSystem
  private let jacobian: TapeEvaluator
  private var n: Int { layer.n }

  init(_ surface: CriticalSurface) throws(GeometryError) {
    self.surface = surface
    layer = surface.layer
    let all = layer.f + layer.slowRates
    system = try NewtonSystem(all, unknowns: layer.symbols, of: layer)
    let rows = layer.gradients(of: all, in: layer.symbols)
    let byColumns = layer.symbols.indices.flatMap { j in rows.map { $0[j] } }
    jacobian = try layer.evaluator(byColumns, unknowns: layer.symbols)
  }

  func all(_ rates: [[Double]]) -> [ReducedSurfaceFlow.Equilibrium] {
    var found: [[Double]] = []
    for triangle in surface.triangles {
      let values = triangle.corners.map { rates[$0] }
      let changes = (0..<2).allSatisfy { k in
        values.contains { $0[k] <= 0 } && values.contains { $0[k] >= 0 }
      }
      let corner = surface.vertices[triangle.corners[0]]
      guard changes, let z = system.solve(from: corner.fast + corner.slow) else { continue }
      let isInside = z.indices.allSatisfy { surface.bounds[$0].contains(z[$0]) }
      let isNew = !found.contains { known in
        z.indices.allSatisfy { (z[$0] - known[$0]).magnitude < 1e-8 * surface.scales[$0] }
      }
      if isInside, isNew { found.append(z) }
    }
    return found.compactMap(described)
  }

  private func described(_ z: [Double]) -> ReducedSurfaceFlow.Equilibrium? {
    let whole = Matrix(rows: n + 2, columns: n + 2, byColumns: jacobian.values(z))
    let block = { (rows: Range<Int>, columns: Range<Int>) in
      Matrix(
        rows: rows.count, columns: columns.count,
        byColumns: columns.flatMap { j in rows.map { whole[$0, j] } })
    }
    let fast = block(0..<n, 0..<n)
    var reduced = block(n..<(n + 2), n..<(n + 2))
    for j in 0..<2 {
      guard let slope = fast.solve((0..<n).map { whole[$0, n + j] }) else { return nil }
      let push = block(n..<(n + 2), 0..<n) * slope
      for i in 0..<2 { reduced[i, j] -= push[i] }
    }
    let unstable = fast.eigenvalues.filter { $0.real > 0 }.count
    return .init(
      fast: Array(z.prefix(n)), slow: Array(z.suffix(2)), eigenvalues: reduced.eigenvalues,
      sheet: unstable == 0 ? .attracting : unstable == n ? .repelling : .saddle)
  }
}
