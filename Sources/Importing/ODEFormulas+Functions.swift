import Symbolic

extension ODEFormulas {
  /// A function of XPPAUT's own.
  struct Standard: Sendable {
    let arity: Int
    let value: @Sendable ([Expression]) -> Expression

    init(_ arity: Int, _ value: @escaping @Sendable ([Expression]) -> Expression) {
      self.arity = arity
      self.value = value
    }
  }

  /// By name; `log` is the natural logarithm.
  static let standard: [String: Standard] = [
    "sin": .init(1) { sin($0[0]) }, "cos": .init(1) { cos($0[0]) }, "tan": .init(1) { tan($0[0]) },
    "asin": .init(1) { asin($0[0]) }, "acos": .init(1) { acos($0[0]) },
    "atan": .init(1) { atan($0[0]) }, "atan2": .init(2) { atan2($0[0], $0[1]) },
    "sinh": .init(1) { sinh($0[0]) }, "cosh": .init(1) { cosh($0[0]) },
    "tanh": .init(1) { tanh($0[0]) }, "exp": .init(1) { exp($0[0]) },
    "ln": .init(1) { log($0[0]) }, "log": .init(1) { log($0[0]) },
    "log10": .init(1) { log($0[0]) / 2.302585092994046 }, "sqrt": .init(1) { sqrt($0[0]) },
    "abs": .init(1) { abs($0[0]) }, "sign": .init(1) { sign($0[0]) },
    "heav": .init(1) { heaviside($0[0]) }, "flr": .init(1) { floor($0[0]) },
    "mod": .init(2) { mod($0[0], $0[1]) }, "max": .init(2) { max($0[0], $0[1]) },
    "min": .init(2) { min($0[0], $0[1]) }, "erf": .init(1) { erf($0[0]) },
    "erfc": .init(1) { 1 - erf($0[0]) },
  ]

  /// Functions of XPPAUT that have no counterpart.
  static let unsupported: Set<String> = [
    "ran", "normal", "poisson", "delay", "del_shft", "besselj", "bessely", "besseli", "hom_bcs",
    "set", "int", "lgamma",
  ]
}
