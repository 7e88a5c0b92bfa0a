public import Integration
public import Modeling

extension System {
  /// The model's events, ready for `integrate`.
  ///
  /// - Parameter unit: the time they are looked for in.
  public func integrationEvents(in unit: TimeUnit) -> [Event] {
    events.map { event in
      Event(
        event.name, direction: event.direction.ofIntegration, isTerminal: event.isTerminal,
        reset: reset(of: event, in: unit)
      ) { [self] in
        let function = makeFunction(of: [event.expression], in: unit)
        return { time, state in
          var value = [0.0]
          var span = value.mutableSpan
          function.evaluate(state, time: time, into: &span)
          return value[0]
        }
      }
    }
  }

  private func reset(of event: ModelEvent, in unit: TimeUnit) -> Event.Reset? {
    if event.resets.isEmpty { return nil }
    let places = event.resets.compactMap { reset in
      variables.firstIndex { $0.symbol == reset.variable.symbol }.map {
        components(of: $0).lowerBound
      }
    }
    return { [self] time, state in
      var values = [Double](repeating: 0, count: places.count)
      var span = values.mutableSpan
      makeFunction(of: event.resets.map(\.value), in: unit)
        .evaluate(state.span, time: time, into: &span)
      for (place, value) in zip(places, values) { state[place] = value }
    }
  }
}

extension ModelEvent.Direction {
  fileprivate var ofIntegration: Event.Direction {
    switch self {
    case .rising: .rising
    case .falling: .falling
    case .either: .either
    }
  }
}
