/// A formula of an .ode file, as written; names are in small letters.
indirect enum ODEExpression: Equatable {
  case number(Double)
  case name(String)
  case call(String, [ODEExpression])
  case negative(ODEExpression)
  case binary(Operator, ODEExpression, ODEExpression)
  case conditional(ODEExpression, ODEExpression, ODEExpression)
  /// `sum(low, high) of (body)`; the body's index is the name `i'`.
  case sum(ODEExpression, ODEExpression, ODEExpression)

  /// Operators with two operands.
  ///
  /// XPPAUT's order of binding is not that of other languages: comparisons bind as tightly as
  /// powers, so that `1<2+5` is (1<2)+5; `&` binds like `*`, `|` like `+`; all group from the left,
  /// powers too; and a leading minus takes in the whole product after it. Measured with XPPAUT 6.11.
  enum Operator: String, CaseIterable {
    case power = "^"
    case starPower = "**"
    case lessOrEqual = "<="
    case greaterOrEqual = ">="
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case greater = ">"
    case times = "*"
    case over = "/"
    case and = "&"
    case plus = "+"
    case minus = "-"
    case or = "|"

    /// 3 binds most tightly.
    var precedence: Int {
      switch self {
      case .power, .starPower, .less, .greater, .lessOrEqual, .greaterOrEqual, .equal, .notEqual: 3
      case .times, .over, .and: 2
      case .plus, .minus, .or: 1
      }
    }

    /// Whether the result is 0 or 1.
    var isComparison: Bool {
      switch self {
      case .less, .greater, .lessOrEqual, .greaterOrEqual, .equal, .notEqual: true
      case .power, .starPower, .times, .over, .and, .plus, .minus, .or: false
      }
    }
  }

  /// Whether a comparison is an operand of arithmetic, which other languages read otherwise.
  var hasSurprisingComparison: Bool {
    switch self {
    case .number, .name: false
    case .call(_, let operands): operands.contains(where: \.hasSurprisingComparison)
    case .negative(let operand): operand.isBareComparison || operand.hasSurprisingComparison
    case .binary(let operation, let left, let right):
      (![.and, .or].contains(operation) && (left.isBareComparison || right.isBareComparison))
        || left.hasSurprisingComparison || right.hasSurprisingComparison
    case .conditional(let condition, let then, let otherwise),
      .sum(let condition, let then, let otherwise):
      [condition, then, otherwise].contains(where: \.hasSurprisingComparison)
    }
  }

  private var isBareComparison: Bool {
    if case .binary(let operation, _, _) = self { operation.isComparison } else { false }
  }
}
