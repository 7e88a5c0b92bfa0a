extension IntegrationError {
  /// The same failure with another record.
  package func with(_ solution: Solution) -> IntegrationError {
    IntegrationError(
      reason: reason, message: message, advice: advice, time: time, step: step, variable: variable,
      solution: solution)
  }
}

extension Solution {
  /// Both parts in one; a record that both have is kept once.
  func followed(by next: Solution) -> Solution {
    var whole = next
    let isShared =
      next.times.first == times.last
      && next.stateValues.prefix(variableNames.count)
        .elementsEqual(stateValues.suffix(variableNames.count))
    let shared = isShared ? 1 : 0
    whole.times = times + next.times.dropFirst(shared)
    whole.stateValues = stateValues + next.stateValues.dropFirst(shared * variableNames.count)
    whole.observableValues =
      observableValues + next.observableValues.dropFirst(shared * observableNames.count)
    whole.between = between.map { $0.followed(by: next.between) } ?? next.between
    whole.switches = switches + next.switches
    whole.methodChanges = methodChanges + next.methodChanges
    whole.events = events + next.events.filter { $0.kind != .atStart }
    whole.suspicions = suspicions + next.suspicions.filter { !suspicions.contains($0) }
    if let stepLog { whole.stepLog = next.stepLog.map(stepLog.followed) ?? stepLog }
    whole.statistics.add(statistics)
    whole.statistics.wallSeconds += statistics.wallSeconds
    return whole
  }

  /// The records in another order: the record at k goes to the rank of places[k].
  func reordered(places: [Int]) -> Solution {
    let order = places.indices.sorted { places[$0] < places[$1] }
    if order == Array(order.indices) { return self }
    let (n, m) = (variableNames.count, observableNames.count)
    var result = self
    result.times = order.map { times[$0] }
    result.stateValues = order.flatMap { stateValues[($0 * n)..<(($0 + 1) * n)] }
    result.observableValues = order.flatMap { observableValues[($0 * m)..<(($0 + 1) * m)] }
    return result
  }
}
