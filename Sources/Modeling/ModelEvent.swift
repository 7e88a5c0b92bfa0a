public import Symbolic

/// Something that happens when an expression of the state passes zero.
///
/// ```swift
/// event("spike", v - 30, .rising) {
///   v.becomes(c)
///   u.becomes(u + d)
/// }
/// event("empty", level, .falling, isTerminal: true)
/// ```
public struct ModelEvent: Sendable {
  /// Which passages count.
  public enum Direction: String, Sendable {
    /// From negative to positive.
    case rising
    /// From positive to negative.
    case falling
    /// Both.
    case either
  }

  /// One change of the state; all of an event are computed from the state before any of them.
  public struct Reset: Sendable {
    /// The variable that changes.
    public let variable: Expression
    /// Its value after the event.
    public let value: Expression
  }

  /// The name in records.
  public let name: String
  /// What passes zero.
  public let expression: Expression
  /// Which passages count.
  public let direction: Direction
  /// Whether the run ends there.
  public let isTerminal: Bool
  /// What changes.
  public let resets: [Reset]
}

/// Declares an event of a model.
///
/// - Parameters:
///   - name: in records.
///   - expression: what passes zero.
///   - direction: which passages count.
///   - isTerminal: whether the run ends there.
///   - resets: what changes, as `v.becomes(…)`.
public func event(
  _ name: String, _ expression: Expression, _ direction: ModelEvent.Direction = .either,
  isTerminal: Bool = false, @ListBuilder<ModelEvent.Reset> resets: () -> [ModelEvent.Reset] = { [] }
) -> ModelEvent {
  ModelEvent(
    name: name, expression: expression, direction: direction, isTerminal: isTerminal,
    resets: resets())
}

extension Expression {
  /// In an event: the variable's new value.
  public func becomes(_ value: Expression) -> ModelEvent.Reset {
    ModelEvent.Reset(variable: self, value: value)
  }
}

/// Collects the lines of `events`.
public typealias EventsBuilder = ListBuilder<ModelEvent>
