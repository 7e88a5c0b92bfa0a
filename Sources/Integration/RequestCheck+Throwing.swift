package import NumericKernel

extension IntegrationOptions {
  /// Refuses, before anything is computed, what `integrate` would refuse.
  package func check(
    for field: some VectorField, from state: [Double], over interval: (start: Double, end: Double)
  ) throws(IntegrationError) {
    let names = field.variableNames
    let check = RequestCheck(
      names: names, state: state, interval: interval, output: .everyStep, options: self,
      isSplit: (field.makeEvaluator() as? any SplitFieldEvaluator)?.isSplit ?? false,
      integrals: field.integralNames)
    guard let problem = check.firstProblem() else { return }
    throw .badRequest(
      problem.message, problem.advice,
      Solution(variables: names, observables: [], start: interval.start, state: state))
  }
}
