public import NumericKernel

/// Repeats a run at a hundredth of its tolerances and compares: the plainest test there is.
///
/// The distance counts relative to |y| + 1e-3 of the variable's largest size. Beyond 10⁴ rtol (and
/// beyond 1e-9) the solution returned is suspect, with the place of the largest difference.
///
/// - Parameters: those of the run; `solution` is what it gave.
/// - Returns: the solution with the finding added, and the distance.
/// - Throws: ``IntegrationError`` if the repeat fails.
///
/// Cost: two to four times that of the run.
public func verify(
  _ solution: Solution, of field: some VectorField, from state: [Double],
  over interval: (start: Double, end: Double), options: IntegrationOptions,
  monitor: (StepReport) -> StepDecision = { _ in .proceed }
) throws(IntegrationError) -> (solution: Solution, distance: Double) {
  let records = solution.verifiableRecords
  let times = records.map { solution.times[$0] }
  let last = times.last ?? interval.end
  let repeated = try integrate(
    field, from: state, over: (interval.start, last), output: .times(times),
    options: options.tightened, monitor: monitor)
  guard repeated.status == .completed else { return (solution, .nan) }
  var worst = (distance: 0.0, record: 0, variable: 0)
  for variable in state.indices {
    let values = (0..<repeated.count).map { repeated.state(at: $0)[variable] }
    let size = values.map(\.magnitude).max() ?? 0
    for (k, record) in records.enumerated() {
      let difference = (solution.state(at: record)[variable] - values[k]).magnitude
      let distance = difference / max(values[k].magnitude + 1e-3 * size, 1e-300)
      if !(distance <= worst.distance) { worst = (distance, record, variable) }
    }
  }
  guard !(worst.distance <= max(1e4 * options.relativeTolerance, 1e-9)) else {
    return (solution, worst.distance)
  }
  var result = solution
  let time = solution.times[worst.record]
  result.suspicions.append(
    Suspicion(
      kind: .disagreesWithRepeat,
      message: "a repeat at rtol \(brief(options.tightened.relativeTolerance)) differs by "
        + "\(brief(worst.distance)), relative, in \(solution.variableNames[worst.variable]) "
        + "at t = \(brief(time))",
      advice: "tighten rtol until two runs agree", time: time))
  return (result, worst.distance)
}

extension Solution {
  /// Up to 2000 records, spread evenly, that one run can repeat: those before anything was reset.
  fileprivate var verifiableRecords: [Int] {
    let stride = max(1, count / 2000)
    return Array(Swift.stride(from: 0, to: count, by: stride))
  }
}

extension IntegrationOptions {
  /// A hundredth of the tolerances, as far as rounding allows.
  fileprivate var tightened: IntegrationOptions {
    var options = self
    options.relativeTolerance = max(relativeTolerance / 100, 1e-13)
    options.absoluteTolerance.common = absoluteTolerance.common.map { $0 / 100 }
    options.absoluteTolerance.exceptions = absoluteTolerance.exceptions.mapValues { $0 / 100 }
    (options.keepsInterpolant, options.auditsTrust, options.logsSteps) = (false, false, false)
    options.maximumSteps = nil
    return options
  }
}
