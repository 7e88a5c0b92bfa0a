import RealModule

/// A function of one variable by name: a student's nonlinearity or a teacher's link.
///
/// Points where it is not smooth are declared, so that its Hermite coefficients are exact there
/// too.
public struct Activation: Sendable {
  /// What it is called in messages and tables.
  public let name: String
  /// Where the function or its derivative jumps.
  public let kinks: [Double]
  private let function: @Sendable (Double) -> Double

  /// Any function, with the points where it or its derivative jumps.
  public init(
    _ name: String, kinks: [Double] = [], _ function: @escaping @Sendable (Double) -> Double
  ) {
    self.name = name
    self.kinks = kinks
    self.function = function
  }

  /// The value at x.
  public func callAsFunction(_ x: Double) -> Double { function(x) }

  /// max(x, 0).
  public static let relu = Activation("relu", kinks: [0]) { max($0, 0) }
  /// erf(x/√2), the link for which many order-parameter integrals are closed forms.
  public static let erf = Activation("erf") { Double.erf($0 / 2.0.squareRoot()) }
  /// tanh x.
  public static let tanh = Activation("tanh") { Double.tanh($0) }
  /// x Φ(x), Φ the normal distribution function.
  public static let gelu = Activation("gelu") { $0 * Double.erfc(-$0 / 2.0.squareRoot()) / 2 }
  /// x/(1 + exp(−x)).
  public static let silu = Activation("silu") { $0 / (1 + Double.exp(-$0)) }
  /// The sign of x, zero at zero.
  public static let sign = Activation("sign", kinks: [0]) { $0 > 0 ? 1 : ($0 < 0 ? -1 : 0) }
  /// ln(1 + exp x), without overflow.
  public static let softplus = Activation("softplus") {
    max($0, 0) + Double.log(onePlus: Double.exp(-abs($0)))
  }
  /// x.
  public static let identity = Activation("identity") { $0 }

  /// All functions that go by name.
  public static let named: [Activation] = [
    relu, erf, tanh, gelu, silu, sign, softplus, identity,
  ]

  /// The function of that name, or nil.
  public static func named(_ name: String) -> Activation? { named.first { $0.name == name } }
}
