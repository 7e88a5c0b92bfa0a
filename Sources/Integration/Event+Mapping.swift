extension Event {
  /// The same event for a run in other coordinates.
  ///
  /// - Parameters:
  ///   - passages: how often it has happened before.
  ///   - makeMap: makes a function from the other coordinates to those of this event.
  ///   - back: from these coordinates to the others, for resets.
  package func mapped(
    afterPassages passages: Int,
    by makeMap: @escaping @Sendable () -> ([Double]) -> [Double],
    back: @escaping @Sendable ([Double]) -> [Double]
  ) -> Event {
    var event = Event(
      name, direction: direction, lastCount: lastCount.map { max(1, $0 - passages) },
      reset: reset.map { mapped($0, by: makeMap, back: back) },
      makeFunction: { [makeFunction] in
        let (map, function) = (makeMap(), makeFunction())
        return { (time: Double, state: Span<Double>) -> Double in
          let values = map(copy(state))
          return function(time, values.span)
        }
      })
    event.reportsTouching = reportsTouching
    return event
  }

  private func mapped(
    _ reset: @escaping Reset, by makeMap: @escaping @Sendable () -> ([Double]) -> [Double],
    back: @escaping @Sendable ([Double]) -> [Double]
  ) -> Reset {
    { (time: Double, state: inout MutableSpan<Double>) in
      var values = makeMap()(copy(state.span))
      var span = values.mutableSpan
      reset(time, &span)
      for (place, value) in back(values).enumerated() { state[place] = value }
    }
  }
}

private func copy(_ state: Span<Double>) -> [Double] { state.indices.map { state[$0] } }
