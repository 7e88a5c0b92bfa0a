import NumericKernel

/// How to integrate: method, accuracy, limits.
public struct IntegrationOptions: Sendable {
  /// The methods: two of CVODE, two of ARKODE, and two of our own.
  public enum Method: String, Sendable, Codable, CaseIterable {
    /// Backward differentiation formulas of order 1 to 5, Newton with the exact Jacobian: stiff.
    case bdf
    /// Adams-Moulton formulas of order 1 to 12, functional iteration: not stiff.
    case adams
    /// Rodas5P, a Rosenbrock method of order 5 with the exact Jacobian and time derivative, of our
    /// own: the fastest for stiff systems of up to about twelve variables; at most 500.
    /// Steinebach 2023, doi:10.1007/s10543-023-00967-x.
    case rosenbrock
    /// Radau IIA of order 5, 9 or 13 (by the tolerance) with the exact Jacobian, of our own: for
    /// stiff systems of few variables at high accuracy, from a tolerance of about 1e-6 on; at most
    /// 500. Hairer and Wanner, Solving Ordinary Differential Equations II, IV.8.
    case radau
    /// DOP853, an explicit Runge-Kutta method of order 8 with dense output of order 7, of our own:
    /// not stiff. Hairer, Nørsett and Wanner, Solving Ordinary Differential Equations I, II.5.
    case erk
    /// An additive Runge-Kutta method of order 4 (ARKODE, Kennedy and Carpenter 2003,
    /// doi:10.1016/S0168-9274(02)00138-1): the rates of the declared fast variables implicit, those
    /// of the slow ones explicit.
    case imex
    /// A multirate infinitesimal method (ARKODE's MRIStep): steps of the fixed size
    /// ``slowStep`` by the rates of the declared slow variables, within which the fast ones are
    /// integrated to the tolerances. The error of the slow step is not controlled.
    case mri
    /// `erk` where the problem is not stiff and a stiff method where it is, changed on the way in
    /// both directions; each change is in ``Solution/methodChanges``. The stiff method is
    /// `rosenbrock`, or from a tolerance of 1e-6 on `radau`, for a declared model of up to twelve
    /// variables without populations (3 to 26 times faster than `bdf` there at equal error,
    /// docs/benchmarks.md), `bdf` otherwise.
    case auto

    /// Whether it takes declared fast and slow variables, and so no hand-written field.
    public var needsScales: Bool { self == .imex || self == .mri }
  }

  /// The method. The default is `.auto`.
  public var method: Method = .auto
  /// Relative tolerance of the local error. The default is 1e-8; at least 1e-13, below 0.1.
  public var relativeTolerance = 1e-8
  /// Absolute tolerance of the local error. The default follows each variable's size.
  public var absoluteTolerance = AbsoluteTolerance()
  /// The size of the first step; nil: chosen by the solver.
  public var firstStep: Double?
  /// The largest step; nil: no limit.
  public var largestStep: Double?
  /// The step of the slow part in the method `mri`, which has no other.
  public var slowStep: Double?
  /// The order of `mri`: 2 (after Heun), 3 (Knoth and Wolke 1998) or 4 (Sandu 2019,
  /// doi:10.1137/18M1205492). The default is 3.
  public var multirateOrder = 3
  /// The most steps to take; nil: no limit.
  public var maximumSteps: Int?
  /// The most wall time to spend, in seconds; nil: no limit. Looked at after each step.
  public var maximumSeconds: Double?
  /// Ends the run when the solution is at rest: within its tolerances of an equilibrium that
  /// attracts or is neutral, which a slow stretch is not. Up to 400 variables; the default is off.
  public var stopsAtSteadyState = false
  /// Keeps the method's interpolant, so that `solution(at: t)` is known everywhere. The default is off.
  public var keepsInterpolant = false
  /// The most memory for it, in bytes; the default is 1 GB.
  public var interpolantBytes = 1_000_000_000
  /// Keeps points within steps that move a variable visibly, for a smooth line through records at
  /// every step: ``Solution/curve``. The steps taken are the same. The default is off.
  public var keepsCurve = false
  /// Keeps an account of every step, which a ``StiffnessReport`` is made of. The default is off.
  public var logsSteps = false
  /// Checks on the way whether the result can be trusted; see ``Solution/suspicions``. On a few
  /// variables that costs more than the steps themselves, up to twenty times: the default is off,
  /// and on in `fastslow run`.
  public var auditsTrust = false
  /// Quantities that stay nonnegative: a run in which one does not is suspect.
  public var nonnegative = Observables.none
  /// Quantities that stay constant: a run in which one drifts is suspect.
  public var conserved = Observables.none
  /// Lowers the order of BDF where oscillating modes would make it unstable. The default is off.
  public var detectsStabilityLimit = false

  /// Whether the run looks within steps, so that the interpolant is to be accurate as well.
  var controlsInterpolant = false

  /// The defaults.
  public init() {}

  /// The defaults with another method or tolerances.
  public init(
    method: Method = .auto, relativeTolerance: Double = 1e-8,
    absoluteTolerance: AbsoluteTolerance = AbsoluteTolerance()
  ) {
    self.method = method
    self.relativeTolerance = relativeTolerance
    self.absoluteTolerance = absoluteTolerance
  }
}

/// Absolute tolerances: one for all variables, with exceptions by name.
///
/// A variable's local error is held below rtol·|y| + atol; atol should be
/// the size at which the variable no longer matters. Without one, atol is
/// 1e-4·rtol times the largest |y| of that variable so far, taken as at least 1e-8 of the
/// largest of all variables: the same problem in other units is solved alike. An integral along the
/// solution (`System.integrating`) goes by its own size alone, and counts for no other variable.
public struct AbsoluteTolerance: Sendable, ExpressibleByFloatLiteral {
  /// For every variable not named in ``exceptions``; nil: by the variable's size.
  public var common: Double?
  /// By variable name.
  public var exceptions: [String: Double]

  /// Declares tolerances; the default goes by each variable's size.
  public init(_ common: Double? = nil, exceptions: [String: Double] = [:]) {
    self.common = common
    self.exceptions = exceptions
  }

  /// One tolerance for all.
  public init(floatLiteral value: Double) { self.init(value) }
}
