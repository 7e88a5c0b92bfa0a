/// The operations an expression is built of, in one table.
///
/// Each view of the table is one `switch` without `default`: value
/// (`Operation+Value`), derivative (`Operation+Derivative`), simplification
/// (`Operation+Simplification`), printing (`Printer`) and, by its raw value,
/// the tape (`fs_tape.h` numbers the operations alike).
public enum Operation: UInt8, CaseIterable, Sendable {
  case constant
  case symbol
  case add
  case subtract
  case multiply
  case divide
  case power
  case integerPower
  case negate
  case exp
  case log
  case sqrt
  case sin
  case cos
  case tan
  case sinh
  case cosh
  case tanh
  case erf
  case atan
  case asin
  case acos
  case asinh
  case acosh
  case atanh
  case atan2
  case absolute
  case sign
  case heaviside
  case floor
  case modulo
  case interpolate
  case external
  case minimum
  case maximum
  case less
  case lessOrEqual
  case equal
  case and
  case or
  case not
  case select
  case sum
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
