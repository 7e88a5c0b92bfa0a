import CSundials
import NumericKernel

/// An additive or multirate solver of ARKODE: the one owner of the C object.
///
/// The fast part of a declared model is implicit with its exact Jacobian, dense; the slow part is
/// explicit. See ``IntegrationOptions/Method/imex`` and ``IntegrationOptions/Method/mri``.
@safe struct ARKODE: StepSolver, ~Copyable {
  private let solver: OpaquePointer
  let callbacks: CallbackBox
  private let degree: Int
  private(set) var time: Double
  private(set) var state: [Double]

  /// Makes the solver, or returns nil if the field has no parts or memory is out.
  init?(
    evaluator: any FieldEvaluator, from start: Double, to end: Double, state: [Double],
    options: IntegrationOptions, tolerances: [Double], largest: [Double]?
  ) {
    guard let field = evaluator as? any SplitFieldEvaluator, let split = unsafe field.nativeSplit
    else { return nil }
    let isMultirate = options.method == .mri
    let made = unsafe makeSolver(
      from: start, to: end, state: state, options: options, tolerances: tolerances,
      largest: largest
    ) { problem in
      var request = unsafe fs_arkode_request()
      unsafe request.problem = problem
      unsafe request.method = Int32(isMultirate ? FS_MULTIRATE : FS_ADDITIVE)
      unsafe request.order = Int32(isMultirate ? options.multirateOrder : 4)
      unsafe request.slow_step = options.slowStep ?? 0
      unsafe request.fast_rate = split.fastRate.function
      unsafe request.fast_rate_context = split.fastRate.context
      unsafe request.slow_rate = split.slowRate.function
      unsafe request.slow_rate_context = split.slowRate.context
      unsafe request.fast_jacobian = split.fastJacobian.function
      unsafe request.fast_jacobian_context = split.fastJacobian.context
      var made: OpaquePointer?
      _ = unsafe fs_arkode_create(&request, &made)
      return unsafe made
    }
    guard let made = unsafe made else { return nil }
    unsafe solver = made
    // The evaluator, which owns the parts, lives as long as the solver.
    callbacks = CallbackBox(evaluator: evaluator, dimension: state.count)
    degree = (isMultirate ? options.multirateOrder : 4) - 1
    time = start
    self.state = state
  }

  deinit { unsafe fs_arkode_destroy(solver) }

  /// Takes one step, of the slow part if there are two sizes; returns a code of fs_cvode.h.
  mutating func step() -> Int32 { unsafe fs_arkode_step(solver, &time, &state) }

  /// The state at a time within the last step.
  borrowing func interpolate(at time: Double, into result: inout [Double]) -> Bool {
    unsafe fs_arkode_interpolate(solver, time, &result) == 0
  }

  /// One below the order.
  var interpolantDegree: Int { degree }

  /// The largest |y| so far by variable, which scaled tolerances go by.
  var largest: [Double] {
    var values = [Double](repeating: 0, count: state.count)
    unsafe fs_arkode_get_largest(solver, &values)
    return values
  }

  /// What the solver did so far.
  var statistics: SolverStatistics {
    var raw = fs_arkode_statistics()
    unsafe fs_arkode_get_statistics(solver, &raw)
    var result = SolverStatistics()
    result.steps = Int(raw.steps)
    result.rhsEvaluations = Int(raw.fast_evaluations + raw.slow_evaluations)
    result.slowEvaluations = Int(raw.slow_evaluations)
    result.jacobianEvaluations = Int(raw.jacobian_evaluations)
    result.factorisations = Int(raw.linear_setups)
    result.nonlinearIterations = Int(raw.nonlinear_iterations)
    result.nonlinearFailures = Int(raw.nonlinear_failures)
    result.errorTestFailures = Int(raw.error_test_failures)
    result.lastOrder = degree + 1
    result.lastStep = raw.last_step
    return result
  }

  /// The variable with the largest weighted local error of the last step tried.
  var worstVariable: Int? {
    let index = unsafe fs_arkode_worst_variable(solver)
    return index < 0 ? nil : Int(index)
  }

  /// The codes of fs_cvode.h by kind.
  borrowing func failureKind(_ code: Int32) -> StepFailure {
    let message = unsafe String(cString: fs_arkode_message(solver))
    return StepFailure(
      sundials: code, message: "ARKODE stopped with code \(code): \(message)")
  }
}
