package import NumericKernel

extension OutputPlan {
  /// The times asked for, in the caller's order; nil for every step.
  package func times(
    of field: some VectorField, from state: [Double], over interval: (start: Double, end: Double)
  ) -> [Double]? {
    times(over: interval) {
      fastestTimeScale(
        of: field.makeEvaluator(), at: interval.start, state: state, names: field.variableNames)
    }
  }
}

extension StepReport {
  /// The report with steps before this part of the run counted.
  package func after(steps earlier: Int) -> StepReport {
    StepReport(time: time, step: step, steps: steps + earlier)
  }
}

extension IntegrationError {
  /// A chart that cannot be entered, or is not what it says.
  package static func unusableChart(
    _ message: String, advice: String, _ solution: Solution
  ) -> IntegrationError {
    .badRequest(message, advice, solution)
  }
}
