import CKernels
import NumericKernel
private import RealModule

/// Goes between an explicit and an implicit method by how stiff the problem is on the way.
///
/// Explicit is DOP853; implicit is Rodas5P, from rtol = 1e-6 on Radau IIA, for a declared model of
/// up to twelve variables, BDF otherwise. What decides is |h λ| alone, λ the fastest mode: no clock is
/// looked at, and a run repeated is the same to the last bit.
///
/// - From explicit to implicit: |h λ| above 5, near the 5.5 that DOP853's steps are kept to, where
///   stability rather than accuracy sets the step: eight times with at most five steps between
///   (after Hairer and Wanner II, IV.2). Where Radau is next, above 1.5 at rtol = 1e-6 and as
///   rtol^(1/8) below: there the fast mode alone, gone but for rounding, sets the step of a method of
///   order 8, and Radau's is longer.
/// - Back: |h λ| below 3 (for Radau, whose order is higher than DOP853's, below a tenth of what leads to
///   it; 1 for BDF, whose steps are cheaper) in five looks (ten for BDF) in a row, one every ten steps. An explicit step at the
///   border of stability costs 2 evaluations of F a unit of 1/|λ|, Rodas5P 8 a step with Jacobian and
///   solution of a linear system.
/// - Far from stability a method of order 13 may still be cheaper than one of order 8. Radau is tried
///   after 100 explicit steps, and each time after four times as many as before: six steps to find
///   its size, six to be measured, then the explicit method goes on if it was cheaper. The count
///   begins anew where accuracy has led back to the explicit method.
/// - At first explicit, unless 1/|λ| is below a ten-thousandth of the run.
struct Automatic: StepSolver, ~Copyable {
  private var current: Engine
  private var method: IntegrationOptions.Method
  private let stiffMethod: IntegrationOptions.Method
  private let request: EngineRequest
  private var rate: FastestRate
  private var earlier = SolverStatistics()
  private(set) var changes: [MethodChange]
  /// What the last step asks for; done when the next is taken, so that the last can be interpolated.
  private var decision: (method: IntegrationOptions.Method, cause: MethodChange.Cause)?
  private var (stiffSteps, quietSteps, quietLooks, sinceLook) = (0, 0, 0, 0)
  private var trial: MethodTrial?

  init?(
    evaluator: any FieldEvaluator, from start: Double, to end: Double, state: [Double],
    options: IntegrationOptions, tolerances: [Double], largest: [Double]?
  ) {
    self.start = start
    request = EngineRequest(
      evaluator: evaluator, end: end, options: options, tolerances: tolerances)
    stiffMethod =
      evaluator is any NativeFieldEvaluator
      ? .stiff(dimension: state.count, relativeTolerance: options.relativeTolerance) : .bdf
    explicitReach =
      stiffMethod == .radau
      ? 1.5 * .pow(options.relativeTolerance / 1e-6, 1 / 8) : FS_EXPLICIT_REACH
    rate = FastestRate(evaluator, dimension: state.count)
    let sizes = largest ?? state.map(\.magnitude)
    let fastest = rate.estimate(start, state, sizes: sizes) ?? 0
    let ratio = fastest * (end - start).magnitude
    method = ratio > Self.longRun ? stiffMethod : .erk
    changes = [MethodChange(time: start, from: nil, to: method, cause: .start(ratio: ratio))]
    guard
      let made = request.engine(method, from: start, state, largest, firstStep: options.firstStep)
    else { return nil }
    current = made
    if stiffMethod == .radau { trial = MethodTrial() }
  }

  /// Below which |h λ| an implicit method is left, and in how many looks in a row.
  private func quiet(_ method: IntegrationOptions.Method) -> (Double, Int) {
    switch method {
    case .rosenbrock: (3, 5)
    case .radau: (explicitReach / 10, 5)
    default: (1, 10)
    }
  }

  private let explicitReach: Double
  private let start: Double
  private static let longRun = 1e4
  private static let stiffPatience = 8
  private static let lookEvery = 10

  // MARK: Steps

