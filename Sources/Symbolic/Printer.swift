/// Writes expressions with an explicit stack of what is still to be written.
struct Printer {
  let notation: Notation
  let names: [Symbol: String]

  /// A piece of the output: finished text, or an operand in a place that
  /// needs parentheses around anything that binds less tightly.
  enum Piece {
    case text(String)
    case operand(Node, in: Precedence)
  }

  func print(_ root: Node) -> String {
    var result = ""
    var pending: [Piece] = [.operand(root, in: .loosest)]
    while let piece = pending.popLast() {
      switch piece {
      case .text(let text): result += text
      case .operand(let node, let place):
        let pieces = layout(node)
        pending +=
          precedence(of: node) < place
          ? ([.text(openParenthesis)] + pieces + [.text(closeParenthesis)]).reversed()
          : pieces.reversed()
      }
    }
    return result
  }

  private var openParenthesis: String {
    switch notation {
    case .text: "("
    case .latex: "\\left("
    case .mathML: "<mrow><mo>(</mo>"
    }
  }

  private var closeParenthesis: String {
    switch notation {
    case .text: ")"
    case .latex: "\\right)"
    case .mathML: "<mo>)</mo></mrow>"
    }
  }

  /// The pieces of one node, without parentheses around it.
  private func layout(_ node: Node) -> [Piece] {
    if node.isConstant { return [.text(NumberText.write(node.value, in: notation))] }
    if let symbol = node.symbol { return [.text(SymbolName.write(name(of: symbol), in: notation))] }
    guard let a = node.a else { return [] }
    switch notation {
    case .text: return text(node, a)
    case .latex: return latex(node, a)
    case .mathML: return mathML(node, a)
    }
  }

  private func name(of symbol: Symbol) -> String {
    names[symbol] ?? symbol.name ?? "symbol\(symbol.identifier)"
  }
}

/// How tightly a piece of notation binds.
enum Precedence: Int, Comparable {
  case loosest
  case or
  case and
  case comparison
  case sum
  case product
  case factor
  case power
  case atom

  static func < (left: Precedence, right: Precedence) -> Bool { left.rawValue < right.rawValue }
}

extension Printer {
  func precedence(of node: Node) -> Precedence {
    switch node.operation {
    case .constant: return node.value.sign == .minus ? .sum : .atom
    case .add, .subtract, .negate: return .sum
    case .multiply: return .product
    // A fraction bar groups by itself.
    case .divide: return notation == .text ? .product : .factor
    case .power, .integerPower: return .power
    case .less, .lessOrEqual, .equal: return .comparison
    case .and: return .and
    case .or: return .or
    case .symbol, .exp, .log, .sqrt, .sin, .cos, .tan, .sinh, .cosh, .tanh, .erf, .atan, .asin,
      .acos, .asinh, .acosh, .atanh, .atan2, .absolute, .sign, .heaviside, .floor, .modulo,
      .interpolate, .external, .minimum, .maximum, .not, .select, .sum, .mean:
      return .atom
    }
  }
}

extension Operation {
  /// The function's name in source text; nil for what is not written as a call.
  var functionName: String? {
    switch self {
    case .exp: "exp"
    case .log: "log"
    case .sqrt: "sqrt"
    case .sin: "sin"
    case .cos: "cos"
    case .tan: "tan"
    case .sinh: "sinh"
    case .cosh: "cosh"
    case .tanh: "tanh"
    case .erf: "erf"
    case .atan: "atan"
    case .asin: "asin"
    case .acos: "acos"
    case .asinh: "asinh"
    case .acosh: "acosh"
    case .atanh: "atanh"
    case .atan2: "atan2"
    case .absolute: "abs"
    case .sign: "sign"
    case .heaviside: "heaviside"
    case .floor: "floor"
    case .modulo: "mod"
    case .interpolate: "interpolated"
    case .minimum: "min"
    case .maximum: "max"
    case .select: "ifelse"
    case .sum: "sum"
    case .mean: "mean"
    case .constant, .symbol, .add, .subtract, .multiply, .divide, .power, .integerPower, .negate,
      .less, .lessOrEqual, .equal, .and, .or, .not, .external:
      nil
    }
  }
}

extension Operation {
  /// The function's name as a paper writes it: inverse functions with "ar" or "arc" in front.
  var inverseName: String {
    let name = functionName ?? ""
    guard name.hasPrefix("a"), self != .absolute else { return name }
    return (name.hasSuffix("h") ? "ar" : "arc") + name.dropFirst()
  }
}
