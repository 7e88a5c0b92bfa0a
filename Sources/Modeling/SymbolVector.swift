import Symbolic

/// Symbols with their expressions, which equations read at every mention.
struct SymbolVector: Sendable {
  let symbols: [Symbol]
  let expressions: [Expression]

  init(count: Int) {
    symbols = (0..<count).map { _ in Symbol() }
    expressions = symbols.map(\.expression)
  }

  /// Vectors whose length is replaced while a model is compiled.
  @TaskLocal static var replacements: [Symbol: SymbolVector] = [:]
}
