import NumericKernel

/// The checks that accompany a run; each costs little beside a step.
struct RunAudits {
  /// Larger systems are watched for what is declared alone.
  private static let largestDimension = 10_000

  private var scale: ErrorScale
  private var tolerance: ToleranceAudit?
  private var cancellation: CancellationAudit?
  private var forcing: ForcingAudit?
  private var declared: DeclaredAudit?

  /// - Parameter knowsJumps: the field tells where it jumps, so that no step passes over it.
  init(
    names: [String], evaluator: any FieldEvaluator, start: Double, state: [Double],
    tolerances: [Double], options: IntegrationOptions, knowsJumps: Bool
  ) {
    scale = ErrorScale(relative: options.relativeTolerance, tolerances: tolerances)
    if !(options.nonnegative.names + options.conserved.names).isEmpty {
      declared = DeclaredAudit(nonnegative: options.nonnegative, conserved: options.conserved)
    }
    guard options.auditsTrust, names.count <= Self.largestDimension else { return }
    tolerance = ToleranceAudit(names: names, evaluator: evaluator)
    if names.count <= CancellationAudit.largestDimension, evaluator.hasJacobian {
      cancellation = CancellationAudit(
        evaluator: evaluator, relative: options.relativeTolerance)
    }
    if !knowsJumps {
      forcing = ForcingAudit(names: names, evaluator: evaluator, start: start, state: state)
    }
  }

  /// Looks at the state at the end of a step; `within` is the state between.
  mutating func observe(_ step: Stretch, _ state: [Double], within: (Double) -> [Double]) {
    guard tolerance != nil || declared != nil else { return }
    scale.observe(state)
    let time = step.end
    tolerance?.observe(time, state, scale)
    cancellation?.observe(step, state, scale, within: within)
    forcing?.observe(time, state)
    declared?.observe(time, state, scale)
  }

  /// All findings, at the end of the run.
  mutating func close(at time: Double) -> [Suspicion] {
    tolerance?.close(time, scale)
    let late = [cancellation?.close(), forcing?.close(scale)].compactMap { $0 }
    return (tolerance?.findings ?? []) + late + (declared?.findings ?? [])
  }
}
