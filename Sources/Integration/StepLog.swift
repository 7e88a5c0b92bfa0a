/// Every step of a run as the method took it, with the states of some: what a ``StiffnessReport`` is
/// made of.
///
/// Memory: 48 bytes a step, and at most 1024 states, evenly spread over the steps.
public struct StepLog: Sendable, Codable {
  /// A step taken.
  public struct Step: Sendable, Codable {
    /// Where it ended.
    public let end: Double
    /// Its size, with the sign of the run's direction.
    public let size: Double
    /// The order of the method.
    public let order: Int
    /// How often it was repeated because its error was too large.
    public let errorTestFailures: Int
    /// How often it was repeated because Newton's iteration did not converge, or F was not finite.
    public let nonlinearFailures: Int
    /// If it was repeated, the variable with the largest weighted error in the attempt that passed.
    public let worst: Int?
  }

  /// The steps in their order.
  public private(set) var steps: [Step] = []
  /// Which steps have a state here.
  public private(set) var sampledSteps: [Int] = []
  /// The largest |y| seen by variable.
  public private(set) var sizes: [Double]
  private var states: [Double] = []
  private var stride = 1
  private var reached: Double
  private var before = SolverStatistics()

  /// The tolerance the steps were taken to.
  public let relativeTolerance: Double

  static let mostStates = 1024

  init(from start: Double, _ state: [Double], relativeTolerance: Double) {
    self.relativeTolerance = relativeTolerance
    reached = start
    sizes = state.map(\.magnitude)
  }

  /// The state at the end of the k-th sampled step.
  public func state(ofSample k: Int) -> [Double] {
    Array(states[(k * sizes.count)..<((k + 1) * sizes.count)])
  }

  /// Notes the step that a solver has just taken, up to a limit within it.
  mutating func append<Solver: StepSolver & ~Copyable>(
    _ solver: borrowing Solver, to limit: Double, _ state: [Double]
  ) {
    let now = solver.statistics
    // A solver made anew counts from 0.
    if now.steps <= before.steps { before = SolverStatistics() }
    let errors = now.errorTestFailures - before.errorTestFailures
    let failures = now.nonlinearFailures - before.nonlinearFailures
    steps.append(
      Step(
        end: limit, size: limit - reached, order: now.lastOrder, errorTestFailures: errors,
        nonlinearFailures: failures, worst: errors + failures > 0 ? solver.worstVariable : nil))
    (before, reached) = (now, limit)
    for k in sizes.indices { sizes[k] = max(sizes[k], state[k].magnitude) }
    if (steps.count - 1) % stride == 0 { sample(state) }
  }

  private mutating func sample(_ state: [Double]) {
    if sampledSteps.count == Self.mostStates {
      stride *= 2
      let n = sizes.count
      let kept = sampledSteps.indices.filter { sampledSteps[$0] % stride == 0 }
      states = kept.flatMap { states[($0 * n)..<(($0 + 1) * n)] }
      sampledSteps = kept.map { sampledSteps[$0] }
      if (steps.count - 1) % stride != 0 { return }
    }
    sampledSteps.append(steps.count - 1)
    states += state
  }

  /// Both parts in one; of the states as many as there is room for.
  func followed(by next: StepLog) -> StepLog {
    var whole = self
    let count = steps.count
    whole.steps += next.steps
    whole.sampledSteps += next.sampledSteps.map { $0 + count }
    whole.states += next.states
    whole.sizes = zip(sizes, next.sizes).map { max($0, $1) }
    return whole
  }
}
