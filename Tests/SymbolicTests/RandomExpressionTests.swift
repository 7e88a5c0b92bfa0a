import RealModule
import Symbolic
import TestSupport
import Testing

/// An expression in postfix notation with its value and derivatives at a point.
///
/// Made by scripts/references/random-expressions.py in 60-digit arithmetic.
struct RandomExpression: Decodable {
  let postfix: String
  let x: Double
  let y: Double
  let value: Double
  let dx: Double
  let dy: Double

  static let all: Result<[RandomExpression], any Error> = Result {
    try decodeReference("random-expressions", as: [RandomExpression].self)
  }

  /// The expression over the tests' symbols x and y.
  var expression: Expression {
    var stack: [Expression] = []
    for token in postfix.split(separator: " ").map(String.init) {
      if let one = Self.unary[token] {
        stack.append(one(stack.removeLast()))
      } else if let two = Self.binary[token] {
        let right = stack.removeLast()
        stack.append(two(stack.removeLast(), right))
      } else if token == "ifelse" {
        let (otherwise, then) = (stack.removeLast(), stack.removeLast())
        stack.append(ifelse(0 < stack.removeLast(), then, otherwise))
      } else if token.hasPrefix("^"), let exponent = Int(token.dropFirst()) {
        stack.append(stack.removeLast() ** Expression(exponent))
      } else {
        stack.append(token == "x" ? X : token == "y" ? Y : Expression(Double(token) ?? .nan))
      }
    }
    return stack[0]
  }

  private static let unary: [String: @Sendable (Expression) -> Expression] = [
    "neg": { -$0 }, "exp": exp, "log": log, "sqrt": sqrt, "sin": sin, "cos": cos, "tan": tan,
    "sinh": sinh, "cosh": cosh, "tanh": tanh, "erf": erf, "atan": atan, "asin": asin,
    "acos": acos, "asinh": asinh, "acosh": acosh, "atanh": atanh, "abs": abs, "sign": sign,
    "floor": floor, "heaviside": heaviside,
  ]
  private static let binary: [String: @Sendable (Expression, Expression) -> Expression] = [
    "+": { $0 + $1 }, "-": { $0 - $1 }, "*": { $0 * $1 }, "/": { $0 / $1 }, "**": { $0 ** $1 },
    "atan2": atan2, "mod": mod, "min": min, "max": max,
    "less": { ($0 < $1).indicator }, "lessOrEqual": { ($0 <= $1).indicator },
  ]
}

@Suite("Random expressions")
struct RandomExpressionTests {
  /// Twelve digits, or of the largest of value and point where the value nearly cancels.
  static func agree(_ got: Double, _ exact: Double) -> Bool {
    got.isApproximatelyEqual(to: exact, absoluteTolerance: 1e-12, relativeTolerance: 1e-12)
  }

  @Test("400 of them over all operations have the values and derivatives of 60-digit arithmetic")
  func valuesAndDerivatives() throws {
    #expect(try RandomExpression.all.get().count >= 400)
    for entry in try RandomExpression.all.get() {
      let f = entry.expression
      let gradient = f.gradient(withRespectTo: [x, y])
      let tape = try Tape([f, gradient[x] ?? 0, gradient[y] ?? 0], inputs: [x, y])
      let values = TapeEvaluator(tape).values([entry.x, entry.y])
      for (got, exact) in zip(values, [entry.value, entry.dx, entry.dy]) {
        #expect(Self.agree(got, exact), "\(f) at \(entry.x), \(entry.y): \(got), not \(exact)")
      }
    }
  }

  @Test("simplification changes no value")
  func simplification() throws {
    for entry in try RandomExpression.all.get() {
      let raw = Simplification.off { entry.expression }
      let value = TapeEvaluator(try Tape([raw], inputs: [x, y])).values([entry.x, entry.y])[0]
      #expect(Self.agree(value, entry.value), "\(raw)")
    }
  }

  @Test("blocks of members agree with single evaluations")
  func blocks() throws {
    for entry in try RandomExpression.all.get() {
      let f = entry.expression
      let outputs = [f, f.derivative(withRespectTo: x)]
      let block = BlockEvaluator(try BlockTape(outputs, inputs: [x], uniforms: [y]))
      let members = [Double](repeating: entry.x, count: 3)
      let sums = unsafe members.withUnsafeBufferPointer {
        unsafe block.run(members: 3, inputs: [$0.baseAddress], uniforms: [entry.y])
      }
      #expect(Self.agree(sums[0] / 3, entry.value), "\(f)")
      #expect(Self.agree(sums[1] / 3, entry.dx), "d/dx \(f)")
    }
  }
}
