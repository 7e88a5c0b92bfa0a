/// What an integration computed: the trajectory, how it ended and what it cost.
public struct Solution: Sendable, Codable {
  /// How a run ended.
  public enum Status: String, Sendable, Codable {
    /// The end time was reached.
    case completed
    /// An event ended it.
    case event
    /// Events with resets came ever closer together: there is no going beyond their limit.
    case accumulation
    /// The caller stopped it.
    case interrupted
    /// The step budget was used up; ``integrate(_:continuing:until:output:streamingTo:observables:events:options:monitor:)``
    /// goes on from there.
    case stepLimit
    /// The wall time allowed was used up; the run can be continued.
    case timeLimit
    /// It was asked to pause here; see ``Integrator``.
    case paused
    /// It came to rest at an equilibrium, as asked for.
    case steady
    /// It failed; the solution holds what was computed before.
    case failed
  }

  /// Names of the variables, in the order of a state.
  public let variableNames: [String]
  /// Names of the observables.
  public let observableNames: [String]
  /// Recorded times.
  public internal(set) var times: [Double] = []
  /// States one after another: variable j at record k is element k·n + j.
  public internal(set) var stateValues: [Double] = []
  /// Observables likewise.
  public internal(set) var observableValues: [Double] = []
  /// What happened on the way, in the order of the run.
  public internal(set) var events: [EventRecord] = []
  /// Where the equations jumped: passages of switching surfaces, in the order they happened.
  public internal(set) var switches: [SwitchRecord] = []
  /// The stretches integrated in charts; empty for a run in the model's own variables throughout.
  public package(set) var segments: [ChartSegment] = []
  /// How the run ended.
  public internal(set) var status: Status = .completed
  /// Where the run stopped: the last good time.
  public internal(set) var reachedTime: Double
  /// The state there.
  public internal(set) var reachedState: [Double]
  /// When the solution was found at rest long before a far end, so that no more steps were taken;
  /// what was recorded later is that state. Nil: every step was taken.
  public internal(set) var restsSince: Double?
  /// Why the result should be doubted; empty if nothing speaks against it.
  public internal(set) var suspicions: [Suspicion] = []
  /// The solution between records, if ``IntegrationOptions/keepsInterpolant`` asked for it.
  public internal(set) var interpolant: ContinuousSolution?
  /// Points between records, if ``IntegrationOptions/keepsCurve`` asked for them.
  var between: CurvePoints?
  /// Every step, if ``IntegrationOptions/logsSteps`` asked for it.
  public internal(set) var stepLog: StepLog?
  /// With the method `auto` its choice at the start and each change of it, in order.
  public package(set) var methodChanges: [MethodChange] = []
  /// What the run cost.
  public internal(set) var statistics = SolverStatistics()
  /// The largest |y| by variable, which scaled tolerances go by when the run is continued.
  var largest: [Double] = []

  init(variables: [String], observables: [String], start: Double, state: [Double]) {
    variableNames = variables
    observableNames = observables
    reachedTime = start
    reachedState = state
  }

  /// The number of records.
  public var count: Int { times.count }

  /// The state at a record.
  public func state(at record: Int) -> [Double] {
    let n = variableNames.count
    return Array(stateValues[(record * n)..<((record + 1) * n)])
  }

  /// The course of one variable or observable by name; nil if there is none of that name.
  public subscript(name: String) -> [Double]? {
    if let column = variableNames.firstIndex(of: name) {
      return Solution.column(column, of: stateValues, width: variableNames.count)
    }
    if let column = observableNames.firstIndex(of: name) {
      return Solution.column(column, of: observableValues, width: observableNames.count)
    }
    return nil
  }

  private static func column(_ column: Int, of values: [Double], width: Int) -> [Double] {
    stride(from: column, to: values.count, by: width).map { values[$0] }
  }
}

/// Work done by the solver.
public struct SolverStatistics: Sendable, Codable, Hashable {
  /// Steps taken.
  public var steps = 0
  /// Evaluations of the right-hand side, those for difference Jacobians included; with a split
  /// one, of either part.
  public var rhsEvaluations = 0
  /// Those of the slow part alone; nil without a split.
  public var slowEvaluations: Int?
  /// Evaluations of the Jacobian.
  public var jacobianEvaluations = 0
  /// Factorisations of Newton's matrix.
  public var factorisations = 0
  /// Iterations of the nonlinear solver.
  public var nonlinearIterations = 0
  /// Iterations of a Krylov method, one product of the Jacobian with a vector each.
  public var linearIterations = 0
  /// Steps repeated because it did not converge.
  public var nonlinearFailures = 0
  /// Steps repeated because the local error was too large.
  public var errorTestFailures = 0
  /// The order of the last step.
  public var lastOrder = 0
  /// The size of the last step.
  public var lastStep = 0.0
  /// What Newton's matrix was solved by: dense, band, sparse, arrowhead or krylov; empty without one.
  public var linearSolver = ""
  /// Wall time, in seconds.
  public var wallSeconds = 0.0

  /// Adds the work of an earlier part of the run.
  mutating func add(_ earlier: SolverStatistics) {
    steps += earlier.steps
    rhsEvaluations += earlier.rhsEvaluations
    if let slow = earlier.slowEvaluations { slowEvaluations = (slowEvaluations ?? 0) + slow }
    jacobianEvaluations += earlier.jacobianEvaluations
    factorisations += earlier.factorisations
    nonlinearIterations += earlier.nonlinearIterations
    linearIterations += earlier.linearIterations
    nonlinearFailures += earlier.nonlinearFailures
    errorTestFailures += earlier.errorTestFailures
  }
}
