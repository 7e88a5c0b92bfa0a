/// Why a formula cannot be read: where, and what was expected.
struct ODESyntaxError: Error {
  let message: String
}

/// Reads a formula of an .ode file.
struct ODEParser {
  private enum Token: Equatable {
    case number(Double)
    case name(String)
    case symbol(String)
  }

  private var tokens: [Token] = []
  private var position = 0
  private var depth = 0

  /// Formulas nested more deeply are refused.
  private static let deepest = 200

  /// Reads a whole formula.
  static func parse(_ text: some StringProtocol) throws(ODESyntaxError) -> ODEExpression {
    var parser = ODEParser()
    parser.tokens = try tokens(of: text)
    guard !parser.tokens.isEmpty else { throw ODESyntaxError(message: "a formula is missing") }
    let formula = try parser.sum()
    if let extra = parser.next { throw parser.unexpected(extra) }
    return formula
  }

  // MARK: Tokens

  private static func tokens(of text: some StringProtocol) throws(ODESyntaxError) -> [Token] {
    var tokens: [Token] = []
    var rest = Array(text.lowercased())[...]
    while let first = rest.first {
      if first.isWhitespace {
        rest = rest.dropFirst()
      } else if first.isDigit || (first == "." && rest.dropFirst().first?.isDigit == true) {
        let digits = numberPrefix(rest)
        guard let value = Double(String(digits)) else {
          throw ODESyntaxError(message: "\(String(digits)) is not a number")
        }
        tokens.append(.number(value))
        rest = rest.dropFirst(digits.count)
      } else if first.isNameStart {
        var name = String(rest.prefix { $0.isNameStart || $0.isDigit })
        rest = rest.dropFirst(name.count)
        if rest.first == "'" {
          name += "'"
          rest = rest.dropFirst()
        }
        tokens.append(.name(name))
      } else {
        let pair = String(rest.prefix(2))
        let symbol =
          ODEExpression.Operator.allCases.contains { $0.rawValue == pair } ? pair : String(first)
        tokens.append(.symbol(symbol))
        rest = rest.dropFirst(symbol.count)
      }
    }
    return tokens
  }

  private static func numberPrefix(_ text: ArraySlice<Character>) -> ArraySlice<Character> {
    var end = text.startIndex
    var hasPoint = false
    while end < text.endIndex, text[end].isDigit || (text[end] == "." && !hasPoint) {
      hasPoint = hasPoint || text[end] == "."
      end += 1
    }
    guard end < text.endIndex, text[end] == "e" else { return text[..<end] }
    var exponent = end + 1
    if exponent < text.endIndex, "+-".contains(text[exponent]) { exponent += 1 }
    let first = exponent
    while exponent < text.endIndex, text[exponent].isDigit { exponent += 1 }
    return text[..<(exponent > first ? exponent : end)]
  }

  private var next: Token? { position < tokens.count ? tokens[position] : nil }

  private mutating func take(_ symbol: String) -> Bool {
    guard next == .symbol(symbol) else { return false }
    position += 1
    return true
  }

  private mutating func require(_ symbol: String) throws(ODESyntaxError) {
    if take(symbol) { return }
    guard let next else { throw ODESyntaxError(message: "\(symbol) is missing at the end") }
    throw ODESyntaxError(message: "\(symbol) is expected before \(ODEParser.text(next))")
  }

  private func unexpected(_ token: Token) -> ODESyntaxError {
    ODESyntaxError(message: "\(ODEParser.text(token)) does not belong there")
  }

  private static func text(_ token: Token) -> String {
    switch token {
    case .number(let value): "\(value)"
    case .name(let name): name
    case .symbol(let symbol): "\"\(symbol)\""
    }
  }

  // MARK: Grammar

  private mutating func sum() throws(ODESyntaxError) -> ODEExpression { try chain(1) }

  /// Operands joined from the left by operators of one precedence.
  private mutating func chain(_ precedence: Int) throws(ODESyntaxError) -> ODEExpression {
    depth += 1
    defer { depth -= 1 }
    guard depth < 4 * ODEParser.deepest else {
      throw ODESyntaxError(message: "the formula is nested too deeply")
    }
    var left = try operand(precedence)
    var length = 0
    while case .symbol(let text)? = next, let operation = ODEExpression.Operator(rawValue: text),
      operation.precedence == precedence
    {
      position += 1
      length += 1
      guard length < 1000 else { throw ODESyntaxError(message: "the formula is too long") }
      left = .binary(operation, left, try operand(precedence))
    }
    return left
  }

  private mutating func operand(_ precedence: Int) throws(ODESyntaxError) -> ODEExpression {
    // A leading minus takes in the product after it.
    if take("-") { return .negative(try chain(2)) }
    if take("+") { return try chain(2) }
    return precedence < 3 ? try chain(precedence + 1) : try atom()
  }

  private mutating func atom() throws(ODESyntaxError) -> ODEExpression {
    guard let token = next else { throw ODESyntaxError(message: "the formula ends too early") }
    position += 1
    switch token {
    case .number(let value): return .number(value)
    case .symbol("("):
      let inside = try sum()
      try require(")")
      return inside
    case .symbol: throw unexpected(token)
    case .name("if"): return try conditional()
    case .name("sum"): return try summation()
    case .name(let name):
      guard take("(") else { return .name(name) }
      return .call(name, try arguments())
    }
  }

  private mutating func arguments() throws(ODESyntaxError) -> [ODEExpression] {
    var arguments: [ODEExpression] = []
    repeat { arguments.append(try sum()) } while take(",")
    try require(")")
    return arguments
  }

  private mutating func parenthesised() throws(ODESyntaxError) -> ODEExpression {
    try require("(")
    let inside = try sum()
    try require(")")
    return inside
  }

  private mutating func word(_ name: String) throws(ODESyntaxError) {
    guard next == .name(name) else { throw ODESyntaxError(message: "\"\(name)\" is missing") }
    position += 1
  }

  private mutating func conditional() throws(ODESyntaxError) -> ODEExpression {
    let condition = try parenthesised()
    try word("then")
    let then = try parenthesised()
    try word("else")
    return .conditional(condition, then, try parenthesised())
  }

  private mutating func summation() throws(ODESyntaxError) -> ODEExpression {
    try require("(")
    let low = try sum()
    try require(",")
    let high = try sum()
    try require(")")
    try word("of")
    return .sum(low, high, try parenthesised())
  }
}

extension Character {
  var isDigit: Bool { isASCII && isNumber }
  var isNameStart: Bool { isASCII && (isLetter || self == "_") }
}
