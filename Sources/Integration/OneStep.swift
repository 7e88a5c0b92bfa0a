import CKernels
import NumericKernel

/// A one-step solver and what it calls back: the one owner of the C object.
///
/// A step allocates nothing. Its cost by method:
/// - DOP853, order 8 with dense output of order 7 (Hairer, Nørsett and Wanner, Solving Ordinary
///   Differential Equations I, II.5 and II.6): twelve evaluations of F.
/// - Rodas5P, order 5 with dense output of order 4 (Steinebach 2023,
///   doi:10.1007/s10543-023-00967-x): eight evaluations of F, one of ∂F/∂y and ∂F/∂t, one
///   factorisation.
/// - Radau IIA, order 5, 9 or 13 by the tolerance (Hairer and Wanner, Solving Ordinary Differential
///   Equations II, IV.8): 3, 5 or 7 evaluations of F at once for each iteration of Newton's, one of
///   ∂F/∂y, one factorisation of two, three or four matrices.
@safe struct OneStep: StepSolver, ~Copyable {
  private let solver: OpaquePointer
  /// Reached from C by an unretained pointer, so it must live as long as the solver.
  private let calls: OneStepCallbacks
  private(set) var time: Double
  private(set) var state: [Double]

  /// Makes the solver of the options' method, or returns nil if memory is out.
  init?(
    evaluator: any FieldEvaluator, from start: Double, to end: Double, state: [Double],
    options: IntegrationOptions, tolerances: [Double], largest: [Double]?
  ) {
    let method =
      switch options.method {
      case .rosenbrock: FS_RODAS5P
      case .radau: FS_RADAU
      default: FS_DOP853
      }
    let calls = OneStepCallbacks(
      CallbackBox(evaluator: evaluator, dimension: state.count), end: end)
    let made = unsafe makeSolver(
      from: start, to: end, state: state, options: options, tolerances: tolerances,
      largest: largest
    ) { problem in
      var request = unsafe fs_onestep_request()
      unsafe request.method = Int32(method)
      unsafe request.problem = problem
      unsafe request.controls_dense = options.controlsInterpolant ? 1 : 0
      unsafe calls.fill(&request, isImplicit: method != FS_DOP853)
      return unsafe fs_onestep_create(&request)
    }
    guard let made = unsafe made else { return nil }
    unsafe solver = made
    self.calls = calls
    takesLongSteps = method != FS_DOP853
    time = start
    self.state = state
  }

  deinit { unsafe fs_onestep_destroy(solver) }

  /// Takes one step; returns a code of fs_onestep.h.
  mutating func step() -> Int32 { unsafe fs_onestep_step(solver, &time, &state) }

  /// The state at a time within the last step.
  borrowing func interpolate(at time: Double, into result: inout [Double]) -> Bool {
    unsafe fs_onestep_interpolate(solver, time, &result) == 0
  }

  /// What the right-hand side threw, and where it was last not finite.
  var callbacks: CallbackBox { calls.box }

  let takesLongSteps: Bool

  /// The degree of the dense output.
  var interpolantDegree: Int { Int(raw.dense_degree) }

  /// |h λ| of DOP853's last step, λ the fastest mode that its last two stages show.
  var stepOverFastest: Double { raw.stiffness }

  /// The largest |y| so far by variable, which scaled tolerances go by.
  var largest: [Double] {
    var values = [Double](repeating: 0, count: state.count)
    unsafe fs_onestep_get_largest(solver, &values)
    return values
  }

  private var raw: fs_onestep_statistics {
    var raw = fs_onestep_statistics()
    unsafe fs_onestep_get_statistics(solver, &raw)
    return raw
  }

  /// What the solver did so far.
  var statistics: SolverStatistics {
    let raw = raw
    var result = SolverStatistics()
    result.steps = Int(raw.steps)
    result.rhsEvaluations = Int(raw.rate_evaluations) + calls.extraRates
    result.jacobianEvaluations = Int(raw.linearisations)
    result.factorisations = Int(raw.factorisations)
    result.nonlinearIterations = Int(raw.iterations)
    result.nonlinearFailures = Int(raw.rate_failures + raw.convergence_failures)
    result.errorTestFailures = Int(raw.error_test_failures)
    result.lastOrder = raw.steps > 0 ? Int(raw.order) : 0
    result.lastStep = raw.last_step
    return result
  }

  /// The variable with the largest weighted error of the last step tried.
  var worstVariable: Int? {
    let index = unsafe fs_onestep_worst_variable(solver)
    return index < 0 ? nil : Int(index)
  }

  /// The codes of fs_onestep.h by kind.
  borrowing func failureKind(_ code: Int32) -> StepFailure {
    switch Int(code) {
    case FS_ONESTEP_ERROR_TEST: .errorTest
    case FS_ONESTEP_CONVERGENCE: .convergence
    case FS_ONESTEP_NO_STEP: .noStep
    case FS_ONESTEP_STIFF: .stiff
    case FS_ONESTEP_RATE, FS_ONESTEP_STOPPED: .rate
    case FS_ONESTEP_LINEARISATION: .other("the derivatives of the equations are not finite")
    default: .other("the matrix 1/(γh) − J is singular down to the smallest step")
    }
  }
}

/// Receives the solver's calls for a hand-written field; a compiled model's go straight to C.
final class OneStepCallbacks {
  let box: CallbackBox
  private var linearisation: Linearisation

  init(_ box: CallbackBox, end: Double) {
    self.box = box
    linearisation = Linearisation(evaluator: box.evaluator, dimension: box.dimension, end: end)
  }

  var extraRates: Int { linearisation.extraRates }

  /// Sets the callbacks; an explicit method is given no linearisation.
  @unsafe fileprivate func fill(_ request: inout fs_onestep_request, isImplicit: Bool) {
    if let native = box.evaluator as? any NativeFieldEvaluator {
      let rate = unsafe native.nativeRate
      unsafe request.rate = rate.function
      unsafe request.rate_context = rate.context
      guard isImplicit else { return }
      let linearisation = unsafe native.nativeLinearisation
      unsafe request.linearisation = linearisation.function
      unsafe request.linearisation_context = linearisation.context
      unsafe request.depends_on_time = native.dependsOnTime ? 1 : 0
      return
    }
    unsafe request.rate = rateCallback
    unsafe request.rate_context = Unmanaged.passUnretained(box).toOpaque()
    guard isImplicit else { return }
    unsafe request.linearisation = linearisationCallback
    unsafe request.linearisation_context = Unmanaged.passUnretained(self).toOpaque()
    unsafe request.depends_on_time = 1
  }

  @unsafe fileprivate func linearise(
    _ t: Double, _ y: UnsafePointer<Double>, _ result: UnsafeMutablePointer<Double>
  ) -> Int32 {
    let n = box.dimension
    var values = unsafe MutableSpan(_unsafeStart: result, count: n * n + 2 * n)
    do {
      try linearisation.evaluate(
        at: t, state: unsafe Span(_unsafeStart: y, count: n), into: &values)
    } catch {
      box.thrown = error
      return -1
    }
    for index in 0..<values.count where !values[index].isFinite { return 1 }
    return 0
  }
}

private let linearisationCallback:
  @convention(c) (
    Double, UnsafePointer<Double>?, UnsafeMutablePointer<Double>?, UnsafeMutableRawPointer?
  ) -> Int32 = { t, y, result, context in
    guard let y = unsafe y, let result = unsafe result, let context = unsafe context else {
      return -1
    }
    let callbacks = unsafe Unmanaged<OneStepCallbacks>.fromOpaque(context)
    return unsafe callbacks.takeUnretainedValue().linearise(t, y, result)
  }
