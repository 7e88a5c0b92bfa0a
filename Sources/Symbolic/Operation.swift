/// The operations an expression is built of, in one table.
///
/// Each view of the table is one `switch` without `default`: value
/// (`Operation+Value`), derivative (`Operation+Derivative`), simplification
/// (`Operation+Simplification`), printing (`Printer`) and, by its raw value,
/// the tape (`fs_tape.h` numbers the operations alike).
public enum Operation: UInt8, CaseIterable, Sendable {
  /// A number.
  case constant
  /// A variable, a parameter or the time.
  case symbol
  /// a + b.
  case add
  /// a − b.
  case subtract
  /// a b.
  case multiply
  /// a/b.
  case divide
  /// aᵇ, b any expression; a real number for a > 0, or whole b.
  case power
  /// aⁿ, n a whole number kept in the node.
  case integerPower
  /// −a.
  case negate
  /// eᵃ.
  case exp
  /// The natural logarithm.
  case log
  /// The square root.
  case sqrt
  /// Sine, a in radians.
  case sin
  /// Cosine, a in radians.
  case cos
  /// Tangent, a in radians.
  case tan
  /// Hyperbolic sine.
  case sinh
  /// Hyperbolic cosine.
  case cosh
  /// Hyperbolic tangent.
  case tanh
  /// The error function, 2/√π ∫₀ᵃ exp(−u²) du.
  case erf
  /// Inverse tangent, in (−π/2, π/2).
  case atan
  /// Inverse sine, in [−π/2, π/2].
  case asin
  /// Inverse cosine, in [0, π].
  case acos
  /// Inverse hyperbolic sine.
  case asinh
  /// Inverse hyperbolic cosine, a ≥ 1.
  case acosh
  /// Inverse hyperbolic tangent, |a| < 1.
  case atanh
  /// The angle of the point (b, a), in [−π, π].
  case atan2
  /// |a|.
  case absolute
  /// The sign of a; 0 at 0.
  case sign
  /// 0 for a < 0, 1 from 0 on.
  case heaviside
  /// The largest whole number that is not above a.
  case floor
  /// a − b floor(a/b), of the sign of b.
  case modulo
  /// A table's value at a.
  case interpolate
  /// A function written in Swift, of one to three arguments.
  case external
  /// The smaller of a and b.
  case minimum
  /// The larger of a and b.
  case maximum
  /// 1 if a < b, else 0.
  case less
  /// 1 if a ≤ b, else 0.
  case lessOrEqual
  /// 1 if a = b, else 0.
  case equal
  /// 1 if neither is 0, else 0.
  case and
  /// 1 if one is not 0, else 0.
  case or
  /// 1 if a is 0, else 0.
  case not
  /// b where the condition a holds, else c.
  case select
  /// The sum over a population's members.
  case sum
  /// The mean over a population's members.
  case mean

  /// The number of operands.
  public var arity: Int {
    switch self {
    case .constant, .symbol: 0
    // One to three; see ExternalFunction.
    case .external: 3
    case .integerPower, .negate, .exp, .log, .sqrt, .sin, .cos, .tan, .sinh, .cosh, .tanh, .erf,
      .atan, .asin, .acos, .asinh, .acosh, .atanh, .absolute, .sign, .heaviside, .floor,
      .interpolate, .not, .sum, .mean:
      1
    case .add, .subtract, .multiply, .divide, .power, .atan2, .modulo, .minimum, .maximum, .less,
      .lessOrEqual, .equal, .and, .or:
      2
    case .select: 3
    }
  }

  /// Whether the operands may be exchanged.
  public var isCommutative: Bool {
    switch self {
    case .add, .multiply, .minimum, .maximum, .equal, .and, .or: true
    case .constant, .symbol, .subtract, .divide, .power, .integerPower, .negate, .exp, .log, .sqrt,
      .sin, .cos, .tan, .sinh, .cosh, .tanh, .erf, .atan, .asin, .acos, .asinh, .acosh, .atanh,
      .atan2, .absolute, .sign, .heaviside, .floor, .modulo, .interpolate, .external, .less,
      .lessOrEqual,
      .not, .select, .sum, .mean:
      false
    }
  }

  /// Whether the operation has derivatives of all orders inside its domain.
  public var isSmooth: Bool {
    switch self {
    case .absolute, .sign, .heaviside, .floor, .modulo, .interpolate, .minimum, .maximum, .less,
      .lessOrEqual, .equal, .and, .or, .not, .select:
      false
    case .constant, .symbol, .add, .subtract, .multiply, .divide, .power, .integerPower, .negate,
      .exp, .log, .sqrt, .sin, .cos, .tan, .sinh, .cosh, .tanh, .erf, .atan, .asin, .acos, .asinh,
      .acosh, .atanh, .atan2, .external, .sum, .mean:
      true
    }
  }
}
