/// A field that is smooth but for known times and switching surfaces h_k(t, y) = 0.
///
/// On either side of a surface F has a branch of its own, smooth across the surface. An integrator
/// follows one branch, finds where a surface is met, and goes on with the other.
package protocol PiecewiseField: VectorField {
  /// What each surface is, in the model's words: `x - 0.25`.
  var surfaceNames: [String] { get }

  /// Whether F has a breakpoint or a surface at all.
  var isPiecewise: Bool { get }

  /// The next time after `time` on the way to `end` at which F may jump; nil: none before `end`.
  ///
  /// - Parameter time: may be a breakpoint itself; what is returned lies beyond.
  func nextBreakpoint(after time: Double, toward end: Double) -> Double?

  /// Makes a function of h, for use by one thread.
  func makeSurfaces() -> any SwitchingSurfaces

  /// Makes an evaluator of one branch of F.
  func makeEvaluator(on branch: Branch) -> any FieldEvaluator
}

/// Which smooth piece of a field is meant.
package struct Branch: Sendable, Equatable {
  /// For each surface, whether h_k > 0.
  package var sides: [Bool]
  /// The surface the solution slides along (Filippov): F is then the combination of both branches
  /// that keeps ḣ = 0.
  package var sliding: Int?
  /// F is evaluated at times within, so that a jump at either end is seen from the inside.
  package var window: ClosedRange<Double>

  /// Names a branch.
  package init(
    sides: [Bool], sliding: Int? = nil,
    window: ClosedRange<Double> = -Double.infinity...Double.infinity
  ) {
    self.sides = sides
    self.sliding = sliding
    self.window = window
  }

  /// How far inside of a breakpoint a field is looked at: beyond the rounding of any condition.
  package static func margin(at time: Double) -> Double { 256 * time.ulp }

  /// The branch on the other side of a surface.
  package func crossing(_ surface: Int) -> Branch {
    var branch = self
    branch.sides[surface].toggle()
    return branch
  }
}

/// The switching surfaces of a field.
package protocol SwitchingSurfaces: AnyObject {
  /// h at a time and state.
  func values(at time: Double, state: Span<Double>) -> [Double]

  /// ∂h_k/∂t + ∇h_k·F for a rate F.
  func speed(of surface: Int, at time: Double, state: Span<Double>, rate: [Double]) -> Double
}
