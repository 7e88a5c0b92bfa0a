/// Why a formula cannot be read: where, and what was expected.
struct ODESyntaxError: Error {
  let message: String
}

/// Reads a formula of an .ode file, or one of a declared model's names.
struct ODEParser {
  /// How formulas are written.
  enum Dialect {
    /// XPPAUT's: names in small letters, its own order of binding.
    case file
    /// Names as a model declares them (`ε`, `c[0]`, `neuron.s`), operators binding as in mathematics.
    case model
  }

  private enum Token: Equatable {
    case number(Double)
    case name(String)
    case symbol(String)
  }

  private let dialect: Dialect
  private var tokens: [Token] = []
  private var position = 0
  private var depth = 0

  /// Formulas nested more deeply are refused.
  private static let deepest = 200

  private init(_ dialect: Dialect) { self.dialect = dialect }

  /// Reads a whole formula.
  static func parse(_ text: some StringProtocol, in dialect: Dialect = .file)
    throws(ODESyntaxError) -> ODEExpression
  {
    var parser = ODEParser(dialect)
    parser.tokens = try tokens(of: text, dialect)
    guard !parser.tokens.isEmpty else { throw ODESyntaxError(message: "a formula is missing") }
    let formula = try parser.sum()
    if let extra = parser.next { throw parser.unexpected(extra) }
    return formula
  }

  // MARK: Tokens

  private static func tokens(of text: some StringProtocol, _ dialect: Dialect)
    throws(ODESyntaxError) -> [Token]
  {
    var tokens: [Token] = []
    var rest = Array(dialect == .file ? text.lowercased() : String(text))[...]
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
      } else if dialect == .model, first.isLetter || first == "_" {
        let name = declaredName(rest)
        tokens.append(.name(String(name)))
        rest = rest.dropFirst(name.count)
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

  /// Letters of any script, digits, a member's or an element's place: `ε`, `neuron.s`, `c[0]`.
  private static func declaredName(_ text: ArraySlice<Character>) -> ArraySlice<Character> {
    var name = text.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
    let rest = text[name.endIndex...]
    guard rest.first == "[" else { return name }
    let digits = rest.dropFirst().prefix(while: \.isDigit)
    if !digits.isEmpty, digits.endIndex < text.endIndex, text[digits.endIndex] == "]" {
      name = text[...digits.endIndex]
    }
    return name
  }

  private static func numberPrefix(_ text: ArraySlice<Character>) -> ArraySlice<Character> {
    var end = text.startIndex
    var hasPoint = false
    while end < text.endIndex, text[end].isDigit || (text[end] == "." && !hasPoint) {
      hasPoint = hasPoint || text[end] == "."
      end += 1
    }
    guard end < text.endIndex, text[end] == "e" || text[end] == "E" else { return text[..<end] }
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

  /// Of an operator; a higher one binds more tightly.
  private func precedence(_ operation: ODEExpression.Operator) -> Int {
    if dialect == .file { return operation.precedence }
    switch operation {
    case .or: return 1
    case .and: return 2
    case .less, .greater, .lessOrEqual, .greaterOrEqual, .equal, .notEqual: return 3
    case .plus, .minus: return 4
    case .times, .over: return 5
    case .power, .starPower: return 6
    }
  }

  private var powers: Int { precedence(.power) }

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
      self.precedence(operation) == precedence
    {
      position += 1
      length += 1
      guard length < 1000 else { throw ODESyntaxError(message: "the formula is too long") }
      // In mathematics a^b^c is a^(b^c); XPPAUT has (a^b)^c.
      let groupsRight = dialect == .model && precedence == powers
      let right = groupsRight ? try chain(precedence) : try operand(precedence)
      left = .binary(operation, left, right)
    }
    return left
  }

  private mutating func operand(_ precedence: Int) throws(ODESyntaxError) -> ODEExpression {
    if precedence >= self.precedence(.plus) {
      // A sign takes in the product after it; within a product or an exponent that is XPPAUT's alone.
      let product = self.precedence(.times)
      let reach = dialect == .model && precedence >= product ? powers : product
      if take("-") { return .negative(try chain(reach)) }
      if take("+") { return try chain(reach) }
    }
    return precedence < powers ? try chain(precedence + 1) : try atom()
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
    if dialect == .model, take(")") { return .call("sum", [low]) }
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
