/// How an expression is written out.
public enum Notation: String, Sendable, CaseIterable {
  /// Swift source, as one would type the model.
  case text
  /// LaTeX, for math mode.
  case latex
  /// Presentation MathML, one element.
  case mathML
}

extension Expression {
  /// The expression in a notation.
  ///
  /// - Parameters:
  ///   - notation: text, LaTeX or MathML.
  ///   - names: what to call symbols; one that is missing goes by its own
  ///     name, or by a number if it has none.
  ///
  /// Shared sub-expressions are written out each time they occur. Cost:
  /// linear in the length of the result; no recursion.
  public func formatted(_ notation: Notation, names: [Symbol: String] = [:]) -> String {
    Printer(notation: notation, names: names).print(node)
  }
}
