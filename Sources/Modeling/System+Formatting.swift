public import Symbolic

extension System {
  /// The equations in standard form, one string each, in the order of the variables.
  ///
  /// Text reads `ε dx/dτ = …`; LaTeX and MathML are fit for math mode.
  public func formattedEquations(_ notation: Notation) -> [String] {
    zip(variables, rightSides).map { variable, side in
      let right = side.formatted(notation, names: symbolNames)
      return leftSide(of: variable, notation) + equals(notation) + right + close(notation)
    }
  }

  /// The observables as `name = …`.
  public func formattedObservables(_ notation: Notation) -> [String] {
    observables.map { observable in
      let right = observable.expression.formatted(notation, names: symbolNames)
      return open(notation) + SymbolName.write(observable.name, in: notation) + equals(notation)
        + right + close(notation)
    }
  }

  private func open(_ notation: Notation) -> String { notation == .mathML ? "<mrow>" : "" }
  func close(_ notation: Notation) -> String { notation == .mathML ? "</mrow>" : "" }

  func equals(_ notation: Notation) -> String {
    notation == .mathML ? "<mo>=</mo>" : " = "
  }

  func leftSide(of variable: Variable, _ notation: Notation) -> String {
    let name = SymbolName.write(shortName(variable.name), in: notation)
    let time = variable.scale == .unscaled ? "t" : SymbolName.write("τ", in: notation)
    let ε = variable.scale == .fast ? smallParameter?.name : nil
    switch notation {
    case .text: return (ε.map { $0 + " " } ?? "") + "d\(name)/d\(time)"
    case .latex:
      let factor = ε.map { SymbolName.write($0, in: .latex) + " " } ?? ""
      return factor + "\\frac{d \(name)}{d \(time)}"
    case .mathML:
      let factor = ε.map { SymbolName.write($0, in: .mathML) + "<mo>&#x2062;</mo>" } ?? ""
      let below = time.hasPrefix("<") ? time : "<mi>\(time)</mi>"
      return "<mrow>" + factor
        + "<mfrac><mrow><mi>d</mi>\(name)</mrow><mrow><mi>d</mi>\(below)</mrow></mfrac>"
    }
  }
}
