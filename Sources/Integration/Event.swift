/// Something that happens when a function g(t, y) of the solution passes zero.
///
/// ```swift
/// Event("ground", direction: .falling, isTerminal: true) { t, y in y[0] }
/// Event("bounce", direction: .falling, reset: { t, y in y[1] = -0.8 * y[1] }) { t, y in y[0] }
/// ```
///
/// Each step is searched at eleven points of the method's own interpolant, so that a pair of zeros
/// within a step is not skipped; each zero is then located to rounding in t. A zero at the start is
/// reported and does not count as passed.
public struct Event: Sendable {
  /// Which passages count.
  public enum Direction: String, Sendable {
    /// From negative to positive, along the run.
    case rising
    /// From positive to negative, along the run.
    case falling
    /// Both.
    case either
  }

  /// g: time, state.
  public typealias Function = (Double, Span<Double>) -> Double
  /// Changes the state at the event: time, state.
  public typealias Reset = @Sendable (Double, inout MutableSpan<Double>) -> Void

  /// The name in records and messages.
  public let name: String
  /// Which passages count.
  public let direction: Direction
  /// The run ends at this passage, counted from 1; nil: it goes on.
  public let lastCount: Int?
  /// Whether zeros at which g turns back are looked for; they cost a search wherever |g| falls.
  package var reportsTouching = true
  let reset: Reset?
  let makeFunction: @Sendable () -> Function

  /// Declares an event.
  ///
  /// - Parameters:
  ///   - name: how records and messages call it.
  ///   - direction: which passages through zero count.
  ///   - isTerminal: whether the run ends at the first passage.
  ///   - lastCount: the run ends at this passage.
  ///   - reset: changes the state; the solver starts anew from there.
  ///   - function: g; a value that is not finite ends the run with an error that names the event.
  public init(
    _ name: String, direction: Direction = .either, isTerminal: Bool = false,
    lastCount: Int? = nil, reset: Reset? = nil,
    function: @escaping @Sendable (Double, Span<Double>) -> Double
  ) {
    self.init(
      name, direction: direction, isTerminal: isTerminal, lastCount: lastCount, reset: reset,
      makeFunction: { function })
  }

  /// Declares an event whose function has scratch of its own, made once per run.
  public init(
    _ name: String, direction: Direction = .either, isTerminal: Bool = false,
    lastCount: Int? = nil, reset: Reset? = nil, makeFunction: @escaping @Sendable () -> Function
  ) {
    self.name = name
    self.direction = direction
    self.lastCount = lastCount ?? (isTerminal ? 1 : nil)
    self.reset = reset
    self.makeFunction = makeFunction
  }
}

extension Event {
  /// The event in a run that goes on after some passages.
  func continuing(after passages: Int) -> Event {
    var event = Event(
      name, direction: direction, lastCount: lastCount.map { $0 - passages }, reset: reset,
      makeFunction: makeFunction)
    event.reportsTouching = reportsTouching
    return event
  }
}

/// A passage that happened.
public struct EventRecord: Sendable, Codable {
  /// How g behaved.
  public enum Kind: String, Sendable, Codable {
    /// It passed from negative to positive.
    case rising
    /// It passed from positive to negative.
    case falling
    /// It came to zero and turned back: no passage.
    case touching
    /// It was zero at the start: no passage.
    case atStart
  }

  /// The event's name.
  public let name: String
  /// When.
  public let time: Double
  /// The state then, before any reset.
  public let state: [Double]
  /// How.
  public let kind: Kind
}

extension EventRecord {
  /// Whether g changed sign there.
  var isPassage: Bool { kind == .rising || kind == .falling }
}
