import Symbolic
import Testing

/// Symbols for tests, made once.
let x = Symbol("x")
let y = Symbol("y")
let X = x.expression
let Y = y.expression

@Suite("Expressions")
struct ExpressionTests {
  @Test("equal structure is one node, in either order of a sum or product")
  func hashConsing() {
    #expect(X + Y == Y + X)
    #expect(X * Y == Y * X)
    #expect(X - Y != Y - X)
    #expect(exp(X * Y) == exp(Y * X))
  }

  @Test(
    "simplification is small and exact",
    arguments: [
      (X + 0, X), (0 + X, X), (X - 0, X), (X * 1, X), (X * 0, 0), (X / 1, X), (0 / X, 0),
      (X - X, 0), (X + X, 2 * X), (-(-X), X), (X * X, X ** 2), (X ** 2 * X, X ** 3),
      ((X ** 2) ** 3, X ** 6), (2 * (3 * X), 6 * X), ((6 * X) / 3, 2 * X), (X + (-Y), X - Y),
      ((-X) * Y, -(X * Y)), ((-X) ** 2, X ** 2), (X ** 0, 1), (X ** 1, X), (2 ** 10, 1024),
      (-(X - Y), Y - X),
    ] as [(Expression, Expression)])
  func simplification(_ built: Expression, _ expected: Expression) {
    #expect(built == expected, "\(built) is not \(expected)")
  }

  @Test("a third stays a third until it cancels")
  func exactQuotients() {
    #expect((Expression(1) / 3).description == "1 / 3")
    #expect((Expression(1) / 3) * 3 == 1 as Expression)
    #expect((X ** 3 / 3).derivative(withRespectTo: x) == (X ** 2))
  }

  @Test("with simplification off, the graph is as written")
  func unsimplified() {
    let built = Simplification.off { X * 1 + 0 }
    #expect(built.description == "x * 1 + 0")
  }

  @Test("substitution replaces and simplifies")
  func substitution() {
    let f = X ** 2 + Y * X
    #expect(f.substituting([y: 0]) == (X ** 2))
    #expect(f.substituting([x: Y]) == (2 * Y ** 2))
  }

  @Test("symbols and smoothness are read off the graph")
  func facts() {
    let f = exp(X) * Y
    #expect(f.symbols == [x, y])
    #expect(f.isSmooth)
    #expect(!abs(X).isSmooth)
    #expect(!ifelse(X < 0, X, Y).isSmooth)
  }
}
