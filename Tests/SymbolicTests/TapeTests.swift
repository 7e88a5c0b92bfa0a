import CKernels
import RealModule
import Symbolic
import Testing

/// An expression and its formula in plain Swift.
struct Case: Sendable {
  let expression: Expression
  let value: @Sendable (Double, Double) -> Double

  init(_ expression: Expression, _ value: @escaping @Sendable (Double, Double) -> Double) {
    self.expression = expression
    self.value = value
  }
}

/// A pool of expressions over the whole operation table, with the value each should have.
let pool: [Case] = [
  Case(X + Y) { $0 + $1 },
  Case(X - Y) { $0 - $1 },
  Case(X * Y) { $0 * $1 },
  Case(X / Y) { $0 / $1 },
  Case(X ** Y) { .pow($0, $1) },
  Case(X ** 2) { x, _ in x * x },
  Case(X ** 3) { x, _ in x * x * x },
  Case(X ** 7) { x, _ in .pow(x, 7) },
  Case(X ** -3) { x, _ in 1 / (x * x * x) },
  Case(-X) { x, _ in -x },
  Case(exp(X)) { x, _ in .exp(x) },
  Case(log(X)) { x, _ in .log(x) },
  Case(sqrt(X)) { x, _ in x.squareRoot() },
  Case(sin(X)) { x, _ in .sin(x) },
  Case(cos(X)) { x, _ in .cos(x) },
  Case(tan(X)) { x, _ in .tan(x) },
  Case(sinh(X)) { x, _ in .sinh(x) },
  Case(cosh(X)) { x, _ in .cosh(x) },
  Case(tanh(X)) { x, _ in .tanh(x) },
  Case(erf(X)) { x, _ in .erf(x) },
  Case(atan(X)) { x, _ in .atan(x) },
  Case(abs(X - 2)) { x, _ in (x - 2).magnitude },
  Case(sign(X - 2) * Y) { $0 > 2 ? $1 : -$1 },
  Case(min(X, Y)) { Swift.min($0, $1) },
  Case(max(X, Y) * X) { Swift.max($0, $1) * $0 },
  Case(ifelse(X < Y, X ** 2, Y)) { $0 < $1 ? $0 * $0 : $1 },
  Case(ifelse(X <= Y || !(Y > 1), sin(X), cos(Y))) { $0 <= $1 || !($1 > 1) ? .sin($0) : .cos($1) },
  Case(exp(-X * Y) / (1 + X ** 2 + Y ** 2)) { .exp(-$0 * $1) / (1 + $0 * $0 + $1 * $1) },
  Case(tanh(X * Y) ** 3 - erf(X / Y)) { .pow(.tanh($0 * $1), 3) - .erf($0 / $1) },
]

@Suite("Tape")
struct TapeTests {
  static let points = [(0.7, 1.3), (2.5, 0.4), (1.1, 1.9), (3.2, 2.7)]

  @Test("Swift's operations and the interpreter's are numbered alike")
  func numbering() {
    #expect(Operation.allCases.count == FS_OPERATION_COUNT)
    #expect(Operation.select.rawValue == UInt8(FS_SELECT))
    #expect(Operation.erf.rawValue == UInt8(FS_ERF))
  }

  @Test("every operation has the value of its formula")
  func values() throws {
    let tape = try Tape(pool.map(\.expression), inputs: [x, y])
    for (a, b) in Self.points {
      let got = TapeEvaluator(tape).values([a, b])
      for (value, entry) in zip(got, pool) {
        // Two roundings of libm at most: 4 ulp.
        #expect(
          value.isApproximatelyEqual(to: entry.value(a, b), relativeTolerance: 1e-15),
          "\(entry.expression) at \(a), \(b)")
      }
    }
  }

  @Test("every derivative agrees with a fourth-order difference")
  func derivatives() throws {
    let h = 1e-3
    for symbol in [x, y] {
      let tape = try Tape(
        pool.map { $0.expression.derivative(withRespectTo: symbol) }, inputs: [x, y])
      let values = try Tape(pool.map(\.expression), inputs: [x, y])
      let evaluator = TapeEvaluator(values)
      for (a, b) in Self.points {
        let at = { (k: Double) in
          evaluator.values(symbol == x ? [a + k * h, b] : [a, b + k * h])
        }
        let (m2, m1, p1, p2) = (at(-2), at(-1), at(1), at(2))
        for (k, exact) in TapeEvaluator(tape).values([a, b]).enumerated() {
          let difference = (m2[k] - 8 * m1[k] + 8 * p1[k] - p2[k]) / (12 * h)
          // Truncation h⁴ f⁗/30 and rounding 1e-16/h: both below 1e-9 of the size here.
          #expect(
            exact.isApproximatelyEqual(
              to: difference, absoluteTolerance: 1e-9, relativeTolerance: 1e-7),
            "d/d\(symbol.name ?? "") \(pool[k].expression) at \(a), \(b)")
        }
      }
    }
  }

  @Test("what depends on parameters alone runs once")
  func prologue() throws {
    let tape = try Tape([exp(Y) * X + exp(Y)], inputs: [x], parameters: [y])
    #expect(tape.prologueCount == 1)
    #expect(tape.instructionCount == 2)
    #expect(TapeEvaluator(tape, parameters: [0]).values([3]) == [4])
  }

  @Test("shared sub-expressions are computed once, and slots are reused")
  func sharing() throws {
    var sum: Expression = 0
    for k in 1...50 {
      let term = sin(X * Expression(k)) ** 2
      sum += term
    }
    let tape = try Tape([sum, sum.derivative(withRespectTo: x)], inputs: [x])
    let text = tape.description
    #expect(text.contains("%"))
    #expect(tape.instructionCount < 400)
  }

  @Test("a symbol without a place is named")
  func unbound() {
    #expect(throws: UnboundSymbols.self) { try Tape([X + Y], inputs: [x]) }
  }

  @Test("the first non-finite sub-expression is found")
  func nonFinite() throws {
    let evaluator = TapeEvaluator(try Tape([1 + log(X - 2)], inputs: [x]))
    let fault = try #require(evaluator.firstNonFinite([1]))
    #expect(fault.0 == log(X - 2))
    #expect(fault.1.isNaN)
  }
}

@Suite("Deep graphs")
struct DeepGraphTests {
  @Test("200,000 levels build, differentiate, print, evaluate and go away without recursion")
  func deep() throws {
    let depth = 200_000
    var f = X
    for _ in 0..<depth { f = sin(f) + Y }
    let slope = f.derivative(withRespectTo: y)
    let tape = try Tape([f, slope], inputs: [x, y])
    let values = TapeEvaluator(tape).values([0.5, 0.1])
    #expect(values.allSatisfy { $0.isFinite })
    // Fixed point u = sin u + 0.1; the slope there is 1/(1 − cos u*).
    var u = 0.5
    for _ in 0..<depth {
      u = .sin(u) + 0.1
    }
    #expect(values[0].isApproximatelyEqual(to: u, relativeTolerance: 1e-14))
    #expect(values[1].isApproximatelyEqual(to: 1 / (1 - .cos(u)), relativeTolerance: 1e-10))
    #expect(f.formatted(.text).utf8.count > depth)
  }
}
