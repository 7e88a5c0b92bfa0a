public import Symbolic

/// The declaration of one member of a population: variables and parameters, but no equations.
///
/// ```swift
/// struct Neuron: PopulationMember {
///   @Fast(initial: 0.01) var s
///   @Slow(initial: 1) var a
///   init() {}
/// }
/// ```
public protocol PopulationMember: Sendable {
  /// Makes the declaration.
  init()
}

/// A population of alike members, which see each other through reductions only.
///
/// ```swift
/// @Population(Neuron.self, count: 10_000) var neuron
/// ```
///
/// `neuron.s` is then an expression with a value for each member, and
/// `mean(neuron.s)` or `sum(neuron.s ** 2)` one for all. Their number may be
/// changed by name when a model is compiled (`--count neuron=n`).
@propertyWrapper @dynamicMemberLookup
public struct Population<Member: PopulationMember>:
  Declaration
{
  let space: UInt64
  let member: Member
  /// The number of members.
  public var count: Int

  /// Declares the population.
  public init(_ type: Member.Type, count: Int) {
    let space = Symbol.newSpace()
    self.space = space
    member = Symbol.$declaredSpace.withValue(space) { Member() }
    self.count = count
  }

  /// The population in expressions.
  public var wrappedValue: Population { self }
  /// The declaration, for `model.setting(\.$neuron, count: …)`.
  public var projectedValue: Population {
    get { self }
    set { self = newValue }
  }

  /// A member variable or parameter, as an expression over the population.
  public subscript(dynamicMember path: KeyPath<Member, Expression>) -> Expression {
    member[keyPath: path]
  }

  package var declared: Declared {
    .population(space: space, count: count, members: ModelCompiler.declarations(of: member))
  }
}

extension FastSlowModel {
  /// The model with another number of members: `model.setting(\.$neuron, count: 100)`.
  public func setting<Member>(
    _ population: WritableKeyPath<Self, Population<Member>>, count: Int
  ) -> Self {
    var model = self
    model[keyPath: population].count = count
    return model
  }
}