  mutating func step() -> Int32 {
    if let decision {
      self.decision = nil
      if !change(to: decision.method, decision.cause) { return stepUnderflowCode }
    }
    let code = current.step()
    if code >= 0 {
      let work = current.statistics
      // A method made anew counts time from there, beside which no step is too small.
      let elapsed = current.time - start
      if elapsed + 0.1 * work.lastStep == elapsed, current.time != request.end {
        return stepUnderflowCode
      }
      method == .erk ? judgeExplicit() : judgeImplicit()
      judgeTrial(work.rhsEvaluations)
      return code
    }
    if trial?.isRunning == true, current.callbacks.thrown == nil {
      trial?.end()
      return change(to: .erk, .costlier(ratio: .infinity)) ? current.step() : code
    }
    // An implicit method may find a way on where an explicit one has none.
    guard method == .erk, current.callbacks.thrown == nil,
      change(to: stiffMethod, .noStep)
    else { return code }
    return current.step()
  }

  private mutating func judgeExplicit() {
    guard let reached = current.stepOverFastest else { return }
    if reached > explicitReach {
      (stiffSteps, quietSteps) = (stiffSteps + 1, 0)
    } else {
      quietSteps += 1
      if quietSteps > 5 { stiffSteps = 0 }
    }
    guard stiffSteps >= Self.stiffPatience else { return }
    decision = (stiffMethod, .stability(stepOverFastest: reached))
  }

  private mutating func judgeTrial(_ evaluations: Int) {
    guard decision == nil else { return }
    switch trial?.judge(isExplicit: method == .erk, time: current.time, evaluations: evaluations) {
    case .begin(let steps): decision = (stiffMethod, .trial(steps: steps))
    case .failed(let ratio): decision = (.erk, .costlier(ratio: ratio))
    case nil: break
    }
  }

  private mutating func judgeImplicit() {
    if trial?.isRunning == true { return }
    sinceLook += 1
    guard sinceLook >= Self.lookEvery else { return }
    sinceLook = 0
    let step = current.statistics.lastStep
    guard let fastest = rate.estimate(current.time, current.state, sizes: current.largest) else {
      return
    }
    let reached = fastest * step.magnitude
    let (bound, patience) = quiet(method)
    quietLooks = reached < bound ? quietLooks + 1 : 0
    guard quietLooks >= patience else { return }
    decision = (.erk, .accuracy(stepOverFastest: reached, steps: patience * Self.lookEvery))
  }

  private mutating func change(to next: IntegrationOptions.Method, _ cause: MethodChange.Cause)
    -> Bool
  {
    let (time, state, step) = (current.time, current.state, current.statistics.lastStep.magnitude)
    guard
      let made = request.engine(
        next, from: time, state, current.largest, firstStep: step > 0 ? step : nil)
    else { return false }
    earlier.add(current.statistics)
    changes.append(MethodChange(time: time, from: method, to: next, cause: cause))
    current = made
    method = next
    switch cause {
    case .trial: break
    case .accuracy: if trial != nil { trial = MethodTrial() }
    default: trial?.end()
    }
    (stiffSteps, quietSteps, quietLooks, sinceLook) = (0, 0, 0, 0)
    return true
  }

  // MARK: What a run asks for

  var time: Double { current.time }
  var state: [Double] { current.state }
  var interpolantDegree: Int { current.interpolantDegree }
  var takesLongSteps: Bool { current.takesLongSteps }
  var largest: [Double] { current.largest }
  var worstVariable: Int? { current.worstVariable }
  var callbacks: CallbackBox { current.callbacks }

  var statistics: SolverStatistics {
    var all = current.statistics
    all.add(earlier)
    all.rhsEvaluations += rate.evaluations
    return all
  }

  borrowing func interpolate(at time: Double, into result: inout [Double]) -> Bool {
    current.interpolate(at: time, into: &result)
  }

  borrowing func failureKind(_ code: Int32) -> StepFailure { current.failureKind(code) }
}

extension IntegrationOptions.Method {
  /// The cheapest method for a stiff system with an exact Jacobian (docs/benchmarks.md).
  static func stiff(dimension: Int, relativeTolerance: Double) -> Self {
    dimension > 12 ? .bdf : relativeTolerance > 1e-6 ? .rosenbrock : .radau
  }
}
