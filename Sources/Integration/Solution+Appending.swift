extension Solution {
  /// An empty solution at a start, to which pieces are added.
  package init(
    startingAt time: Double, _ state: [Double], variables: [String], observables: [String]
  ) {
    self.init(variables: variables, observables: observables, start: time, state: state)
  }

  /// Adds a later piece that was integrated in other coordinates.
  ///
  /// - Parameters:
  ///   - piece: the solution of the piece; its first record is left out if it is the same instant
  ///     as the last one here.
  ///   - own: from the piece's coordinates to this solution's variables; nil: they are the same.
  ///   - kept: which of its events to keep.
  package mutating func append(
    _ piece: Solution, in own: (([Double]) -> [Double])?, keeping kept: (EventRecord) -> Bool
  ) {
    func mapped(_ values: [Double]) -> [Double] {
      guard let own else { return values }
      let n = piece.variableNames.count
      return stride(from: 0, to: values.count, by: n).flatMap { own(Array(values[$0..<($0 + n)])) }
    }
    let repeats = !times.isEmpty && piece.times.first == times.last ? 1 : 0
    times += piece.times.dropFirst(repeats)
    stateValues += mapped(piece.stateValues).dropFirst(repeats * variableNames.count)
    observableValues += piece.observableValues.dropFirst(repeats * observableNames.count)
    if var points = piece.between {
      points.stateValues = mapped(points.stateValues)
      between = between.map { $0.followed(by: points) } ?? points
    }
    for event in piece.events where kept(event) {
      events.append(
        EventRecord(
          name: event.name, time: event.time, state: mapped(event.state), kind: event.kind))
    }
    methodChanges += piece.methodChanges
    status = piece.status
    reachedTime = piece.reachedTime
    reachedState = mapped(piece.reachedState)
    var work = piece.statistics
    work.add(statistics)
    work.wallSeconds += statistics.wallSeconds
    statistics = work
  }

  /// Brings records made in the order of time into the order of `wanted`; what was not reached is
  /// left out.
  package mutating func order(as wanted: [Double]) {
    let (n, m) = (variableNames.count, observableNames.count)
    var places: [Double: [Int]] = [:]
    for (record, time) in times.enumerated() { places[time, default: []].append(record) }
    let order = wanted.compactMap { places[$0]?.first }
    if order == Array(times.indices) { return }
    let old = self
    times = order.map { old.times[$0] }
    stateValues = order.flatMap { old.stateValues[($0 * n)..<(($0 + 1) * n)] }
    observableValues = order.flatMap { old.observableValues[($0 * m)..<(($0 + 1) * m)] }
  }
}
