public import ComplexModule
public import Modeling
public import RealModule

/// The critical manifold {f(x, y, 0) = 0} of a model with one slow variable: its
/// branches by stability, its folds, and where branches cross.
public struct CriticalManifold: Sendable {
  /// A point of the manifold.
  public struct Point: Sendable {
    /// Fast variables.
    public let fast: [Double]
    /// The slow variable.
    public let slow: Double
    /// Eigenvalues of ∂f/∂x, by falling real part.
    public let eigenvalues: [Complex<Double>]
  }

  /// The stability of a branch as rest points of the layer problem.
  public enum Stability: String, Sendable, Codable {
    /// All eigenvalues have negative real part.
    case attracting
    /// Some have negative, some positive real part.
    case saddle
    /// All have positive real part.
    case repelling
    /// Some eigenvalue is zero all along: normal hyperbolicity fails.
    case nonhyperbolic
  }

  /// A piece of the manifold with one stability, between special points or bounds.
  public struct Branch: Sendable {
    /// Numbered from 1; pieces of one curve follow one another.
    public let id: Int
    /// Whether orbits of the layer problem approach it.
    public let stability: Stability
    /// The number of eigenvalues with positive real part.
    public let unstableCount: Int
    /// Points along the branch, ends included.
    public let points: [Point]
    /// What the branch begins and ends at.
    public let ends: (first: BranchEnd, last: BranchEnd)
  }

  /// What a branch ends at.
  public enum BranchEnd: String, Sendable {
    /// A fold: the branch turns back in y.
    case fold
    /// A crossing with another branch.
    case branchPoint
    /// A Hopf point of the layer problem.
    case hopf
    /// A point where the branch is upright without turning back.
    case cusp
    /// The end of the slow interval asked for.
    case slowBound
    /// The border of the box of fast variables.
    case fastBound
    /// A closed curve's own beginning.
    case closed
    /// The curve could not be followed further.
    case lost
  }

  /// How branches cross.
  public enum BranchPointKind: String, Sendable {
    /// Both branches run through.
    case transcritical
    /// One of the branches turns back.
    case pitchfork
  }

  /// A crossing of branches.
  public struct BranchPoint: Sendable {
    /// Where.
    public let point: Point
    /// How.
    public let kind: BranchPointKind
  }

  /// The system it was computed for.
  public let system: System
  /// Names of the fast variables (all variables, for equilibria), in the order of ``Point/fast``.
  public let fastNames: [String]
  /// The name of the slow variable or parameter it extends over.
  public let slowName: String
  /// The interval of the slow variable.
  public let interval: ClosedRange<Double>
  /// All branches.
  public let branches: [Branch]
  /// Where normal hyperbolicity is lost: typed, to rounding, with normal forms.
  public let specialPoints: [SpecialPoint]
  /// What its points are rest points of.
  let layer: LayerProblem
  /// The curves before cutting, for the question whether any is missing.
  let curves: KnownCurves

  /// Whether it is made of equilibria of the full system, over a parameter.
  public var isOfEquilibria: Bool { layer.isOfFullSystem }
  /// Folds, to rounding.
  public var folds: [Point] { points(of: .fold) }
  /// Hopf points of the layer problem, to rounding.
  public var hopfPoints: [Point] { points(of: .hopf) }
  /// Crossings of branches, to rounding.
  public var branchPoints: [BranchPoint] {
    specialPoints.compactMap { special in
      let kind: BranchPointKind
      switch special.kind {
      case .transcritical: kind = .transcritical
      case .pitchfork: kind = .pitchfork
      case .fold, .cusp, .hopf: return nil
      }
      return BranchPoint(point: Point(special), kind: kind)
    }
  }

  private func points(of kind: SpecialPoint.Kind) -> [Point] {
    specialPoints.filter { $0.kind == kind }.map { Point($0) }
  }

  /// Computes the manifold.
  ///
  /// - Parameters:
  ///   - system: with one slow and any number of fast variables, at its current parameters.
  ///   - interval: of the slow variable.
  ///   - box: where to look for fast variables, by name; the default for a
  ///     variable of size S (1 or its initial value) is ±10⁴ S.
  ///   - starts: points (fast variables, then the slow one) whose curves are to be followed, and
  ///     no others; nil to search for them.
  ///   - step: the largest along a curve, as a part of the box, or of how far apart rest points lie.
  /// - Throws: ``GeometryError`` for a model or request for which there is no such curve.
  ///
  /// Rest points are sought at nine values of y; each one not yet on a known
  /// curve starts a pseudo-arclength continuation both ways, and so does each
  /// branch found to cross. Folds and crossings come from Newton's method on extended
  /// systems with exact second derivatives. Whether a branch was missed is the question
  /// that ``completeness(cellLimit:)`` answers.
  public init(
    of system: System, over interval: ClosedRange<Double>, box: [String: ClosedRange<Double>] = [:],
    starts: [[Double]]? = nil, step: Double = 0.02
  ) throws(GeometryError) {
    try self.init(LayerProblem(system), over: interval, box: box, starts: starts, step: step)
  }

  /// Computes the rest points of the layer problem over one of its slow variables or a parameter.
  ///
  /// - Parameters:
  ///   - system: with any numbers of fast and slow variables, at its current parameters.
  ///   - coordinate: the name of a slow variable or of a parameter.
  ///   - interval: of the coordinate.
  ///   - frozen: values of all other slow variables.
  ///   - box: where to look for fast variables, by name.
  ///   - starts: points whose curves are to be followed, and no others; nil to search for them.
  ///
  /// Otherwise as ``init(of:over:box:starts:step:)``.
  public init(
    of system: System, over coordinate: String, in interval: ClosedRange<Double>,
    freezing frozen: [String: Double] = [:], box: [String: ClosedRange<Double>] = [:],
    starts: [[Double]]? = nil
  ) throws(GeometryError) {
    let layer = try LayerProblem(system, over: [coordinate], freezing: frozen)
    try self.init(layer, over: interval, box: box, starts: starts)
  }

  /// Computes the equilibria of the full system, at its ε, over a parameter.
  ///
  /// They are the critical manifold of the model in which that parameter drifts infinitely
  /// slowly; eigenvalues are those of fast time, dx/dt = f, dy/dt = ε g. Otherwise as
  /// ``init(of:over:box:starts:step:)``.
  public init(
    equilibriaOf system: System, over parameter: String, in interval: ClosedRange<Double>,
    box: [String: ClosedRange<Double>] = [:], starts: [[Double]]? = nil
  ) throws(GeometryError) {
    let layer = try LayerProblem(equilibriaOf: system, over: [parameter])
    try self.init(layer, over: interval, box: box, starts: starts)
  }

  init(
    _ layer: LayerProblem, over interval: ClosedRange<Double>,
    box: [String: ClosedRange<Double>], starts: [[Double]]?, step: Double = 0.02
  ) throws(GeometryError) {
    guard step > 0, step <= 1 else {
      throw GeometryError(
        problem: "steps of \(step) along a curve", advice: "give a number above 0, at most 1")
    }
    var survey = try ManifoldSurvey(layer, interval, box, starts: starts, step: step)
    try survey.run()
    self.layer = layer
    system = layer.system
    fastNames = layer.fastNames
    slowName = layer.slowNames[0]
    self.interval = interval
    branches = survey.branches
    specialPoints = survey.located.map { survey.special.described($0) }
    curves = survey.knownCurves
  }
}

extension CriticalManifold.Point {
  /// The place of a special point.
  package init(_ special: SpecialPoint) {
    self.init(fast: special.fast, slow: special.slow[0], eigenvalues: special.eigenvalues)
  }
}
