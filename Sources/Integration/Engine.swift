import NumericKernel

/// The solver of one method, whose kind is known only at run time.
enum Engine: ~Copyable {
  case oneStep(OneStep)
  case multistep(CVODE)

  mutating func step() -> Int32 {
    let code: Int32
    switch consume self {
    case .oneStep(var solver):
      code = solver.step()
      self = .oneStep(solver)
    case .multistep(var solver):
      code = solver.step()
      self = .multistep(solver)
    }
    return code
  }

  borrowing func interpolate(at time: Double, into result: inout [Double]) -> Bool {
    switch self {
    case .oneStep(let solver): solver.interpolate(at: time, into: &result)
    case .multistep(let solver): solver.interpolate(at: time, into: &result)
    }
  }

  borrowing func failureKind(_ code: Int32) -> StepFailure {
    switch self {
    case .oneStep(let solver): solver.failureKind(code)
    case .multistep(let solver): solver.failureKind(code)
    }
  }

  var time: Double {
    switch self {
    case .oneStep(let solver): solver.time
    case .multistep(let solver): solver.time
    }
  }

  var state: [Double] {
    switch self {
    case .oneStep(let solver): solver.state
    case .multistep(let solver): solver.state
    }
  }

  var takesLongSteps: Bool {
    switch self {
    case .oneStep(let solver): solver.takesLongSteps
    case .multistep(let solver): solver.takesLongSteps
    }
  }

  var interpolantDegree: Int {
    switch self {
    case .oneStep(let solver): solver.interpolantDegree
    case .multistep(let solver): solver.interpolantDegree
    }
  }

  var largest: [Double] {
    switch self {
    case .oneStep(let solver): solver.largest
    case .multistep(let solver): solver.largest
    }
  }

  var statistics: SolverStatistics {
    switch self {
    case .oneStep(let solver): solver.statistics
    case .multistep(let solver): solver.statistics
    }
  }

  var worstVariable: Int? {
    switch self {
    case .oneStep(let solver): solver.worstVariable
    case .multistep(let solver): solver.worstVariable
    }
  }

  var callbacks: CallbackBox {
    switch self {
    case .oneStep(let solver): solver.callbacks
    case .multistep(let solver): solver.callbacks
    }
  }

  /// |h λ| of the last step as the explicit method sees it; 0 or nil for the others.
  var stepOverFastest: Double? {
    switch self {
    case .oneStep(let solver): solver.stepOverFastest
    case .multistep: nil
    }
  }
}

/// What every solver of a run is made with.
struct EngineRequest {
  let evaluator: any FieldEvaluator
  let end: Double
  let options: IntegrationOptions
  let tolerances: [Double]

  /// A solver of a method at a state; nil if it cannot be set up.
  func engine(
    _ method: IntegrationOptions.Method, from time: Double, _ state: [Double],
    _ largest: [Double]?, firstStep: Double?
  ) -> Engine? {
    switch method {
    case .erk, .rosenbrock, .radau:
      guard let made: OneStep = solver(method, from: time, state, largest, firstStep) else {
        return nil
      }
      return .oneStep(made)
    case .bdf, .adams, .imex, .mri, .auto:
      // BDF begins at order 1, with a step of its own.
      guard let made: CVODE = solver(method, from: time, state, largest, options.firstStep) else {
        return nil
      }
      return .multistep(made)
    }
  }

  private func solver<Solver: StepSolver & ~Copyable>(
    _ method: IntegrationOptions.Method, from time: Double, _ state: [Double], _ largest: [Double]?,
    _ firstStep: Double?
  ) -> Solver? {
    var options = options
    options.method = method
    options.firstStep = firstStep
    return Solver(
      evaluator: evaluator, from: time, to: end, state: state, options: options,
      tolerances: tolerances, largest: largest)
  }
}
