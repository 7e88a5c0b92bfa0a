extension IntegrationOptions {
  /// Refuses, before anything is computed, what `integrate` would refuse.
  ///
  /// - Parameter isSplit: whether the field has a fast and a slow part.
  package func check(
    names: [String], state: [Double], over interval: (start: Double, end: Double), isSplit: Bool
  ) throws(IntegrationError) {
    let check = RequestCheck(
      names: names, state: state, interval: interval, output: .everyStep, options: self,
      isSplit: isSplit)
    guard let problem = check.firstProblem() else { return }
    throw .badRequest(
      problem.message, problem.advice,
      Solution(variables: names, observables: [], start: interval.start, state: state))
  }
}
