import NumericKernel
import Symbolic

/// The Swift source of a system: a struct that declares the same model.
///
/// Names that Swift cannot read are changed; tables and tests for equality have no source form.
public struct ModelSource: Sendable {
  /// The source.
  public let text: String

  /// Writes a system without populations.
  ///
  /// - Parameters:
  ///   - system: what to write.
  ///   - name: the model's name on the command line.
  ///   - typeName: the struct's name.
  /// - Throws: ``UnusableValue`` naming what cannot be written.
  public init(_ system: System, name: String, typeName: String) throws {
    guard system.populations.isEmpty else {
      throw UnusableValue(
        name: system.populations[0].name, problem: "populations are not written as source")
    }
    var writer = SourceWriter(system)
    try writer.check()
    text = writer.write(name: name, typeName: typeName)
  }
}

private struct SourceWriter {
  let system: System
  /// Swift identifiers by symbol.
  private var names: [Symbol: String] = [:]
  private var lines: [String] = []

  private static let reserved: Set<String> = [
    "as", "break", "case", "catch", "class", "continue", "default", "defer", "deinit", "do", "else",
    "enum", "extension", "false", "for", "func", "guard", "if", "import", "in", "init", "internal",
    "is", "let", "nil", "operator", "private", "protocol", "public", "repeat", "return", "self",
    "static", "struct", "super", "switch", "throw", "throws", "true", "try", "var", "where",
    "while",
    "equations", "observables", "events", "conserved", "nonnegative", "name", "summary", "time",
    "d",
    "event", "exp", "log", "sqrt", "sin", "cos", "tan", "sinh", "cosh", "tanh", "erf", "atan",
    "asin", "acos", "asinh", "acosh", "atanh", "atan2", "abs", "sign", "heaviside", "floor", "mod",
    "min", "max", "ifelse", "sum", "mean",
  ]

  init(_ system: System) {
    self.system = system
    var taken: Set<String> = []
    for symbol in system.variables.map(\.symbol) + system.parameters.map(\.symbol) {
      var name = SourceWriter.identifier(system.symbolNames[symbol] ?? "")
      while !taken.insert(name).inserted { name += "_" }
      names[symbol] = name
    }
    names[modelTime] = "time"
  }

  /// `x[1]` becomes x1; a word that Swift or the model language keeps gets a tail.
  private static func identifier(_ name: String) -> String {
    let plain = String(name.filter { $0.isLetter || $0.isNumber || $0 == "_" })
    let safe = plain.first?.isNumber ?? true ? "_" + plain : plain
    return reserved.contains(safe) ? safe + "_" : safe
  }

  func check() throws {
    let expressions =
      system.rightSides + system.observables.map(\.expression)
      + system.events.flatMap { [$0.expression] + $0.resets.map(\.value) }
    for part in expressions.flatMap(\.subexpressions) {
      if part.operation == .interpolate {
        throw UnusableValue(
          name: system.name, problem: "it reads a table, which has no form as source yet")
      }
      if let function = part.external {
        throw UnusableValue(
          name: system.name,
          problem: "it calls \(function.name), a closure, which has no form as source")
      }
      if part.operation == .equal {
        throw UnusableValue(
          name: system.name, problem: "a test for equality has no form as source yet")
      }
    }
  }

  mutating func write(name: String, typeName: String) -> String {
    lines = [
      "public import FastSlow", "", "/// \(SourceWriter.comment(system.summary, name))",
      "public struct \(typeName): FastSlowModel {",
      "  public static let name = \(SourceWriter.quoted(name))",
      "  public static let summary = \(SourceWriter.quoted(system.summary))", "",
    ]
    writeDeclarations()
    lines += ["", "  public init() {}", "", "  public var equations: [Equation] {"]
    for (variable, side) in zip(system.variables, system.rightSides) {
      lines.append("    d(\(names[variable.symbol] ?? "")) == \(text(side))")
    }
    lines.append("  }")
    writeObservables()
    writeEvents()
    lines += ["}", ""]
    return lines.joined(separator: "\n")
  }

  private mutating func writeDeclarations() {
    for (index, variable) in system.variables.enumerated() {
      let wrapper =
        switch variable.scale {
        case .fast: "Fast"
        case .slow: "Slow"
        case .unscaled: "State"
        }
      let start = system.initialState[index]
      lines.append(
        "  @\(wrapper)(initial: \(start)\(SourceWriter.meaning(variable.meaning))) public var "
          + (names[variable.symbol] ?? ""))
    }
    for (parameter, value) in zip(system.parameters, system.parameterValues) {
      let wrapper = parameter.isSmall ? "SmallParameter" : "Parameter"
      let meaning = parameter.isSmall ? "" : SourceWriter.meaning(parameter.meaning)
      lines.append(
        "  @\(wrapper)(\(value)\(meaning)) public var " + (names[parameter.symbol] ?? ""))
    }
  }

  private mutating func writeObservables() {
    guard !system.observables.isEmpty else { return }
    lines += ["", "  public var observables: [Observable] {"]
    for observable in system.observables {
      lines.append(
        "    Observable(\(SourceWriter.quoted(observable.name)), \(text(observable.expression)))")
    }
    lines.append("  }")
  }

  private mutating func writeEvents() {
    guard !system.events.isEmpty else { return }
    lines += ["", "  public var events: [ModelEvent] {"]
    for event in system.events {
      let head =
        "    event(\(SourceWriter.quoted(event.name)), \(text(event.expression)), "
        + ".\(event.direction.rawValue)\(event.isTerminal ? ", isTerminal: true" : ""))"
      guard !event.resets.isEmpty else {
        lines.append(head)
        continue
      }
      lines.append(head + " {")
      for reset in event.resets {
        lines.append("      \(text(reset.variable)).becomes(\(text(reset.value)))")
      }
      lines.append("    }")
    }
    lines.append("  }")
  }

  /// A bare number is no expression to the compiler.
  private func text(_ expression: Expression) -> String {
    let text = expression.formatted(.text, names: names)
    return expression.constantValue == nil ? text : "Expression(\(text))"
  }

  private static func meaning(_ meaning: Meaning) -> String {
    guard !meaning.text.isEmpty || !meaning.unit.isEmpty else { return "" }
    let unit = meaning.unit.isEmpty ? "" : ", unit: \(quoted(meaning.unit))"
    return ", \(quoted(meaning.text))\(unit)"
  }

  private static func comment(_ summary: String, _ name: String) -> String {
    let words = summary.isEmpty ? name : summary
    return String(words.map { $0.isNewline ? " " : $0 })
  }

  private static func quoted(_ text: String) -> String {
    let safe = text.map { character -> String in
      switch character {
      case "\\": "\\\\"
      case "\"": "\\\""
      case _ where character.isNewline: " "
      default: String(character)
      }
    }
    return "\"" + safe.joined() + "\""
  }
}
