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
  /// Names of the fast variables, in the order of ``Point/fast``.
  public let fastNames: [String]
  /// The name of the slow variable.
  public let slowName: String
  /// The interval of the slow variable.
  public let interval: ClosedRange<Double>
  /// All branches.
  public let branches: [Branch]
  /// Folds, to rounding.
  public let folds: [Point]
  /// Crossings of branches, to rounding.
  public let branchPoints: [BranchPoint]
  /// Hopf points of the layer problem.
  public let hopfPoints: [Point]

  /// Computes the manifold.
  ///
  /// - Parameters:
  ///   - system: with one slow and any number of fast variables, at its current parameters.
  ///   - interval: of the slow variable.
  ///   - box: where to look for fast variables, by name; the default for a
  ///     variable of size S (1 or its initial value) is ±10⁴ S.
  /// - Throws: ``GeometryError`` for a model or request for which there is no such curve.
  ///
  /// Rest points are sought at nine values of y; each one not yet on a known
  /// curve starts a pseudo-arclength continuation both ways, and so does each
  /// branch found to cross. Folds and crossings come from Newton's method on extended
  /// systems with exact second derivatives. A branch that turns within two
  /// neighbouring values of y and touches none of the nine is missed.
  public init(
    of system: System, over interval: ClosedRange<Double>, box: [String: ClosedRange<Double>] = [:]
  ) throws(GeometryError) {
    var survey = try ManifoldSurvey(system, interval, box)
    try survey.run()
    self.system = system
    fastNames = system.fastIndices.map { system.variables[$0].name }
    slowName = system.variables[system.slowIndices[0]].name
    self.interval = interval
    branches = survey.branches
    folds = survey.folds.map { survey.point($0) }
    branchPoints = survey.crossings.map { crossing in
      BranchPoint(point: survey.point(crossing.z), kind: crossing.kind)
    }
    hopfPoints = survey.hopfs.map { survey.point($0) }
  }
}
