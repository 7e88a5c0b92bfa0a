extension IntegrationOptions {
  /// Refuses, before anything is computed, what `integrate` would refuse.
  package func check(names: [String], state: [Double], over interval: (start: Double, end: Double))
    throws(IntegrationError)
  {
    let check = RequestCheck(
      names: names, state: state, interval: interval, output: .everyStep, options: self)
    guard let problem = check.firstProblem() else { return }
    throw .badRequest(
      problem.message, problem.advice,
      Solution(variables: names, observables: [], start: interval.start, state: state))
  }
}
