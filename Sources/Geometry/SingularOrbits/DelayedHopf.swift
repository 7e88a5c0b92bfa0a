import ComplexModule
import Modeling
import NumericKernel

private import RealModule

/// The delayed loss of stability through a Hopf point of the layer problem.
///
/// An orbit that has come near the branch at y_in leaves it, in an analytic system, not at the Hopf
/// point but where ∫ Re λ dτ from y_in is 0, or at the buffer point if that comes first: the real y with
/// the same Re ∫ λ dτ as the complex y_c at which λ vanishes (A. I. Neishtadt, Differ. Equ. 23 (1987)
/// 1385 and 24 (1988) 171). The delay has nothing to do with the size of ε, but what
/// decides it is e^{−K/ε}: ``digits(entering:at:)`` says when that is below what numbers can hold.
public struct DelayedHopf: Sendable {
  /// y of the Hopf point.
  public let slow: Double
  /// |Im λ| there, per unit of fast time.
  public let frequency: Double
  /// The buffer point; nil if λ has no zero that could be found.
  public let bufferPoint: Double?

  private let form: StandardForm
  private let start: ComplexBranch.Place
  /// The sign of dy/dτ.
  private let direction: Double
  /// How far in y an integral is taken.
  private let reach: ClosedRange<Double>
  private let bufferGrowth: Double

  /// Analyses a Hopf point.
  ///
  /// - Parameters:
  ///   - hopf: of the manifold's ``CriticalManifold/hopfPoints``.
  ///   - manifold: it belongs to; its interval bounds entry and exit.
  /// - Throws: ``GeometryError`` if the flow does not pass the point, or the model is not smooth.
  public init(at hopf: CriticalManifold.Point, of manifold: CriticalManifold) throws(GeometryError)
  {
    let form = try StandardForm(manifold.system)
    let branch = try ComplexBranch(form)
    guard let λ = hopf.eigenvalues.filter({ $0.imaginary > 0 }).max(by: { $0.real < $1.real })
    else {
      throw GeometryError(
        problem: "no complex pair at \(manifold.slowName) = \(hopf.slow)",
        advice: "give a Hopf point that `manifold` found")
    }
    let guess = ComplexBranch.Place(
      y: Complex(hopf.slow), unknowns: hopf.fast.map { Complex($0) } + [Complex(0, λ.imaginary)])
    guard let start = branch.continued(guess, to: Complex(hopf.slow)),
      let growth = branch.growth(start), growth.length.isFinite
    else {
      throw GeometryError(
        problem: "the branch could not be continued from its Hopf point",
        advice: "delayed loss is for analytic models with a moving slow variable")
    }
    self.form = form
    self.start = start
    slow = hopf.slow
    frequency = λ.imaginary
    reach = manifold.interval
    // λ/g is iω/g there.
    direction = growth.imaginary * λ.imaginary > 0 ? 1 : -1
    if let zero = DelayedHopf.zero(branch, start),
      let (integral, _) = branch.integral(from: start, to: zero)
    {
      bufferGrowth = integral.real
      bufferPoint = DelayedHopf.place(
        branch, start, growth: integral.real,
        toward: direction > 0 ? reach.upperBound : reach.lowerBound)
    } else {
      bufferGrowth = .infinity
      bufferPoint = nil
    }
  }

  /// The complex y nearest to the Hopf point at which λ = 0, by Newton's method with short steps.
  private static func zero(_ branch: ComplexBranch, _ start: ComplexBranch.Place)
    -> Complex<Double>?
  {
    var place = start
    let width = 1e-5 * (1 + start.y.length)
    for _ in 0..<200 {
      guard let ahead = branch.continued(place, to: place.y + Complex(width)) else { return nil }
      let slope = (ahead.λ - place.λ) / Complex(width)
      var step = -(place.λ / slope)
      guard step.isFinite else { return nil }
      let limit = 0.2 * (start.λ / slope).length
      if step.length > limit { step = step * Complex(limit / step.length) }
      guard let next = branch.continued(place, to: place.y + step) else { return nil }
      place = next
      if step.length < 1e-12 * (1 + place.y.length) { return place.y }
    }
    return nil
  }

  /// Where, from the Hopf point on, ∫ Re λ dτ reaches a value; nil if not before `end`.
  private static func place(
    _ branch: ComplexBranch, _ start: ComplexBranch.Place, growth: Double, toward end: Double
  ) -> Double? {
    let panels = 200
    var (place, sum) = (start, 0.0)
    for k in 1...panels {
      let y = start.y.real + (end - start.y.real) * Double(k) / Double(panels)
      guard let (more, next) = branch.integral(from: place, to: Complex(y), panels: 1) else {
        return nil
      }
      if sum + more.real >= growth {
        return refine(branch, place, growth - sum, y)
      }
      (place, sum) = (next, sum + more.real)
    }
    return nil
  }

  private static func refine(
    _ branch: ComplexBranch, _ place: ComplexBranch.Place, _ missing: Double, _ end: Double
  ) -> Double? {
    var y = (place.y.real + end) / 2
    for _ in 0..<60 {
      guard let (sum, there) = branch.integral(from: place, to: Complex(y), panels: 1),
        let slope = branch.growth(there)?.real
      else { return nil }
      let step = (sum.real - missing) / slope
      guard step.isFinite else { return nil }
      y -= step
      if step.magnitude <= 1e-15 * (1 + y.magnitude) { break }
    }
    return y
  }

  /// K = −∫ Re λ dτ from the entry to the Hopf point.
  private func contraction(entering y: Double) throws(GeometryError) -> Double {
    let branch = try ComplexBranch(form)
    guard direction * (slow - y) > 0, let (sum, _) = branch.integral(from: start, to: Complex(y))
    else {
      throw GeometryError(
        problem: "entry at y = \(y), on the wrong side of the Hopf point at \(slow) or off the "
          + "branch",
        advice: "give a value the slow flow passes before the Hopf point")
    }
    return sum.real
  }

  /// Where an orbit that has come near the branch at y leaves it, as ε → 0.
  ///
  /// - Returns: nil if that is beyond the manifold's interval.
  /// - Throws: ``GeometryError`` for an entry on the wrong side.
  public func exit(entering y: Double) throws(GeometryError) -> Double? {
    let growth = try contraction(entering: y)
    if growth >= bufferGrowth, let bufferPoint { return bufferPoint }
    return DelayedHopf.place(
      try ComplexBranch(form), start, growth: growth,
      toward: direction > 0 ? reach.upperBound : reach.lowerBound)
  }

  /// Decimal digits that an integration must carry to leave at the right place, K/(ε ln 10).
  ///
  /// Above about 15, double precision leaves too early whatever the tolerance.
  /// - Throws: ``GeometryError`` for an entry on the wrong side.
  public func digits(entering y: Double, at ε: Double) throws(GeometryError) -> Double {
    min(try contraction(entering: y), bufferGrowth) / (ε * .log(10))
  }

  /// A warning where double precision does not do; nil where it does.
  ///
  /// - Throws: ``GeometryError`` for an entry on the wrong side.
  public func warning(entering y: Double, at ε: Double) throws(GeometryError) -> String? {
    let needed = try digits(entering: y, at: ε)
    guard needed > 15 else { return nil }
    return "the delayed loss of stability at y = \(slow) needs \(Int(needed.rounded(.up))) digits "
      + "at ε = \(ε): double precision has 16, and an integration leaves too early whatever its "
      + "tolerance"
  }
}
