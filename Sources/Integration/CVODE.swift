import CSundials
import NumericKernel

/// A CVODE solver and what it calls back: the one owner of the C object.
///
/// This file and no other of the module handles raw memory.
@safe struct CVODE: StepSolver, ~Copyable {
  private let solver: OpaquePointer
  /// Reached from C by an unretained pointer, so it must live as long as the solver.
  let callbacks: CallbackBox
  private(set) var time: Double
  private(set) var state: [Double]

  /// Makes the solver, or returns nil with SUNDIALS' code.
  init?(
    evaluator: any FieldEvaluator, from start: Double, to end: Double, state: [Double],
    options: IntegrationOptions, tolerances: [Double], largest: [Double]?
  ) {
    let box = CallbackBox(evaluator: evaluator, dimension: state.count)
    let made = unsafe makeSolver(
      from: start, to: end, state: state, options: options, tolerances: tolerances,
      largest: largest
    ) { problem in
      var request = unsafe fs_cvode_request()
      unsafe request.method = Int32(options.method == .adams ? FS_ADAMS : FS_BDF)
      unsafe request.problem = problem
      unsafe request.detect_stability_limit = options.detectsStabilityLimit ? 1 : 0
      unsafe box.fill(&request)
      unsafe box.takeNewton(&request)
      var made: OpaquePointer?
      _ = unsafe fs_cvode_create(&request, &made)
      return unsafe made
    }
    guard let made = unsafe made else { return nil }
    unsafe solver = made
    callbacks = box
    time = start
    self.state = state
  }

  deinit { unsafe fs_cvode_destroy(solver) }

  /// Takes one internal step; returns SUNDIALS' code.
  mutating func step() -> Int32 { unsafe fs_cvode_step(solver, &time, &state) }

  /// The state at a time within the last step.
  borrowing func interpolate(at time: Double, into result: inout [Double]) -> Bool {
    unsafe fs_cvode_interpolate(solver, time, 0, &result) == 0
  }

  /// BDF and Adams interpolate by the polynomial of their order.
  var interpolantDegree: Int { statistics.lastOrder }

  /// The largest |y| so far by variable, which scaled tolerances go by.
  var largest: [Double] {
    var values = [Double](repeating: 0, count: state.count)
    unsafe fs_cvode_get_largest(solver, &values)
    return values
  }

  /// What the solver did so far.
  var statistics: SolverStatistics {
    var raw = fs_cvode_statistics()
    unsafe fs_cvode_get_statistics(solver, &raw)
    var result = SolverStatistics()
    result.steps = Int(raw.steps)
    result.rhsEvaluations = Int(raw.rate_evaluations)
    result.jacobianEvaluations = Int(raw.jacobian_evaluations)
    result.factorisations = Int(raw.linear_setups)
    result.nonlinearIterations = Int(raw.nonlinear_iterations)
    result.nonlinearFailures = Int(raw.nonlinear_failures)
    result.linearIterations = Int(raw.linear_iterations)
    result.errorTestFailures = Int(raw.error_test_failures)
    result.lastOrder = Int(raw.last_order)
    result.lastStep = raw.last_step
    return result
  }

  /// The variable with the largest weighted local error of the last step tried.
  var worstVariable: Int? {
    let index = unsafe fs_cvode_worst_variable(solver)
    return index < 0 ? nil : Int(index)
  }

  /// SUNDIALS' code by kind.
  borrowing func failureKind(_ code: Int32) -> StepFailure {
    let message = unsafe String(cString: fs_cvode_message(solver))
    return StepFailure(
      sundials: code, message: "CVODE stopped with code \(code): \(message)")
  }
}

extension StepFailure {
  /// A code of fs_cvode.h by kind; the message for others.
  init(sundials code: Int32, message: String) {
    switch Int(code) {
    case FS_ERROR_TEST_FAILURE: self = .errorTest
    case FS_CONVERGENCE_FAILURE, FS_SETUP_FAILURE, FS_SOLVE_FAILURE: self = .convergence
    case FS_TOO_MUCH_ACCURACY: self = .tooMuchAccuracy
    case FS_NO_STEP: self = .noStep
    case FS_RATE_FAILURE, FS_FIRST_RATE_FAILURE, FS_REPEATED_RATE_FAILURE,
      FS_UNRECOVERABLE_RATE_FAILURE:
      self = .rate
    default: self = .other(message)
    }
  }
}

/// SUNDIALS as this program uses it.
public enum SUNDIALS {
  /// Its version, as "6.4.1".
  public static var version: String { unsafe String(cString: fs_sundials_version()) }

  /// Solvers now alive in this process.
  public static var liveSolverCount: Int { Int(fs_cvode_live_count()) }

  /// Its vectors, matrices, solvers and contexts now alive in this process.
  public static var liveObjectCount: Int { Int(fs_sundials_live_objects()) }
}

/// Receives CVODE's calls. Swift errors stay in the box and become codes.
final class CallbackBox {
  let evaluator: any FieldEvaluator
  let dimension: Int
  /// What the right-hand side threw, which ends the run.
  var thrown: (any Error)?
  private var recordedNonFinite: (time: Double, state: [Double])?
  private var newton: SmallNewton?

  /// Where the rate was last not finite.
  var nonFinite: (time: Double, state: [Double])? {
    (evaluator as? any NativeFieldEvaluator)?.lastNonFinite ?? recordedNonFinite
  }

  init(evaluator: any FieldEvaluator, dimension: Int) {
    self.evaluator = evaluator
    self.dimension = dimension
  }

