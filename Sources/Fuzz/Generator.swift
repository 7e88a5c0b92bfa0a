/// Random inputs, the same for a seed: texts put together from what readers know, then damaged.
struct Generator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// SplitMix64 (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195).
  private mutating func bits() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  private mutating func below(_ bound: Int) -> Int { Int(bits() % UInt64(max(bound, 1))) }
  private mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
  private mutating func pick(_ words: [String]) -> String { words[below(words.count)] }

  /// What to read it as, and the text; words of a command line are parted by U+0001.
  mutating func input() -> (kind: String, text: String) {
    switch below(20) {
    case 0..<10: return ("ode", damaged(ode()))
    case 10..<14: return ("csv", damaged(csv()))
    case 14..<18: return ("json", damaged(json()))
    default: return ("command", command())
    }
  }

  // MARK: .ode

  private static let names = ["x", "y", "z", "w", "a", "b", "eps", "t", "pi", "x1", "x2", "f", "g"]
  private static let statements = [
    "x'=", "y'=", "dz/dt=", "w=", "aux s=", "!q=", "f(u)=", "g(u,v)=", "x(0)=", "x[1..3]'=",
    "global 1 {", "table tb % 5 0 1 ", "number n=", "par a=", "par b=2,eps=", "init x=", "@ total=",
    "0=", "x(t+1)=", "wiener ", "%[1..2]", "%", "done", "# ", "\" ", "",
  ]
  private static let functions = [
    "sin", "exp", "ln", "sqrt", "heav", "mod", "max", "if", "sum", "shift", "f", "g", "tb", "delay",
    "not", "flr", "abs", "atan2",
  ]

  private mutating func ode() -> String {
    var lines: [String] = []
    for _ in 0...below(8) {
      var line = pick(Generator.statements) + formula(4)
      if line.hasPrefix("global") { line += "} {x=\(formula(2));y=\(formula(2))}" }
      lines.append(line)
    }
    return lines.joined(separator: "\n")
  }

  private mutating func formula(_ depth: Int) -> String {
    guard depth > 0, chance(75) else { return chance(50) ? pick(Generator.names) : number() }
    switch below(6) {
    case 0: return "(" + formula(depth - 1) + ")"
    case 1: return "-" + formula(depth - 1)
    case 2:
      let name = pick(Generator.functions)
      let (first, second) = (formula(depth - 1), formula(depth - 1))
      if name == "if" { return "if(\(first))then(\(second))else(\(formula(depth - 1)))" }
      if name == "sum" { return "sum(0,\(below(6)))of(\(first)*i')" }
      return chance(50) ? "\(name)(\(first))" : "\(name)(\(first),\(second))"
    default:
      let signs = ["+", "-", "*", "/", "^", "<", ">", "==", "&", "|", ">=", "!="]
      return formula(depth - 1) + pick(signs) + formula(depth - 1)
    }
  }

  private mutating func number() -> String {
    pick(["0", "1", "2", "-1", "0.5", "1e-3", "1e308", "1e999", "nan", "inf", ".", "1e", "007"])
  }

  // MARK: CSV and JSON

  private mutating func csv() -> String {
    let columns = 1 + below(4)
    return (0...below(5)).map { _ in
      (0..<columns).map { _ in chance(70) ? number() : "\"a \"\"b\"\", \(below(9))\"" }
        .joined(separator: ",")
    }.joined(separator: chance(80) ? "\n" : "\r\n")
  }

  private mutating func json() -> String {
    let items = (0...below(4)).map { _ in
      "\"\(pick(Generator.names))\": ["
        + (0...below(4)).map { _ in number() }.joined(separator: ", ")
        + "]"
    }
    return "{" + items.joined(separator: ", ") + "}"
  }

  // MARK: Command lines

  private static let commands = [
    "list", "show", "run", "manifold", "reduce", "orbit", "sgd", "compare", "sweep", "import",
    "new",
    "doctor", "help", "rum", "", "--version", "--help",
  ]
  private static let options = [
    "--until", "--set", "--from", "--at", "--points", "--spacing", "--time", "--rtol", "--atol",
    "--method", "--max-steps", "--over", "--box", "--grid", "--values", "--format", "--json",
    "--quiet", "--count", "--slow", "--small", "--widths", "--seeds", "--nonsense", "-h", "--",
  ]
  private static let values = [
    "1", "0", "-1", "1e-3", "nan", "inf", "1e400", "x=1", "x=nan", "a=0:1:3", "y=-1:1", "y=1:-1",
    "x=1,2", "epsilon=0.1", "linear", "log", "slow", "fast", "bdf", "text", "latex", "=", "a=", "",
    "🙂", "y", "eps", "0.1,0.2", "9999999999999999999",
  ]
  private static let models = [
    "van-der-pol", "robertson", "fitzhugh-nagumo", "feature-unlearning", "davis-skodje", "no-model",
    "none.ode", "kuramoto",
  ]

  /// Long work is kept short by a step budget; `new` would write files, `doctor` only repeats itself.
  private mutating func command() -> String {
    var words = [pick(Generator.commands)]
    if ["new", "doctor"].contains(words[0]) { words.append("--nonsense") }
    // Nothing here may start an ensemble: these end in a refusal.
    if ["sgd", "compare", "orbit", "sweep"].contains(words[0]) { words.append("--nonsense") }
    if chance(85) { words.append(pick(Generator.models)) }
    if words[0] == "run" {
      words += ["--until", pick(["1", "0.5", "-1", "x"]), "--max-steps", "50"]
    }
    for _ in 0..<below(5) {
      words.append(pick(Generator.options))
      if chance(80) { words.append(pick(Generator.values)) }
    }
    return words.joined(separator: "\u{1}")
  }

  // MARK: Damage

  private mutating func damaged(_ text: String) -> String {
    guard chance(40) else { return text }
    var bytes = Array(text.utf8)
    for _ in 0...below(4) {
      guard !bytes.isEmpty else { break }
      let place = below(bytes.count)
      switch below(4) {
      case 0: bytes.remove(at: place)
      case 1: bytes.insert(UInt8(below(256)), at: place)
      case 2: bytes[place] = UInt8(below(256))
      default: bytes += bytes[place..<min(place + 20, bytes.count)]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
