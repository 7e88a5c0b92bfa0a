public import ComplexModule
public import Modeling
import NumericKernel
public import RealModule
import Symbolic

/// The critical manifold {f(x, y, 0) = 0} over two slow variables (or a slow variable and a
/// parameter): a mesh with its folds, crossings and cusps.
public struct CriticalSurface: Sendable {
  /// A point of the surface.
  public struct Vertex: Sendable {
    /// Fast variables.
    public let fast: [Double]
    /// The two slow variables.
    public let slow: [Double]
    /// Eigenvalues of ∂f/∂x, by falling real part.
    public let eigenvalues: [Complex<Double>]
  }

  /// A triangle of one stability.
  public struct Triangle: Sendable {
    /// Positions of its corners in ``CriticalSurface/vertices``.
    public let corners: [Int]
    /// As rest points of the layer problem.
    public let stability: CriticalManifold.Stability
    /// The number of eigenvalues with positive real part.
    public let unstableCount: Int
  }

  /// The system it was computed for.
  public let system: System
  /// Names of the fast variables, in the order of ``Vertex/fast``.
  public let fastNames: [String]
  /// Names of the two slow variables, in the order of ``Vertex/slow``.
  public let slowNames: [String]
  /// Their intervals.
  public let intervals: [ClosedRange<Double>]
  /// All vertices.
  public let vertices: [Vertex]
  /// All triangles; folds run along edges.
  public let triangles: [Triangle]
  /// The number of charts the mesh was made of.
  public let chartCount: Int
  /// Whether the chart limit left the surface unfinished.
  public let isTruncated: Bool
  /// Curves of folds, of crossings and of Hopf points of the layer problem.
  public let curves: [SpecialCurve]
  /// Cusps, to rounding.
  public let cusps: [SpecialPoint]
  let layer: LayerProblem
  let scales: [Double]
  let bounds: [ClosedRange<Double>]

  /// Whether it is made of equilibria of the full system, over parameters.
  public var isOfEquilibria: Bool { layer.isOfFullSystem }
  /// Curves of folds.
  public var foldCurves: [SpecialCurve] { curves.filter { $0.kind == .fold } }
  /// Curves along which sheets cross.
  public var branchCurves: [SpecialCurve] { curves.filter { $0.kind == .transcritical } }
  /// Curves of Hopf points of the layer problem.
  public var hopfCurves: [SpecialCurve] { curves.filter { $0.kind == .hopf } }

  /// Computes the surface.
  ///
  /// - Parameters:
  ///   - system: at its current parameters.
  ///   - ranges: of two slow variables, or a slow variable and a parameter, by name.
  ///   - frozen: values of all other slow variables.
  ///   - box: where to look for fast variables, by name; the default for a
  ///     variable of size S (1 or its initial value) is ±10⁴ S.
  ///   - resolution: charts across the box, about.
  ///   - chartLimit: when to stop.
  /// - Throws: ``GeometryError`` for a model or request for which there is no such surface.
  ///
  /// Rest points are sought at 49 places; each one not on a known sheet starts a covering
  /// by charts (multi-parameter continuation), which does not need the surface
  /// to be a graph. Triangles are cut at the box and at folds. Sheets that touch none of the 49
  /// places are missed.
  public init(
    of system: System, over ranges: [(name: String, range: ClosedRange<Double>)],
    freezing frozen: [String: Double] = [:], box: [String: ClosedRange<Double>] = [:],
    resolution: Int = 24, chartLimit: Int = 8000
  ) throws(GeometryError) {
    let layer = try LayerProblem(system, over: ranges.map(\.name), freezing: frozen)
    try self.init(layer, ranges, box, resolution: resolution, chartLimit: chartLimit)
  }

  /// Computes the equilibria of the full system, at its ε, over two parameters; their folds and
  /// Hopf points are curves.
  ///
  /// Eigenvalues are those of fast time. Otherwise as
  /// ``init(of:over:freezing:box:resolution:chartLimit:)``.
  public init(
    equilibriaOf system: System, over ranges: [(name: String, range: ClosedRange<Double>)],
    box: [String: ClosedRange<Double>] = [:], resolution: Int = 24, chartLimit: Int = 8000
  ) throws(GeometryError) {
    let layer = try LayerProblem(equilibriaOf: system, over: ranges.map(\.name))
    try self.init(layer, ranges, box, resolution: resolution, chartLimit: chartLimit)
  }

  private init(
    _ layer: LayerProblem, _ ranges: [(name: String, range: ClosedRange<Double>)],
    _ box: [String: ClosedRange<Double>], resolution: Int, chartLimit: Int
  ) throws(GeometryError) {
    guard ranges.count == 2 else {
      throw GeometryError(
        problem: "a surface over \(ranges.count) coordinates",
        advice: "give two slow variables or parameters with their ranges")
    }
    var survey = try SurfaceSurvey(
      layer, ranges.map(\.range), box, resolution: resolution, chartLimit: chartLimit)
    try survey.run()
    self.layer = layer
    system = layer.system
    fastNames = layer.fastNames
    slowNames = layer.slowNames
    intervals = ranges.map(\.range)
    vertices = survey.vertices
    triangles = survey.triangles
    chartCount = survey.chartCount
    isTruncated = survey.isTruncated
    curves = survey.curves
    cusps = survey.cusps
    scales = survey.scales
    bounds = survey.bounds
  }
}
