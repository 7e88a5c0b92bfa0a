import NumericKernel

/// A step that did not move time: our own code beside SUNDIALS' ones.
let stepUnderflowCode: Int32 = -1000

extension IntegrationError {
  static func badRequest(_ message: String, _ advice: String, _ solution: Solution)
    -> IntegrationError
  {
    IntegrationError(
      reason: .badRequest, message: message, advice: advice, time: solution.reachedTime, step: 0,
      variable: nil, solution: solution)
  }
}

extension IntegrationRun {
  /// A failure before or outside the solver.
  mutating func failure(
    _ reason: IntegrationError.Reason, _ message: String, variable: String? = nil,
    advice: String = "", step: Double = 0
  ) -> IntegrationError {
    markFailed()
    return IntegrationError(
      reason: reason, message: message, advice: advice, time: solution.reachedTime, step: step,
      variable: variable, solution: solution)
  }

  /// A solver's code in words: what happened, where, and what to try.
  mutating func failure<Solver: StepSolver & ~Copyable>(
    _ code: Int32, _ solver: borrowing Solver
  ) -> IntegrationError {
    if let thrown = solver.callbacks.thrown {
      return failure(.rateThrew, "the right-hand side threw at \(place): \(thrown)")
    }
    let kind: StepFailure = code == stepUnderflowCode ? .noStep : solver.failureKind(code)
    if let nonFinite = solver.callbacks.nonFinite, blamesRate(kind, nonFinite.time, solver) {
      return nonFiniteFailure(nonFinite.time, nonFinite.state)
    }
    let worst = solver.worstVariable.map { variableName($0) }
    let step = solver.statistics.lastStep
    let culprit = worst.map { ", largest error in \($0)" } ?? ""
    switch kind {
    case .errorTest:
      return failure(
        .errorTest, "the error test failed at the smallest step, at \(place)\(culprit)",
        variable: worst,
        advice: "look for a singularity or jump there, or loosen rtol and atol", step: step)
    case .convergence:
      return failure(
        .convergence, "Newton's iteration did not converge at \(place)\(culprit)", variable: worst,
        advice: "look for a jump or blow-up there; tighten atol where variables are small",
        step: step)
    case .tooMuchAccuracy:
      return failure(
        .tooMuchAccuracy, "the tolerance is below rounding at \(place)",
        advice: "use rtol of 1e-13 or more, and atol above 0 for variables that reach 0",
        step: step)
    case .noStep:
      return failure(
        .stepUnderflow, "the step fell below the spacing of numbers at \(place)\(culprit)",
        variable: worst, advice: "look for a singularity there", step: step)
    case .stiff:
      let left = ((interval.end - solver.time) / step).magnitude
      return failure(
        .stiff,
        "the problem is stiff for the method erk: at \(place) stability holds the step at "
          + "\(brief(step.magnitude)), and \(brief(left)) such steps would be left",
        advice: "use auto, rosenbrock or bdf", step: step)
    case .rate:
      return failure(.solver, "the right-hand side cannot be evaluated at \(place)", step: step)
    case .other(let words):
      return failure(.solver, "at \(place): \(words)", step: step)
    }
  }

  var place: String { "t = \(solution.reachedTime)" }

  /// Whether a rate that was not finite is why the solver gave up.
  private func blamesRate<Solver: StepSolver & ~Copyable>(
    _ kind: StepFailure, _ time: Double, _ solver: borrowing Solver
  ) -> Bool {
    if case .rate = kind { return true }
    // Steps shrink towards the border of the domain until time no longer moves.
    let distance = (time - solution.reachedTime).magnitude
    return distance <= 1e-6 * max(solution.reachedTime.magnitude, solver.statistics.lastStep)
  }

  private mutating func nonFiniteFailure(_ time: Double, _ state: [Double]) -> IntegrationError {
    let fault = explain(time, state)
    let what = fault.map { "\($0)" } ?? "the right-hand side is not finite"
    let values = zip(variableNames, state).prefix(6).map { "\($0) = \($1)" }
    return failure(
      .nonFiniteRate, "at t = \(time), \(what) (tried at \(values.joined(separator: ", ")))",
      variable: fault?.variable,
      advice: "the solution leaves the domain of the equation "
        + (time == solution.reachedTime ? "there" : "after \(place)"))
  }
}

extension IntegrationRun {
  var variableNames: [String] { names }

  func variableName(_ index: Int) -> String { names[index] }

  func explain(_ time: Double, _ state: [Double]) -> NonFiniteRate? {
    evaluator.explainNonFinite(at: time, state: state)
  }

  /// Closes the books on a failed run, so that its error carries a whole solution.
  mutating func markFailed() {
    stream?.flush()
    solution.status = .failed
    watch.close(&solution)
    putInCallersOrder()
  }
}
