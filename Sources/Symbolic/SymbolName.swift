/// Names of variables as a paper sets them: Greek letters, subscripts, upright words.
public enum SymbolName {
  /// A name in a notation: `epsilon` and `ε` → \varepsilon, `y1` → y_{1}, `gNa` → g_{\mathrm{Na}}.
  public static func write(_ name: String, in notation: Notation) -> String {
    if notation == .text { return name }
    let (stem, index) = split(name)
    guard let index else { return letter(stem, in: notation) }
    switch notation {
    case .text: return name
    case .latex: return "\(letter(stem, in: notation))_{\(letter(index, in: notation))}"
    case .mathML:
      return "<msub>\(letter(stem, in: notation))\(letter(index, in: notation))</msub>"
    }
  }

  /// The Greek letter a name spells, or the name itself: `epsilon` → ε.
  public static func greek(_ name: String) -> String { spelled[name] ?? name }

  /// The spelling of a Greek letter, or the name itself: ε → `epsilon`.
  public static func spelling(of name: String) -> String {
    letters.first { $0.letter == name || $0.variant == name }?.name ?? name
  }

  /// Stem and subscript: at brackets, an underscore, trailing digits, or after one
  /// small letter before a capital.
  private static func split(_ name: String) -> (stem: String, index: String?) {
    if name.hasSuffix("]"), let bracket = name.firstIndex(of: "["), bracket != name.startIndex {
      return (String(name[..<bracket]), String(name[name.index(after: bracket)...].dropLast()))
    }
    if let bar = name.firstIndex(of: "_"), bar != name.startIndex {
      let rest = name[name.index(after: bar)...]
      return (String(name[..<bar]), rest.isEmpty ? nil : String(rest))
    }
    let digits = name.reversed().prefix { $0.isASCII && $0.isNumber }.count
    if digits > 0, digits < name.count {
      return (String(name.dropLast(digits)), String(name.suffix(digits)))
    }
    if let first = name.first, first.isLowercase, name.dropFirst().first?.isUppercase == true {
      return (String(first), String(name.dropFirst()))
    }
    return (name, nil)
  }

  private static func letter(_ text: String, in notation: Notation) -> String {
    if text.allSatisfy({ $0.isASCII && $0.isNumber }) {
      return notation == .mathML ? "<mn>\(text)</mn>" : text
    }
    let name = spelling(of: text)
    guard let entry = letters.first(where: { $0.name == name }) else {
      return word(text, in: notation)
    }
    return notation == .mathML ? "<mi>\(entry.letter)</mi>" : entry.latex
  }

  private static func word(_ text: String, in notation: Notation) -> String {
    switch notation {
    case .text: text
    case .latex:
      text.count == 1 ? text : "\\mathrm{\(text.split(separator: "_").joined(separator: "\\_"))}"
    case .mathML: "<mi>\(text)</mi>"
    }
  }

  private struct Letter: Sendable {
    let name: String
    let letter: String
    var variant: String?
    let latex: String
  }

  private static let letters: [Letter] =
    [
      ("alpha", "α"), ("beta", "β"), ("gamma", "γ"), ("delta", "δ"), ("zeta", "ζ"), ("eta", "η"),
      ("iota", "ι"), ("kappa", "κ"), ("lambda", "λ"), ("mu", "μ"), ("nu", "ν"), ("xi", "ξ"),
      ("pi", "π"), ("rho", "ρ"), ("sigma", "σ"), ("tau", "τ"), ("upsilon", "υ"), ("chi", "χ"),
      ("psi", "ψ"), ("omega", "ω"), ("Gamma", "Γ"), ("Delta", "Δ"), ("Lambda", "Λ"), ("Xi", "Ξ"),
      ("Pi", "Π"), ("Sigma", "Σ"), ("Phi", "Φ"), ("Psi", "Ψ"), ("Omega", "Ω"),
    ].map { Letter(name: $0.0, letter: $0.1, latex: "\\" + $0.0) } + [
      Letter(name: "epsilon", letter: "ε", variant: "ϵ", latex: "\\varepsilon"),
      Letter(name: "theta", letter: "θ", variant: "ϑ", latex: "\\theta"),
      Letter(name: "phi", letter: "φ", variant: "ϕ", latex: "\\varphi"),
      Letter(name: "Theta", letter: "Θ", latex: "\\Theta"),
    ]

  private static let spelled: [String: String] = Dictionary(
    uniqueKeysWithValues: letters.map { ($0.name, $0.letter) })
}
