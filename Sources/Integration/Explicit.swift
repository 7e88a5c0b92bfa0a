import CKernels
import NumericKernel

/// A problem too stiff for an explicit method: our own code beside those of fs_explicit.h.
private let stiffCode: Int32 = -1001

/// An explicit Runge-Kutta solver and what it calls back: the one owner of the C object.
///
/// DOP853, order 8 with dense output of order 7 (Hairer, Nørsett and Wanner, Solving Ordinary
/// Differential Equations I, II.5 and II.6). A step costs twelve evaluations of F and allocates
/// nothing.
@safe struct Explicit: StepSolver, ~Copyable {
  private let solver: OpaquePointer
  /// Reached from C by an unretained pointer, so it must live as long as the solver.
  let callbacks: CallbackBox
  private(set) var time: Double
  private(set) var state: [Double]
  private let end: Double
  /// Steps in a row whose size stability sets.
  private var heldSteps = 0

  /// Makes the solver, or returns nil if memory is out.
  init?(
    evaluator: any FieldEvaluator, from start: Double, to end: Double, state: [Double],
    options: IntegrationOptions, tolerances: [Double], largest: [Double]?
  ) {
    let box = CallbackBox(evaluator: evaluator, dimension: state.count)
    let sizes = largest ?? state.map(\.magnitude)
    var made: OpaquePointer?
    unsafe state.withUnsafeBufferPointer { y in
      unsafe tolerances.withUnsafeBufferPointer { atol in
        unsafe sizes.withUnsafeBufferPointer { sizes in
          var request = unsafe fs_explicit_request()
          unsafe request.dimension = Int64(state.count)
          unsafe request.start = start
          unsafe request.end = end
          unsafe request.state = y.baseAddress
          unsafe request.relative_tolerance = options.relativeTolerance
          unsafe request.absolute_tolerances = atol.baseAddress
          unsafe request.largest = sizes.baseAddress
          unsafe request.first_step = options.firstStep ?? 0
          unsafe request.largest_step = options.largestStep ?? 0
          unsafe box.fill(&request)
          unsafe made = fs_explicit_create(&request)
        }
      }
    }
    guard let made = unsafe made else { return nil }
    unsafe solver = made
    callbacks = box
    time = start
    self.state = state
    self.end = end
  }

  deinit { unsafe fs_explicit_destroy(solver) }

  /// Takes one step; returns a code of fs_explicit.h, or of a problem too stiff to be finished.
  mutating func step() -> Int32 {
    let code = unsafe fs_explicit_step(solver, &time, &state)
    guard code >= 0 else { return code }
    let raw = raw
    heldSteps = raw.stiffness > Self.stabilityReach ? heldSteps + 1 : 0
    let left = ((end - time) / raw.last_step).magnitude
    return heldSteps >= Self.patience && left > Self.mostStepsLeft ? stiffCode : code
  }

  /// |h λ| beyond which stability sets the step rather than accuracy: it ends at 6.1, and the solver
  /// stays below 5.5.
  static let stabilityReach = 5.0
  private static let patience = 1000
  /// What a run may still need when it is given up: some ten seconds of a few variables.
  private static let mostStepsLeft = 1e7

  /// The state at a time within the last step.
  borrowing func interpolate(at time: Double, into result: inout [Double]) -> Bool {
    unsafe fs_explicit_interpolate(solver, time, &result) == 0
  }

  /// The dense output of DOP853 is of order 7.
  var interpolantDegree: Int { 7 }

  /// The largest |y| so far by variable, which scaled tolerances go by.
  var largest: [Double] {
    var values = [Double](repeating: 0, count: state.count)
    unsafe fs_explicit_get_largest(solver, &values)
    return values
  }

  private var raw: fs_explicit_statistics {
    var raw = fs_explicit_statistics()
    unsafe fs_explicit_get_statistics(solver, &raw)
    return raw
  }

  /// What the solver did so far.
  var statistics: SolverStatistics {
    let raw = raw
    var result = SolverStatistics()
    result.steps = Int(raw.steps)
    result.rhsEvaluations = Int(raw.rate_evaluations)
    result.nonlinearFailures = Int(raw.rate_failures)
    result.errorTestFailures = Int(raw.error_test_failures)
    result.lastOrder = raw.steps > 0 ? 8 : 0
    result.lastStep = raw.last_step
    return result
  }

  /// |h λ| of the last step, λ the fastest mode that its last two stages show.
  var stepOverFastest: Double { raw.stiffness }

  /// The variable with the largest weighted error of the last step tried.
  var worstVariable: Int? {
    let index = unsafe fs_explicit_worst_variable(solver)
    return index < 0 ? nil : Int(index)
  }

  /// The codes of fs_explicit.h by kind.
  borrowing func failureKind(_ code: Int32) -> StepFailure {
    switch Int(code) {
    case FS_EXPLICIT_ERROR_TEST: .errorTest
    case FS_EXPLICIT_NO_STEP: .noStep
    case Int(stiffCode): .stiff
    default: .rate
    }
  }
}

extension CallbackBox {
  /// Sets the callback: straight to C for a compiled model, through this box otherwise.
  @unsafe fileprivate func fill(_ request: inout fs_explicit_request) {
    if let native = evaluator as? any NativeFieldEvaluator {
      let rate = unsafe native.nativeRate
      unsafe request.rate = rate.function
      unsafe request.rate_context = rate.context
      return
    }
    unsafe request.rate = rateCallback
    unsafe request.rate_context = Unmanaged.passUnretained(self).toOpaque()
  }
}