  /// Sets the callbacks: straight to C for a compiled model, through this box otherwise.
  @unsafe fileprivate func fill(_ request: inout fs_cvode_request) {
    if let native = evaluator as? any NativeFieldEvaluator {
      let (rate, jacobian) = unsafe (native.nativeRate, native.nativeJacobian)
      unsafe request.rate = rate.function
      unsafe request.rate_context = rate.context
      unsafe request.jacobian = jacobian.function
      unsafe request.jacobian_context = jacobian.context
      return
    }
    let box = unsafe Unmanaged.passUnretained(self).toOpaque()
    if evaluator is any StructuredFieldEvaluator {
      unsafe request.structure = fs_structure(
        evaluate: structureCallback, factor: factorCallback, solve: solveCallback, context: box)
    }
    if evaluator is any KrylovFieldEvaluator {
      unsafe request.krylov = fs_krylov(
        product: productCallback, evaluate: evaluatePreconditionerCallback,
        factor: factorPreconditionerCallback, solve: preconditionCallback, context: box)
    }
    unsafe request.rate = rateCallback
    unsafe request.rate_context = box
    unsafe request.jacobian = evaluator.hasJacobian ? jacobianCallback : nil
    unsafe request.jacobian_context = box
  }

  /// Keeps Newton's matrix here where it is small.
  @unsafe fileprivate func takeNewton(_ request: inout fs_cvode_request) {
    newton = unsafe SmallNewton(request)
    if let newton { unsafe request.structure = newton.structure }
  }

  @unsafe fileprivate func rate(
    _ t: Double, _ y: UnsafePointer<Double>, _ result: UnsafeMutablePointer<Double>
  ) -> Int32 {
    let state = unsafe Span(_unsafeStart: y, count: dimension)
    var rates = unsafe MutableSpan(_unsafeStart: result, count: dimension)
    do { try evaluator.rate(at: t, state: state, into: &rates) } catch {
      thrown = error
      return -1
    }
    for index in 0..<dimension where !rates[index].isFinite {
      recordedNonFinite = (t, unsafe Array(UnsafeBufferPointer(start: y, count: dimension)))
      return 1
    }
    return 0
  }

  @unsafe fileprivate func jacobian(
    _ t: Double, _ y: UnsafePointer<Double>, _ result: UnsafeMutablePointer<Double>
  ) -> Int32 {
    let state = unsafe Span(_unsafeStart: y, count: dimension)
    var matrix = unsafe MutableSpan(_unsafeStart: result, count: dimension * dimension)
    do { try evaluator.jacobian(at: t, state: state, into: &matrix) } catch {
      thrown = error
      return -1
    }
    return 0
  }
}

extension CallbackBox {
  @unsafe fileprivate func evaluateStructure(_ t: Double, _ y: UnsafePointer<Double>) -> Int32 {
    guard let structured = evaluator as? any StructuredFieldEvaluator else { return -1 }
    structured.evaluateStructure(at: t, state: unsafe Span(_unsafeStart: y, count: dimension))
    return 0
  }

  fileprivate func factorStructure(_ gamma: Double) -> Int32 {
    guard let structured = evaluator as? any StructuredFieldEvaluator else { return -1 }
    return structured.factorStructure(gamma: gamma) ? 0 : 1
  }

  @unsafe fileprivate func solveStructure(
    _ b: UnsafePointer<Double>, _ x: UnsafeMutablePointer<Double>
  ) -> Int32 {
    guard let structured = evaluator as? any StructuredFieldEvaluator else { return -1 }
    var result = unsafe MutableSpan(_unsafeStart: x, count: dimension)
    structured.solveStructure(unsafe Span(_unsafeStart: b, count: dimension), into: &result)
    return 0
  }
}

private let structureCallback:
  @convention(c) (Double, UnsafePointer<Double>?, UnsafeMutableRawPointer?) -> Int32 = {
    t, y, context in
    guard let y = unsafe y, let context = unsafe context else { return -1 }
    let box = unsafe Unmanaged<CallbackBox>.fromOpaque(context).takeUnretainedValue()
    return unsafe box.evaluateStructure(t, y)
  }

private let factorCallback: @convention(c) (Double, UnsafeMutableRawPointer?) -> Int32 = {
  gamma, context in
  guard let context = unsafe context else { return -1 }
  return unsafe Unmanaged<CallbackBox>.fromOpaque(context).takeUnretainedValue()
    .factorStructure(gamma)
}

private let solveCallback:
  @convention(c) (
    UnsafePointer<Double>?, UnsafeMutablePointer<Double>?, UnsafeMutableRawPointer?
  ) -> Int32 = { b, x, context in
    guard let b = unsafe b, let x = unsafe x, let context = unsafe context else { return -1 }
    let box = unsafe Unmanaged<CallbackBox>.fromOpaque(context).takeUnretainedValue()
    return unsafe box.solveStructure(b, x)
  }

let rateCallback:
  @convention(c) (
    Double, UnsafePointer<Double>?, UnsafeMutablePointer<Double>?, UnsafeMutableRawPointer?
  ) -> Int32 = { t, y, result, context in
    guard let y = unsafe y, let result = unsafe result, let context = unsafe context else {
      return -1
    }
    let box = unsafe Unmanaged<CallbackBox>.fromOpaque(context).takeUnretainedValue()
    return unsafe box.rate(t, y, result)
  }

private let jacobianCallback:
  @convention(c) (
    Double, UnsafePointer<Double>?, UnsafeMutablePointer<Double>?, UnsafeMutableRawPointer?
  ) -> Int32 = { t, y, result, context in
    guard let y = unsafe y, let result = unsafe result, let context = unsafe context else {
      return -1
    }
    let box = unsafe Unmanaged<CallbackBox>.fromOpaque(context).takeUnretainedValue()
    return unsafe box.jacobian(t, y, result)
  }
