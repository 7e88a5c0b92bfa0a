import RealModule

/// A function of one variable by name: a student's nonlinearity or a teacher's link.
///
/// Points where it is not smooth are declared, so that its Hermite coefficients are exact there
/// too. Two functions are equal if their names are.
public struct Activation: Sendable, Equatable {
  /// What it is called in messages and tables.
  public let name: String
  /// Where the function or its derivative jumps.
  public let kinks: [Double]
  /// The derivative, at a kink that from one side; nil where there is none to train by.
  public let slope: (@Sendable (Double) -> Double)?
  private let function: @Sendable (Double) -> Double

  /// Any function, with the points where it or its derivative jumps, and its derivative if a
  /// student is to be trained with it.
  public init(
    _ name: String, kinks: [Double] = [], slope: (@Sendable (Double) -> Double)? = nil,
    _ function: @escaping @Sendable (Double) -> Double
  ) {
    self.name = name
    self.kinks = kinks
    self.slope = slope
    self.function = function
  }

  /// Whether both have one name.
  public static func == (left: Activation, right: Activation) -> Bool { left.name == right.name }

  /// The value at x.
  public func callAsFunction(_ x: Double) -> Double { function(x) }

  /// max(x, 0).
  public static let relu = Activation("relu", kinks: [0], slope: { $0 > 0 ? 1 : 0 }) { max($0, 0) }
  /// erf(x/√2), the link for which many order-parameter integrals are closed forms.
  public static let erf = Activation("erf", slope: { 2 * density($0) }) {
    Double.erf($0 / 2.0.squareRoot())
  }
  /// tanh x.
  public static let tanh = Activation(
    "tanh",
    slope: {
      let value = Double.tanh($0)
      return 1 - value * value
    }
  ) { Double.tanh($0) }
  /// x Φ(x), Φ the normal distribution function.
  public static let gelu = Activation(
    "gelu", slope: { distribution($0) + $0 * density($0) }
  ) { $0 * distribution($0) }
  /// x/(1 + exp(−x)).
  public static let silu = Activation(
    "silu",
    slope: {
      let gate = logistic($0)
      return gate * (1 + $0 * (1 - gate))
    }
  ) { $0 * logistic($0) }
  /// The sign of x, zero at zero; a teacher's link, as no gradient passes through it.
  public static let sign = Activation("sign", kinks: [0]) { $0 > 0 ? 1 : ($0 < 0 ? -1 : 0) }
  /// ln(1 + exp x), without overflow.
  public static let softplus = Activation("softplus", slope: { logistic($0) }) {
    max($0, 0) + Double.log(onePlus: Double.exp(-abs($0)))
  }
  /// x.
  public static let identity = Activation("identity", slope: { _ in 1 }) { $0 }

  private static func density(_ x: Double) -> Double {
    Double.exp(-x * x / 2) / (2 * Double.pi).squareRoot()
  }

  private static func distribution(_ x: Double) -> Double {
    Double.erfc(-x / 2.0.squareRoot()) / 2
  }

  private static func logistic(_ x: Double) -> Double { 1 / (1 + Double.exp(-x)) }

  /// All functions that go by name.
  public static let named: [Activation] = [
    relu, erf, tanh, gelu, silu, sign, softplus, identity,
  ]

  /// The function of that name, or nil.
  public static func named(_ name: String) -> Activation? { named.first { $0.name == name } }
}
