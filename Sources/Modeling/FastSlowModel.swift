public import Symbolic

/// A fast-slow model, declared as a struct that reads like the paper.
///
/// ```swift
/// /// ε ẋ = y + x − x³/3, ẏ = a − x
/// struct VanDerPol: FastSlowModel {
///   @Fast(initial: 2) var x
///   @Slow(initial: 0) var y
///   @Parameter(0) var a
///   @SmallParameter(0.01) var ε
///
///   var equations: [Equation] {
///     d(x) == y + x - x ** 3 / 3
///     d(y) == a - x
///   }
/// }
/// ```
///
/// The right side of `d(x) == …` is f for a fast variable (ε dx/dτ = f) and g
/// for a slow one (dy/dτ = g), τ the slow time; nothing is divided by ε in the
/// declaration. Names of variables are the names of the properties.
public protocol FastSlowModel: Sendable {
  /// Makes the model with its default parameters and initial values.
  init()

  /// The equations, one for each variable.
  @EquationsBuilder var equations: [Equation] { get }

  /// Named expressions of the state, evaluated on the way. None by default.
  @ObservablesBuilder var observables: [Observable] { get }

  /// What happens when an expression passes zero. None by default.
  @EventsBuilder var events: [ModelEvent] { get }

  /// Named expressions that stay constant along every solution, which runs are audited against.
  /// None by default.
  @ObservablesBuilder var conserved: [Observable] { get }

  /// Expressions that never become negative, which runs are audited against. None by default.
  @ListBuilder<Expression> var nonnegative: [Expression] { get }

  /// Other coordinates for parts of the state space, which runs change to by themselves. None by
  /// default.
  @ChartsBuilder var charts: [Chart] { get }

  /// The model's name on the command line; by default the type's name in kebab-case.
  static var name: String { get }

  /// One line on what the model is.
  static var summary: String { get }
}

extension FastSlowModel {
  /// No observables.
  public var observables: [Observable] { [] }

  /// No events.
  public var events: [ModelEvent] { [] }

  /// Nothing known to be conserved.
  public var conserved: [Observable] { [] }

  /// Nothing known to stay nonnegative.
  public var nonnegative: [Expression] { [] }

  /// The model's own variables everywhere.
  public var charts: [Chart] { [] }

  /// The type's name in kebab-case: `VanDerPol` → `van-der-pol`.
  public static var name: String { kebabCase("\(Self.self)") }

  /// Empty.
  public static var summary: String { "" }

  /// Slow time τ, for equations that depend on it (model time, if no variable has a scale).
  public var time: Expression { modelTime.expression }
}

/// The symbol of time, one for all models.
package let modelTime = Symbol("time")

/// `VanDerPol` → `van-der-pol`.
package func kebabCase(_ typeName: String) -> String {
  var result = ""
  var previousIsSmall = false
  for character in typeName {
    if character.isUppercase, previousIsSmall { result += "-" }
    previousIsSmall = character.isLowercase || character.isNumber
    result += character.lowercased()
  }
  return result
}
