import CKernels
import RealModule

extension Operation {
  /// The value of the operation; leaves and reductions have none of their own and give NaN.
  ///
  /// - Parameters:
  ///   - a: first operand; `b`, `c`: the others, ignored where the arity is less.
  ///   - exponent: of an integer power.
  func value(_ a: Double, _ b: Double = 0, _ c: Double = 0, exponent: Int32 = 0) -> Double {
    switch self {
    case .constant, .symbol, .interpolate, .external, .sum, .mean: .nan
    case .add: a + b
    case .subtract: a - b
    case .multiply: a * b
    case .divide: a / b
    case .power: .powDomainChecked(a, b)
    case .integerPower: .integerPower(a, exponent)
    case .negate: -a
    case .exp: .exp(a)
    case .log: .log(a)
    case .sqrt: a.squareRoot()
    case .sin: .sin(a)
    case .cos: .cos(a)
    case .tan: .tan(a)
    case .sinh: .sinh(a)
    case .cosh: .cosh(a)
    case .tanh: .tanh(a)
    case .erf: .erf(a)
    case .atan: .atan(a)
    case .asin: .asin(a)
    case .acos: .acos(a)
    case .asinh: .asinh(a)
    case .acosh: .acosh(a)
    case .atanh: .atanh(a)
    case .atan2: .atan2(y: a, x: b)
    case .absolute: a.magnitude
    case .sign: a > 0 ? 1 : a < 0 ? -1 : a
    case .heaviside: a.isNaN ? a : a >= 0 ? 1 : 0
    case .floor: a.rounded(.down)
    case .modulo: fs_modulo(a, b)
    case .minimum: a.isNaN || a < b ? a : b
    case .maximum: a.isNaN || a > b ? a : b
    case .less: a < b ? 1 : 0
    case .lessOrEqual: a <= b ? 1 : 0
    case .equal: a == b ? 1 : 0
    case .and: a != 0 && b != 0 ? 1 : 0
    case .or: a != 0 || b != 0 ? 1 : 0
    case .not: a == 0 ? 1 : 0
    case .select: a != 0 ? b : c
    }
  }
}

extension Double {
  /// `x ** n` by repeated squaring, as the tape does it.
  static func integerPower(_ x: Double, _ n: Int32) -> Double {
    var k = n.magnitude
    var square = x
    var result = 1.0
    while k > 0 {
      if k & 1 == 1 { result *= square }
      k >>= 1
      if k > 0 { square *= square }
    }
    return n < 0 ? 1 / result : result
  }

  /// C's `pow`, which (unlike the real-analytic one) takes a negative base to an integral power.
  static func powDomainChecked(_ x: Double, _ y: Double) -> Double {
    guard x < 0, y.rounded() == y, y.magnitude < 0x1p53 else { return .pow(x, y) }
    let magnitude = Double.pow(-x, y)
    return y.truncatingRemainder(dividingBy: 2) == 0 ? magnitude : -magnitude
  }
}
