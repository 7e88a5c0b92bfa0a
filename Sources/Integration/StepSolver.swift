import NumericKernel

/// A method that takes steps: what a run needs of CVODE or a solver of our own.
protocol StepSolver: ~Copyable {
  /// Makes the solver at a state, or returns nil if it cannot be set up.
  ///
  /// - Parameters:
  ///   - tolerances: absolute, one a variable; negative: scaled by its size.
  ///   - largest: the largest |y| by variable before the start; nil: the state's.
  init?(
    evaluator: any FieldEvaluator, from start: Double, to end: Double, state: [Double],
    options: IntegrationOptions, tolerances: [Double], largest: [Double]?)

  /// The time reached, and the state there: the last good point after a failed step.
  var time: Double { get }
  /// The state there.
  var state: [Double] { get }

  /// Takes one step towards the end; returns 0 or more, or a negative code for ``failureKind(_:)``.
  mutating func step() -> Int32

  /// The state at a time within the last step.
  borrowing func interpolate(at time: Double, into result: inout [Double]) -> Bool

  /// The degree of the polynomial that ``interpolate(at:into:)`` evaluates in the last step.
  var interpolantDegree: Int { get }

  /// Whether a step may go a long way through the state's space, as those of implicit one-step methods do.
  var takesLongSteps: Bool { get }

  /// The largest |y| so far by variable.
  var largest: [Double] { get }
  /// What it did so far.
  var statistics: SolverStatistics { get }
  /// The variable with the largest weighted error of the last step tried.
  var worstVariable: Int? { get }
  /// Changes of method so far, the choice at the start included; empty for a single method.
  var changes: [MethodChange] { get }
  /// What the right-hand side threw, and where it was last not finite.
  var callbacks: CallbackBox { get }

  /// What a negative code of ``step()`` means.
  borrowing func failureKind(_ code: Int32) -> StepFailure
}

extension StepSolver where Self: ~Copyable {
  var changes: [MethodChange] { [] }
  var takesLongSteps: Bool { false }
}

/// Why a step could not be taken.
enum StepFailure {
  /// The error stays too large at the smallest step.
  case errorTest
  /// Newton's iteration does not converge.
  case convergence
  /// The tolerance is below rounding.
  case tooMuchAccuracy
  /// The step does not move time.
  case noStep
  /// F is not finite, or asked to stop.
  case rate
  /// Stability holds an explicit method's steps at so small a size that the run would not end.
  case stiff
  /// What the solver itself says.
  case other(String)
}
