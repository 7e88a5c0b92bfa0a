/// Collects a run's records at the steps that were asked for, and what it should warn of.
struct SGDRecorder {
  private let request: SGDRequest
  private let due: [Int]
  private let warned: @Sendable (SGDWarning) -> Void
  private var run: SGDRun

  init(_ request: SGDRequest, member: Int, warned: @escaping @Sendable (SGDWarning) -> Void) {
    self.warned = warned
    self.request = request
    due = request.settings.recordedSteps
    run = SGDRun(member: member)
    run.warnings = Regime(request).warnings
    run.warnings.forEach(warned)
  }

  /// Goes on after the records of a run.
  init(
    _ request: SGDRequest, continuing run: SGDRun, warned: @escaping @Sendable (SGDWarning) -> Void
  ) {
    self.warned = warned
    self.request = request
    due = request.settings.recordedSteps
    self.run = run
  }

  func isDue(_ step: Int) -> Bool { run.steps.count < due.count && due[run.steps.count] == step }

  mutating func record(_ parameters: OrderParameters, at step: Int) {
    run.steps.append(step)
    run.times.append(Double(step) * request.settings.stepSize)
    run.records.append(parameters)
    warnIfUnstable(parameters, step)
  }

  /// a² is that of the neurons' root mean square.
  private mutating func warnIfUnstable(_ parameters: OrderParameters, _ step: Int) {
    let square =
      parameters.secondLayer * parameters.secondLayer
      + parameters.secondLayerSpread * parameters.secondLayerSpread
    let number = Regime.stability(request, secondLayer: square.squareRoot())
    let warning = SGDWarning.unstableStep(number: number, step: step)
    if number > Regime.stabilityBound, !run.warnings.contains(where: warning.isSameKind) {
      run.warnings.append(warning)
      warned(warning)
    }
  }

  /// The run as it would be if it ended now.
  func end(_ ending: SGDRun.Ending) -> SGDRun {
    var run = run
    run.ending = ending
    return run
  }
}
