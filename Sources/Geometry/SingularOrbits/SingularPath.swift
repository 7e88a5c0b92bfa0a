import Modeling
import NumericKernel

/// Where the ε → 0 limit leads from an initial state: along fast fibres and
/// the reduced flow on attracting branches, from one to the other, to its end.
public struct SingularPath: Sendable {
  /// How the path goes on.
  public enum SegmentKind: String, Sendable {
    /// Along a fast fibre, y fixed.
    case jump
    /// Along a branch.
    case slow
  }

  /// Why a jump happens.
  public enum Departure: String, Sendable {
    /// The initial state lies off the manifold.
    case start
    /// The branch ends at a fold.
    case fold
    /// An invariant branch that lost its stability is left once ∫ λ dτ has come back to 0.
    case delayedExit
    /// A Hopf point of the layer problem was passed, and ∫ Re λ dτ has come back to 0 or the buffer
    /// point is reached.
    case delayedHopf
    /// The branch ends otherwise: at a crossing with nowhere to go on, or a Hopf point.
    case other
  }

  /// A piece of the path.
  public struct Segment: Sendable {
    /// Jump or slow.
    public let kind: SegmentKind
    /// First and last point (jump), or all points along the branch (slow).
    public let points: [CriticalManifold.Point]
    /// The branch followed; nil for a jump.
    public let branchID: Int?
    /// Slow time spent: 0 for a jump, ∞ for a segment that ends at rest.
    public let duration: Double
    /// Why the jump happens; nil for a slow segment.
    public let departure: Departure?
    /// States along the segment, fast variables first: the layer problem's orbit, or the branch with
    /// its chords refined until they lie within 1e-6 of it (in units of the branches' reach).
    public let course: [[Double]]
  }

  /// How the path ends.
  public enum Outcome: Sendable {
    /// At a stable rest point of the reduced flow.
    case equilibrium(ReducedFlow.Equilibrium)
    /// At the end of the slow interval, still moving.
    case leavesInterval(CriticalManifold.Point)
    /// It came back to a point it had jumped from: a relaxation cycle.
    case cycle
    /// No attracting branch was reached, for the reason given.
    case lost(String)
  }

  /// The pieces in order.
  public let segments: [Segment]
  /// How it ends.
  public let outcome: Outcome
  /// The closed part, if the path ends in a cycle.
  public let cycle: SingularCycle?

  /// Follows the limit from a state of the system.
  ///
  /// - Parameters:
  ///   - flow: the reduced flow, which covers the slow interval of interest.
  ///   - start: fast variables and the slow one, in the order of the manifold.
  /// - Throws: ``GeometryError`` if the model does not allow it.
  ///
  /// At a fold the path jumps. At a crossing it goes on along the branch that
  /// attracts beyond, unless the branch it is on is invariant for every ε (a
  /// coordinate is constant on it and its equation vanishes): then stability is
  /// lost with a delay, and the path leaves where ∫ λ dτ since it landed is 0 (P. De Maesschalck,
  /// S. Schecter, J. Differ. Equ. 260 (2016) 6697, doi:10.1016/j.jde.2016.01.007).
  ///
  /// At a Hopf point of the layer problem an analytic model loses its stability with a delay too; see
  /// ``DelayedHopf``.
  ///
  /// Durations are ∫ dy/g by Gauss-Legendre quadrature between the branch's points,
  /// accurate to about 1e-13 of themselves, folds included.
  public init(
    along flow: ReducedFlow, from start: (fast: [Double], slow: Double)
  ) throws(GeometryError) {
    var walker = try SingularWalker(flow)
    outcome = walker.walk(from: start.fast + [start.slow])
    segments = walker.segments
    if let first = walker.cycleStart {
      cycle = try SingularCycle(Array(walker.segments[first...]), walker)
    } else {
      cycle = nil
    }
  }
}
