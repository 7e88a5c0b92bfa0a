public import NumericKernel

extension StiffnessReport {
  /// The most variables: their Jacobian is split as a dense matrix.
  public static let largestDimension = 300

  /// Looks at a finished run.
  ///
  /// - Parameters:
  ///   - solution: of a run with ``IntegrationOptions/logsSteps``.
  ///   - field: what was integrated.
  ///   - fast: positions of the variables declared fast; nil: nothing is declared.
  /// - Throws: ``Refusal`` if the steps were not kept, there are none, or too many variables.
  ///
  /// Cost: one Jacobian and its eigenvectors, 25 n³ operations, at up to 1024 steps; at fewer if
  /// that would be more than 2·10¹⁰ operations, but at 16.
  public init(of solution: Solution, field: some VectorField, fast: [Int]? = nil)
    throws(Refusal)
  {
    let n = solution.variableNames.count
    guard let log = solution.stepLog else {
      throw Refusal(
        description: "the run kept no account of its steps; "
          + "set logsSteps, and let it stay in the model's own variables")
    }
    guard !log.steps.isEmpty else {
      throw Refusal(description: "the run took no step: there is nothing to report")
    }
    guard n <= Self.largestDimension else {
      throw Refusal(
        description: "\(n) variables: time scales are found from a dense Jacobian, "
          + "up to \(Self.largestDimension); lower the number of members")
    }
    let examination = StiffnessExamination(log, of: field, fast: fast)
    let spectra = examination.spectra()
    guard !spectra.isEmpty else {
      throw Refusal(description: "the Jacobian is not finite at any step looked at")
    }
    let phases = StiffnessPhases(log, spectra)
    samples = phases.samples
    self.phases = phases.counts
    steps = log.steps.count
    explicitSteps = phases.explicitSteps
    orders = Dictionary(grouping: log.steps, by: \.order)
      .map { OrderCount(order: $0, steps: $1.count) }.sorted { $0.order < $1.order }
    failures = log.steps.filter { $0.errorTestFailures + $0.nonlinearFailures > 0 }.map {
      Failure(
        time: $0.end, errorTest: $0.errorTestFailures, nonlinear: $0.nonlinearFailures,
        variable: $0.worst.map { solution.variableNames[$0] })
    }
    recommended = Advice(
      steps: steps, explicitSteps: explicitSteps, dimension: n,
      relativeTolerance: log.relativeTolerance)
  }
}

extension StiffnessReport.Advice {
  /// An implicit step costs about what two or three explicit ones do; below twice as many steps
  /// stability is no matter.
  init(steps: Int, explicitSteps: Double, dimension: Int, relativeTolerance: Double) {
    let many = explicitSteps < 1e6 ? "\(Int(explicitSteps))" : brief(explicitSteps)
    if explicitSteps < 2 * Double(steps) {
      self.init(
        method: .erk,
        reason: "not stiff: stability alone would ask an explicit method for \(many) steps, "
          + "accuracy asked for \(steps)")
    } else {
      let method = IntegrationOptions.Method.stiff(
        dimension: dimension, relativeTolerance: relativeTolerance)
      let size =
        method == .bdf
        ? "where bdf spares Jacobians"
        : "at rtol \(brief(relativeTolerance)), where \(method) is the cheapest"
      self.init(
        method: method,
        reason: "stiff: stability would ask an explicit method for \(many) steps, accuracy asked "
          + "for \(steps); \(dimension) variables \(size)")
    }
  }
}
