private import Synchronization

/// A variable or parameter of an expression, known by its identity.
///
/// Two symbols of the same name are different symbols. A symbol made by a
/// property wrapper has no name of its own; the model gives it one.
public struct Symbol: Hashable, Sendable {
  let identifier: UInt64
  /// The name given at its making, for use outside a model.
  public let name: String?
  /// The population it stands for a member of; 0 for a scalar.
  package let space: UInt64

  /// The population in whose declaration symbols are now made; 0 outside of any.
  @TaskLocal package static var declaredSpace: UInt64 = 0

  private static let counter = Atomic<UInt64>(0)

  /// Makes a symbol that differs from every other.
  public init(_ name: String? = nil) {
    identifier = Symbol.counter.wrappingAdd(1, ordering: .relaxed).newValue
    self.name = name
    space = Symbol.declaredSpace
  }

  /// A number that no symbol has: the identity of a population.
  package static func newSpace() -> UInt64 {
    counter.wrappingAdd(1, ordering: .relaxed).newValue
  }

  /// The symbol as an expression.
  public var expression: Expression { Expression(node: Interning.node(for: self)) }

  /// Whether both are the same symbol.
  public static func == (left: Symbol, right: Symbol) -> Bool {
    left.identifier == right.identifier
  }

  /// Hashes the identity.
  public func hash(into hasher: inout Hasher) { hasher.combine(identifier) }
}
