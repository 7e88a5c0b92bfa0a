import Symbolic
import Testing

/// Symbols of this suite alone: a sum prints in the order it was first written anywhere.
private let U = Symbol("x").expression
private let V = Symbol("y").expression

@Suite("Printing")
struct PrintingTests {
  @Test(
    "text reads like Swift source",
    arguments: [
      (V + U - U ** 3 / 3, "y + x - x ** 3 / 3"),
      (-(U ** 2), "-(x ** 2)"),
      ((V + U) * (U - V), "(y + x) * (x - y)"),
      (U / (V / 2), "x / (y / 2)"),
      (U - (V - U), "x - (y - x)"),
      (ifelse(U < 0 && V <= 1, U, -V), "ifelse(x < 0 && y <= 1, x, -y)"),
      (3e7 * U ** 2, "3e7 * x ** 2"),
      (0.04 * U, "0.04 * x"),
      ((U ** 2) ** V, "(x ** 2) ** y"),
      (1e-5 * U, "1e-5 * x"),
      (123456.5 * U, "1.234565e5 * x"),
    ] as [(Expression, String)])
  func text(_ expression: Expression, _ expected: String) {
    #expect(expression.formatted(.text) == expected)
  }

  @Test("LaTeX has fractions, Greek and subscripts")
  func latex() {
    let e = Symbol("epsilon").expression
    let g = Symbol("gNa").expression
    #expect((U / (1 + e)).formatted(.latex) == "\\frac{x}{1 + \\varepsilon}")
    #expect((g * U ** 2).formatted(.latex) == "g_{\\mathrm{Na}} \\, x^{2}")
    #expect(
      (3e7 * Symbol("y1").expression).formatted(.latex) == "3 \\cdot 10^{7} \\, y_{1}")
  }

  @Test("MathML is one element, well formed")
  func mathML() {
    let text = ((U + 1) ** 2 / sqrt(V)).formatted(.mathML)
    #expect(
      text
        == "<mfrac><msup><mrow><mo>(</mo><mrow><mi>x</mi><mo>+</mo><mn>1</mn></mrow><mo>)</mo></mrow><mn>2</mn></msup><msqrt><mi>y</mi></msqrt></mfrac>"
    )
  }

  @Test("names given by the caller win")
  func names() {
    let z = Symbol("z")
    #expect((z.expression + V).formatted(.text, names: [z: "u"]) == "u + y")
  }
}
