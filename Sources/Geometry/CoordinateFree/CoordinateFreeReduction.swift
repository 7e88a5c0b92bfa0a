public import ComplexModule
import Integration
public import Modeling
import NumericKernel
public import RealModule
import Symbolic

/// The reduction of ż = F(z)/ε + G(z) to the critical set {F = 0}, in the coordinates of the model.
///
/// The reduced flow is ż = Π G, Π the projection onto the tangent space along the fast fibres. For any
/// smooth model: neither fast and slow variables nor a factorisation of F are needed.
public struct CoordinateFreeReduction: Sendable {
  /// A point of the critical set.
  public struct Point: Sendable {
    /// z.
    public let state: [Double]
    /// The eigenvalues of ∂F/∂z that are not zero, by falling real part.
    public let eigenvalues: [Complex<Double>]
    /// dz/dτ = Π G.
    public let rate: [Double]
    /// Π by rows.
    public let projection: [[Double]]
    /// Whether nearby orbits approach along the fibres.
    public var isAttracting: Bool { eigenvalues.allSatisfy { $0.real < 0 } }
  }

  /// A course of the reduced flow.
  public struct Course: Sendable {
    /// Slow times.
    public let times: [Double]
    /// States at those times, on the critical set.
    public let states: [[Double]]
  }

  /// The equations by powers of ε.
  public let split: FastSlowSplit
  /// The number of fast directions.
  public let fastDimension: Int
  /// Where the fibre through the initial state leads.
  public let basePoint: Point

  private let tape: Tape
  private var system: System { split.system }

  /// Reduces a system.
  ///
  /// - Parameters:
  ///   - system: in any coordinates; see ``FastSlowSplit``.
  ///   - small: parameters of order ε, by name.
  ///   - start: the state whose fast fibre leads to the set; the default is the initial state.
  /// - Throws: ``GeometryError`` if the fast flow does not settle, or the set is not normally
  ///   hyperbolic there.
  public init(of system: System, small: [String] = [], from start: [Double]? = nil)
    throws(GeometryError)
  {
    split = try FastSlowSplit(of: system, small: small)
    tape = split.tape(split.fast + split.slow + split.fastJacobian)
    let workshop = FibreWorkshop(split, TapeEvaluator(tape, parameters: system.parameterValues))
    let settled = try workshop.settle(from: start ?? system.initialState)
    basePoint = try workshop.point(settled, rank: nil)
    fastDimension = basePoint.eigenvalues.count
    if fastDimension == system.variables.count {
      throw GeometryError(
        problem: "the fast terms have isolated rest points: there is no slow direction",
        advice: "let fewer terms be fast")
    }
  }

  private var workshop: FibreWorkshop {
    FibreWorkshop(split, TapeEvaluator(tape, parameters: system.parameterValues))
  }

  /// The point of the set that the fast fibre through a state leads to.
  ///
  /// - Throws: ``GeometryError`` if the fast flow does not settle from there.
  public func base(of state: [Double]) throws(GeometryError) -> Point {
    try workshop.point(try workshop.settle(from: state), rank: fastDimension)
  }

  /// The point of the set near a state, by Newton's method along the fibres.
  ///
  /// - Throws: ``GeometryError`` if there is none near by.
  public func point(near state: [Double]) throws(GeometryError) -> Point {
    try workshop.point(state, rank: fastDimension)
  }

  /// Follows the reduced flow.
  ///
  /// - Parameters:
  ///   - start: a state; it is taken to its base point first. The default is the initial state's.
  ///   - times: slow times to record, rising, from 0 on.
  /// - Throws: ``GeometryError`` if normal hyperbolicity is lost on the way.
  ///
  /// Adams formulas in the model's coordinates at relative tolerance 1e-12; each recorded state is
  /// put back on the set along its fibre.
  public func course(from start: [Double]? = nil, at times: [Double]) throws(GeometryError)
    -> Course
  {
    var first = basePoint
    if let start { first = try base(of: start) }
    guard let end = times.last, times.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      throw GeometryError(problem: "no times", advice: "give times from 0 on, rising")
    }
    if end == 0 { return Course(times: times, states: times.map { _ in first.state }) }
    let field = ProjectedField(split: split, tape: tape, rank: fastDimension)
    let solution: Solution
    do {
      solution = try integrate(
        field, from: first.state, over: (0, end), output: .times(times),
        options: .init(method: .adams, relativeTolerance: 1e-12, absoluteTolerance: 1e-14))
    } catch {
      throw GeometryError(
        problem: "the reduced flow ends at τ = \(error.solution.reachedTime): \(error)",
        advice: "ask for an earlier time; normal hyperbolicity may be lost there")
    }
    return Course(
      times: solution.times,
      states: try (0..<solution.count).map { record throws(GeometryError) in
        try point(near: solution.state(at: record)).state
      })
  }
}
