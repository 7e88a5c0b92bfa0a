import NumericKernel

/// The solver of one method, whose kind is known only at run time.
enum Engine: ~Copyable {
  case explicit(Explicit)
  case rosenbrock(Rosenbrock)
  case multistep(CVODE)

  mutating func step() -> Int32 {
    let code: Int32
    switch consume self {
    case .explicit(var solver):
      code = solver.step()
      self = .explicit(solver)
    case .rosenbrock(var solver):
      code = solver.step()
      self = .rosenbrock(solver)
    case .multistep(var solver):
      code = solver.step()
      self = .multistep(solver)
    }
    return code
  }

  borrowing func interpolate(at time: Double, into result: inout [Double]) -> Bool {
    switch self {
    case .explicit(let solver): solver.interpolate(at: time, into: &result)
    case .rosenbrock(let solver): solver.interpolate(at: time, into: &result)
    case .multistep(let solver): solver.interpolate(at: time, into: &result)
    }
  }

  borrowing func failureKind(_ code: Int32) -> StepFailure {
    switch self {
    case .explicit(let solver): solver.failureKind(code)
    case .rosenbrock(let solver): solver.failureKind(code)
    case .multistep(let solver): solver.failureKind(code)
    }
  }

  var time: Double {
    switch self {
    case .explicit(let solver): solver.time
    case .rosenbrock(let solver): solver.time
    case .multistep(let solver): solver.time
    }
  }

  var state: [Double] {
    switch self {
    case .explicit(let solver): solver.state
    case .rosenbrock(let solver): solver.state
    case .multistep(let solver): solver.state
    }
  }

  var interpolantDegree: Int {
    switch self {
    case .explicit(let solver): solver.interpolantDegree
    case .rosenbrock(let solver): solver.interpolantDegree
    case .multistep(let solver): solver.interpolantDegree
    }
  }

  var largest: [Double] {
    switch self {
    case .explicit(let solver): solver.largest
    case .rosenbrock(let solver): solver.largest
    case .multistep(let solver): solver.largest
    }
  }

  var statistics: SolverStatistics {
    switch self {
    case .explicit(let solver): solver.statistics
    case .rosenbrock(let solver): solver.statistics
    case .multistep(let solver): solver.statistics
    }
  }

  var worstVariable: Int? {
    switch self {
    case .explicit(let solver): solver.worstVariable
    case .rosenbrock(let solver): solver.worstVariable
    case .multistep(let solver): solver.worstVariable
    }
  }

  var callbacks: CallbackBox {
    switch self {
    case .explicit(let solver): solver.callbacks
    case .rosenbrock(let solver): solver.callbacks
    case .multistep(let solver): solver.callbacks
    }
  }

  /// |h λ| of the last step as the explicit method sees it; nil for the others.
  var stepOverFastest: Double? {
    switch self {
    case .explicit(let solver): solver.stepOverFastest
    case .rosenbrock: nil
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
    case .erk:
      guard let made: Explicit = solver(from: time, state, largest, firstStep) else { return nil }
      return .explicit(made)
    case .rosenbrock:
      guard let made: Rosenbrock = solver(from: time, state, largest, firstStep) else {
        return nil
      }
      return .rosenbrock(made)
    case .bdf, .adams, .imex, .mri, .auto:
      // BDF begins at order 1, with a step of its own.
      guard let made: CVODE = solver(from: time, state, largest, options.firstStep) else {
        return nil
      }
      return .multistep(made)
    }
  }

  private func solver<Solver: StepSolver & ~Copyable>(
    from time: Double, _ state: [Double], _ largest: [Double]?, _ firstStep: Double?
  ) -> Solver? {
    var options = options
    options.firstStep = firstStep
    return Solver(
      evaluator: evaluator, from: time, to: end, state: state, options: options,
      tolerances: tolerances, largest: largest)
  }
}
