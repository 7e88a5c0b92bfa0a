package import Modeling
private import Symbolic

/// A model without scales whose equations are written as text, as the reference files have them:
/// compiled like any declared one, with exact Jacobian.
///
/// - Parameters:
///   - equations: the right side of each variable.
///   - start: the initial state; nil: zeros.
package func writtenModel(
  state: [String], equations: [String: String], parameters: [String: Double] = [:],
  from start: [Double]? = nil
) throws -> System {
  let symbols = state.map { Symbol($0) }
  let constants = parameters.sorted { $0.key < $1.key }.map { (Symbol($0.key), $0.value) }
  var names = ["t": ModelDescription.time]
  for symbol in symbols + constants.map(\.0) { names[symbol.name ?? ""] = symbol.expression }
  let description = ModelDescription(
    name: "written",
    variables: zip(symbols, start ?? state.map { _ in 0 }).map { .init($0, initial: $1) },
    parameters: constants.map { .init($0, $1) },
    rightSides: try state.map { name in
      var reader = FormulaReader(equations[name] ?? "", names)
      return try reader.formula()
    })
  return try System(description)
}

extension WrittenProblem {
  /// The problem as a model.
  package func system() throws -> System {
    try writtenModel(state: state, equations: equations, parameters: parameters, from: y0)
  }
}

/// Reads sums, products, powers and calls: `a*x**2 - exp(-t)/2`.
private struct FormulaReader {
  struct Unreadable: Error { let text: String }

  private let text: [Character]
  private var place = 0
  private let names: [String: Expression]

  init(_ text: String, _ names: [String: Expression]) {
    self.text = text.filter { $0 != " " }
    self.names = names
  }

  mutating func formula() throws -> Expression {
    let result = try sum()
    guard place == text.count else { throw unreadable }
    return result
  }

  private mutating func sum() throws -> Expression {
    var result = try product()
    while let sign = take(["+", "-"]) {
      let next = try product()
      result = sign == "+" ? result + next : result - next
    }
    return result
  }

  private mutating func product() throws -> Expression {
    var result = try signed()
    while !(peek == "*" && peek(1) == "*"), let sign = take(["*", "/"]) {
      let next = try signed()
      result = sign == "*" ? result * next : result / next
    }
    return result
  }

  private mutating func signed() throws -> Expression {
    if take(["-"]) != nil { return -(try signed()) }
    if take(["+"]) != nil { return try signed() }
    let base = try atom()
    guard peek == "*", peek(1) == "*" else { return base }
    place += 2
    return base ** (try signed())
  }

  private mutating func atom() throws -> Expression {
    if take(["("]) != nil { return try closed(try sum()) }
    if let digit = peek, digit.isNumber || digit == "." { return try number() }
    var name = ""
    while let letter = peek, letter.isLetter || letter.isNumber || letter == "_" {
      name.append(letter)
      place += 1
    }
    if take(["("]) != nil { return try call(name, try closed(try sum())) }
    guard let value = names[name] else { throw unreadable }
    return value
  }

  private mutating func closed(_ value: Expression) throws -> Expression {
    guard take([")"]) != nil else { throw unreadable }
    return value
  }

  private func call(_ name: String, _ x: Expression) throws -> Expression {
    switch name {
    case "sin": sin(x)
    case "cos": cos(x)
    case "tanh": tanh(x)
    case "cosh": cosh(x)
    case "exp": exp(x)
    case "log": log(x)
    case "sqrt": sqrt(x)
    default: throw unreadable
    }
  }

  private mutating func number() throws -> Expression {
    var digits = ""
    while let next = peek {
      let isSign = "+-".contains(next) && digits.last == "e"
      guard next.isNumber || next == "." || next == "e" || isSign else { break }
      digits.append(next)
      place += 1
    }
    guard let value = Double(digits) else { throw unreadable }
    return Expression(value)
  }

  private var unreadable: Unreadable {
    Unreadable(text: String(text.prefix(place)) + "⟨?⟩" + String(text.dropFirst(place)))
  }

  private var peek: Character? { peek(0) }

  private func peek(_ ahead: Int) -> Character? {
    place + ahead < text.count ? text[place + ahead] : nil
  }

  private mutating func take(_ wanted: [Character]) -> Character? {
    guard let next = peek, wanted.contains(next) else { return nil }
    place += 1
    return next
  }
}
