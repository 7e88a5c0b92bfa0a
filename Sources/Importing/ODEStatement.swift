/// What a line of an .ode file says.
enum ODEStatement {
  /// `par a=1, b=2`
  case parameters([(String, String)])
  /// `number a=1`: constants that cannot be changed.
  case numbers([(String, String)])
  /// `init x=1`
  case initials([(String, String)])
  /// `x(0)=1`
  case initial(String, String)
  /// `x'=…`, `dx/dt=…`
  case equation(String, String)
  /// `z=…`
  case fixed(String, String)
  /// `!b=…`
  case derived(String, String)
  /// `aux z=…`
  case auxiliary(String, String)
  /// `f(x,y)=…`
  case function(String, [String], String)
  /// `global 1 {v-vt} {v=0}`
  case event(sign: String, condition: String, changes: String)
  /// `table name …`
  case table(String, String)
  /// `@ total=100, dt=0.1`
  case options([(String, String)])
  /// Known, and without effect on a run: what it is and what to do.
  case remark(String)
  /// Not supported, or not understood.
  case refused(String)

}

extension ODEStatement {
  /// Reads a line.
  init(_ text: String) {
    if text.hasPrefix("@") {
      self = .options(ODEStatement.pairs(text.dropFirst()))
      return
    }
    if text.hasPrefix("!") {
      self =
        ODEStatement.split(text.dropFirst()).map { .derived($0.0, $0.1) }
        ?? .refused("a derived parameter is written !name=formula")
      return
    }
    if let (word, rest) = ODEStatement.keyword(text), let known = ODEStatement(word, rest) {
      self = known
      return
    }
    guard let (left, right) = ODEStatement.split(text) else {
      self = .refused("\"\(text.prefix(40))\" is not understood")
      return
    }
    self = ODEStatement.definition(left, right)
  }

  /// The first word of a line, if more than an "=" follows it.
  private static func keyword(_ text: String) -> (String, String)? {
    let word = text.prefix { $0.isNameStart || $0.isDigit }
    let rest = text.dropFirst(word.count)
    let isSeparate = rest.first?.isWhitespace == true || rest.first == "{"
    let body = ODELines.trimmed(rest)
    guard !word.isEmpty, isSeparate, let first = body.first, first != "=" else { return nil }
    return (word.lowercased(), body)
  }

  private init?(_ word: String, _ rest: String) {
    switch word {
    case _ where word.hasPrefix("par"), "p": self = .parameters(ODEStatement.pairs(rest))
    case _ where word.hasPrefix("num"): self = .numbers(ODEStatement.pairs(rest))
    case _ where word.hasPrefix("init"), "i": self = .initials(ODEStatement.pairs(rest))
    case "aux":
      guard let (name, formula) = ODEStatement.split(rest) else { return nil }
      self = .auxiliary(name, formula)
    case "global": self = ODEStatement.event(rest)
    case _ where word.hasPrefix("tab"):
      let name = rest.prefix { !$0.isWhitespace }
      self = .table(String(name), ODELines.trimmed(rest.dropFirst(name.count)))
    case _ where word.hasPrefix("bdr"), "b":
      self = .remark("a boundary condition has no part in a run from initial values")
    case "only": self = .remark("\"only\" chooses columns of output; all are written")
    case "set":
      self = .remark("the named set is not applied; give its values with --set and --from")
    default:
      guard let reason = ODEStatement.unsupported[word] else { return nil }
      self = .refused("\(word): \(reason)")
    }
  }

  private static let unsupported = [
    "wiener": "noise is not supported: FastSlow integrates ordinary differential equations",
    "wien": "noise is not supported: FastSlow integrates ordinary differential equations",
    "markov": "Markov variables are not supported",
    "solve": "algebraic conditions are not supported; solve for the variable by hand",
    "solv": "algebraic conditions are not supported; solve for the variable by hand",
    "special": "special sums are not supported; write them out as sum(0,n)of(…)",
    "spec": "special sums are not supported; write them out as sum(0,n)of(…)",
    "volterra": "integral equations are not supported",
    "vol": "integral equations are not supported",
    "export": "functions from C libraries are not supported",
    "options": "a file of options is not supported; write them into this one with @",
    "option": "a file of options is not supported; write them into this one with @",
  ]

  /// `{condition}` may stand in braces; the last braces hold the changes.
  private static func event(_ text: String) -> ODEStatement {
    let sign = text.prefix { !$0.isWhitespace && $0 != "{" }
    var rest = ODELines.trimmed(text.dropFirst(sign.count))
    guard rest.hasSuffix("}"), let open = rest.lastIndex(of: "{") else {
      return .refused("an event is written global sign {condition} {name=formula; …}")
    }
    let changes = String(rest[rest.index(after: open)...].dropLast())
    rest = ODELines.trimmed(rest[..<open])
    if rest.hasPrefix("{"), rest.hasSuffix("}") { rest = String(rest.dropFirst().dropLast()) }
    return .event(sign: String(sign), condition: rest, changes: changes)
  }

  private static func definition(_ left: String, _ right: String) -> ODEStatement {
    // A blank inside a name is a word that was not understood.
    let stem = left.prefix { $0 != "(" && $0 != "'" }
    guard !ODELines.trimmed(stem).contains(where: \.isWhitespace) else {
      return .refused("\"\(left.prefix(40))=\" is not understood")
    }
    let tight = left.filter { !$0.isWhitespace }
    let name = tight.lowercased()
    if name == "0" {
      return .refused("algebraic conditions are not supported; solve for the variable by hand")
    }
    if name.hasSuffix("'") { return .equation(String(tight.dropLast()), right) }
    if name.hasPrefix("d"), name.hasSuffix("/dt") {
      return .equation(String(tight.dropFirst().dropLast(3)), right)
    }
    guard tight.hasSuffix(")"), let open = tight.firstIndex(of: "(") else {
      return .fixed(tight, right)
    }
    let inside = tight[tight.index(after: open)...].dropLast().lowercased()
    return function(String(tight[..<open]), inside, right)
  }

  private static func function(_ stem: String, _ inside: String, _ right: String)
    -> ODEStatement
  {
    switch inside {
    case "0": return .initial(stem, right)
    case "t+1":
      return .refused("\(stem)(t+1)=: maps are not supported, only differential equations")
    case "t": return .refused("\(stem)(t)=: integral equations are not supported")
    default:
      let arguments = inside.split(separator: ",", omittingEmptySubsequences: false)
      return .function(stem, arguments.map(String.init), right)
    }
  }

  /// The two sides of the first "=" that is no part of a comparison.
  static func split(_ text: some StringProtocol) -> (String, String)? {
    guard let place = text.firstIndex(of: "=") else { return nil }
    let (left, right) = (text[..<place], text[text.index(after: place)...])
    guard !right.hasPrefix("="), let last = left.last, !"<>!".contains(last) else { return nil }
    return (ODELines.trimmed(left), ODELines.trimmed(right))
  }

  /// `a=1, b = 2 c=3` as names and values.
  static func pairs(_ text: some StringProtocol) -> [(String, String)] {
    // A blank beside an "=" does not part a name from its value.
    var tight = ""
    for character in text {
      if character.isWhitespace, tight.last == "=" { continue }
      if character == "=" { while tight.last?.isWhitespace == true { tight.removeLast() } }
      tight.append(character)
    }
    return tight.split { $0 == "," || $0.isWhitespace }.map { item in
      split(item) ?? (String(item), "")
    }
  }
}
