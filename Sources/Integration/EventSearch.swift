/// Finds where event functions pass zero within the steps of a run.
struct EventSearch {
  /// A zero within a step.
  struct Hit {
    let event: Int
    let time: Double
    let kind: EventRecord.Kind
  }

  /// A value that is not finite.
  struct NonFinite: Error {
    let name: String
    let time: Double
    let value: Double
  }

  /// The state at a time within the current step.
  typealias Interpolant = (Double) -> [Double]

  let events: [Event]
  private let functions: [Event.Function]
  /// The last sign of g that was not zero; 0 until there was one.
  private var signs: [Double]

  init(_ events: [Event]) {
    self.events = events
    functions = events.map { $0.makeFunction() }
    signs = [Double](repeating: 0, count: events.count)
  }

  /// Begins at a state; returns the events that are zero there.
  mutating func start(at time: Double, _ state: [Double]) throws(NonFinite) -> [Hit] {
    var hits: [Hit] = []
    for index in events.indices {
      let value = try value(index, time, state)
      signs[index] = sign(value)
      if value == 0 { hits.append(Hit(event: index, time: time, kind: .atStart)) }
    }
    return hits
  }

  /// An event that has just changed the state sits at its zero, where rounding decides the sign of
  /// g: what counts is where the solution takes it.
  ///
  /// - Parameters:
  ///   - rate: y' at the state.
  ///   - span: a time, with its sign, that is short against the solution's.
  mutating func leave(
    _ event: Int, at time: Double, _ state: [Double], rate: [Double], span: Double
  )
    throws(NonFinite)
  {
    let ahead = zip(state, rate).map { $0 + span * $1 }
    let change = try value(event, time + span, ahead) - value(event, time, state)
    signs[event] = sign(change)
  }

  /// All zeros within a step, in the order of the run.
  mutating func search(from start: Double, to end: Double, _ state: Interpolant) throws(NonFinite)
    -> [Hit]
  {
    let times = (0...10).map { $0 == 10 ? end : start + (end - start) * Double($0) / 10 }
    let states = times.map(state)
    var hits: [Hit] = []
    for index in events.indices {
      var values: [Double] = []
      for (time, state) in zip(times, states) { values.append(try value(index, time, state)) }
      hits += try passages(index, times, values, state)
      if events[index].reportsTouching { hits += try touches(index, times, values, state) }
    }
    return hits.sorted { end > start ? $0.time < $1.time : $0.time > $1.time }
  }

  private mutating func passages(
    _ index: Int, _ times: [Double], _ values: [Double], _ state: Interpolant
  ) throws(NonFinite) -> [Hit] {
    var hits: [Hit] = []
    for k in 1..<times.count {
      let now = sign(values[k])
      if now == 0 { continue }
      defer { signs[index] = now }
      guard signs[index] != 0, now != signs[index] else { continue }
      let kind: EventRecord.Kind = now > 0 ? .rising : .falling
      guard counts(kind, events[index].direction) else { continue }
      let time = try locate(index, (times[k - 1], values[k - 1]), (times[k], values[k]), state)
      hits.append(Hit(event: index, time: time, kind: kind))
    }
    return hits
  }

  /// Bisection with secant steps until the interval cannot be halved.
  private func locate(
    _ index: Int, _ left: (Double, Double), _ right: (Double, Double), _ state: Interpolant
  ) throws(NonFinite) -> Double {
    var (a, ga) = left
    var (b, gb) = right
    // The sign came from where the solution led: the zero is the start itself.
    if ga == 0 || sign(ga) == sign(gb) { return a }
    for round in 0..<120 {
      let middle = a + (b - a) / 2
      if middle == a || middle == b { break }
      let secant = b - gb * (b - a) / (gb - ga)
      let inside = (secant - a) * (secant - b) < 0
      let time = round % 3 < 2 && inside ? secant : middle
      let value = try value(index, time, state(time))
      if value == 0 { return time }
      if sign(value) == sign(ga) { (a, ga) = (time, value) } else { (b, gb) = (time, value) }
    }
    return b
  }

  /// Minima of |g| inside the step that come to zero but for rounding.
  private func touches(
    _ index: Int, _ times: [Double], _ values: [Double], _ state: Interpolant
  ) throws(NonFinite) -> [Hit] {
    let size = values.map(\.magnitude).max() ?? 0
    var hits: [Hit] = []
    for k in times.indices {
      // At the ends of a step the minimum may lie in the half that belongs to it.
      let (low, high) = (max(k - 1, 0), min(k + 1, times.count - 1))
      let (before, here, after) = (values[low], values[k], values[high])
      guard sign(before) == sign(after), sign(before) != 0, sign(here) != -sign(before),
        here.magnitude <= before.magnitude, here.magnitude <= after.magnitude
      else { continue }
      let (time, least) = try minimum(index, times[low], times[high], state)
      if least <= 1e-9 * size { hits.append(Hit(event: index, time: time, kind: .touching)) }
    }
    return hits
  }

  /// The least |g| by golden-section search.
  private func minimum(_ index: Int, _ from: Double, _ to: Double, _ state: Interpolant)
    throws(NonFinite) -> (Double, Double)
  {
    let ratio = 0.6180339887498949
    var (a, b) = (from, to)
    var (p, q) = (b - ratio * (b - a), a + ratio * (b - a))
    var gp = try value(index, p, state(p)).magnitude
    var gq = try value(index, q, state(q)).magnitude
    for _ in 0..<60 {
      if gp <= gq {
        (b, q, gq) = (q, p, gp)
        p = b - ratio * (b - a)
        gp = try value(index, p, state(p)).magnitude
      } else {
        (a, p, gp) = (p, q, gq)
        q = a + ratio * (b - a)
        gq = try value(index, q, state(q)).magnitude
      }
    }
    return gp <= gq ? (p, gp) : (q, gq)
  }

  private func value(_ index: Int, _ time: Double, _ state: [Double]) throws(NonFinite) -> Double {
    let value = functions[index](time, state.span)
    if !value.isFinite { throw NonFinite(name: events[index].name, time: time, value: value) }
    return value
  }

  private func sign(_ x: Double) -> Double { x > 0 ? 1 : x < 0 ? -1 : 0 }

  private func counts(_ kind: EventRecord.Kind, _ direction: Event.Direction) -> Bool {
    switch direction {
    case .either: true
    case .rising: kind == .rising
    case .falling: kind == .falling
    }
  }
}
