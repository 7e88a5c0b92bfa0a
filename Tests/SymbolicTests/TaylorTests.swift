import ComplexModule
import NumericKernel
import RealModule
import Symbolic
import Testing

@Suite("Taylor arithmetic")
struct TaylorTests {
  private let x = Symbol("x")
  private let y = Symbol("y")

  /// Coefficients of f(a + t), t the only variable.
  private func series(_ f: Expression, at a: Double, order: Int) throws -> [Double] {
    let space = JetSpace(weights: [1], limit: order)
    return try JetEvaluator<Double>([f], in: space)
      .evaluate([x: Jet(a, plusVariable: 0, in: space)])[0].coefficients
  }

  @Test("coefficients of elementary functions agree with repeated exact derivatives")
  func functions() throws {
    let x = x.expression
    let pool: [Expression] = [
      exp(x), log(x), sqrt(x), sin(x), cos(x), tan(x), sinh(x), cosh(x), tanh(x), erf(x), atan(x),
      1 / x, x ** 5, x ** -3, x ** Expression(0.3), x ** x, exp(sin(x * x)) / (1 + x),
      asin(x), acos(x), asinh(x), acosh(1 + x), atanh(x), atan2(x, 2 - x), atan2(1 + x, -x),
    ]
    let a = 0.7
    for f in pool {
      var (derivative, factorial) = (f, 1.0)
      for (k, coefficient) in try series(f, at: a, order: 7).enumerated() {
        let expected = try value(derivative, a) / factorial
        #expect(abs(coefficient - expected) <= 2e-12 * (1 + abs(expected)), "\(f) order \(k)")
        derivative = derivative.derivative(withRespectTo: self.x)
        factorial *= Double(k + 1)
      }
    }
  }

  private func value(_ f: Expression, _ a: Double) throws -> Double {
    TapeEvaluator(try Tape([f], inputs: [x])).values([a])[0]
  }

  @Test("a mixed derivative of two variables, by weight")
  func mixed() throws {
    let space = JetSpace(weights: [1, 2], limit: 6)
    let f = exp(x.expression * y.expression)
    let jet = try JetEvaluator<Rational>([f], in: space)
      .evaluate([
        x: Jet(0, plusVariable: 0, in: space), y: Jet(0, plusVariable: 1, in: space),
      ])[0]
    // e^{xy} = Σ (xy)ᵏ/k!.
    #expect(jet[[1, 1]] == 1 && jet[[2, 2]] == Rational(1, 2))
    #expect(jet[[1, 0]] == 0 && jet[[3, 3]] == 0)
    #expect(space.monomials.allSatisfy { $0[0] + 2 * $0[1] <= 6 })
  }

  @Test("piecewise operations of what varies are refused by name; of constants they are not")
  func refusals() throws {
    let x = x.expression
    for (f, name) in [(abs(x), "abs"), (min(x, 2), "min"), (ifelse(x > 0, x, 0), "<")] {
      #expect {
        _ = try series(f, at: 1, order: 3)
      } throws: {
        ($0 as? TaylorError)?.reason == .notSmooth && "\($0)".contains(name)
      }
      #expect(throws: TaylorError.self) {
        try TimeTaylor([f], unknowns: [self.x], constants: [:])
      }
    }
    let chosen = JetEvaluator<Double>(
      [ifelse(y.expression > 0, x ** 2, x)], in: JetSpace(weights: [1], limit: 2))
    let space = JetSpace(weights: [1], limit: 2)
    let jet = try chosen.evaluate([self.x: Jet(3, plusVariable: 0, in: space)], constants: [y: 1])
    #expect(jet[0].coefficients == [9, 6, 1])
    #expect(throws: TaylorError.self) { try series(log(x), at: 0, order: 3) }
    #expect(throws: TaylorError.self) { try series(1 / x, at: 0, order: 3) }
  }

  /// z' = z: e^s; z' = z²: 1/(1 − s); z' = 1 + z²: tan s; z' = cos² z: atan s.
  @Test("coefficients in time of solutions in closed form, to order 30")
  func time() throws {
    let z = x.expression
    let sine = { (k: Int) -> Double in k % 2 == 0 ? 0 : k % 4 == 1 ? 1 : -1 }
    let alternating = { (k: Int) -> Double in k % 2 == 1 ? 1 : -1 }
    let cases: [(Expression, Double, (Int) -> Double)] = [
      (z, 1, { (k: Int) -> Double in 1 / Double.gamma(Double(k + 1)) }),
      (z * z, 1, { (_: Int) -> Double in 1 }),
      (1 / z, 1, { (k: Int) -> Double in binomialHalf(k) }),
      (cos(z) ** 2, 0, { (k: Int) -> Double in k == 0 ? 0 : sine(k) / Double(k) }),
      (exp(-z), 0, { (k: Int) -> Double in k == 0 ? 0 : alternating(k) / Double(k) }),
    ]
    for (rate, start, expected) in cases {
      let taylor = try TimeTaylor([rate], unknowns: [x], constants: [:])
      taylor.expand(at: [start], order: 30)
      for (k, coefficient) in taylor.coefficients[0].enumerated() {
        #expect(abs(coefficient - expected(k)) <= 1e-13 * (1 + abs(expected(k))), "\(rate) \(k)")
      }
    }
  }

  /// Coefficients of √(1 + 2s).
  private func binomialHalf(_ k: Int) -> Double {
    var value = 1.0
    for i in 0..<k { value *= 2 * (0.5 - Double(i)) / Double(i + 1) }
    return value
  }

  @Test("every smooth operation in time: the series solves its equation at a later time")
  func operationsInTime() throws {
    let (z, w) = (x.expression, y.expression)
    let pool: [Expression] = [
      log(w), sqrt(w), sin(z) * cos(w), tan(z), sinh(z) - cosh(w), tanh(z), erf(z), atan(z),
      w ** 3 - z ** 2, w ** -2, w ** Expression(0.3), z / w, exp(-w), asin(z), acos(z), asinh(w),
      acosh(w), atanh(z), atan2(w, z),
    ]
    for f in pool {
      // w' = 1 + z/2, z' = f; compare the derivative of the series with the field.
      let taylor = try TimeTaylor(
        [f, 1 + z / 2], unknowns: [x, y], constants: [:])
      taylor.expand(at: [0.2, 1.3], order: 24)
      let s = 0.05
      let end = taylor.state(after: s)
      var slope = 0.0
      for (k, coefficient) in taylor.coefficients[0].enumerated().reversed() where k > 0 {
        slope = slope * s + Double(k) * coefficient
      }
      let rate = TapeEvaluator(try Tape([f], inputs: [x, y])).values(end)[0]
      #expect(abs(slope - rate) < 1e-13 * (1 + abs(rate)), "\(f)")
    }
  }

  @Test("continuation to the complex plane")
  func complex() throws {
    let space = JetSpace(weights: [1], limit: 1)
    let z = Complex(0.3, 0.8)
    let f = tanh(x.expression) / (1 + x.expression ** 2)
    let jet = try JetEvaluator<Complex<Double>>([f], in: space)
      .evaluate([x: Jet(z, plusVariable: 0, in: space)])[0]
    let t = Complex<Double>.tanh(z)
    let q = 1 / (1 + z * z)
    #expect((jet.value - t * q).magnitude < 1e-14)
    #expect((jet[[1]] - ((1 - t * t) * q - 2 * z * t * q * q)).magnitude < 1e-14)
  }
}

@Suite("Exact fractions")
struct RationalTests {
  @Test("sums and products that need many digits")
  func arithmetic() throws {
    // Σ 1/k! to 30 terms: denominator 29!, known.
    var (sum, term) = (Rational(0), Rational(1))
    for k in 1...30 {
      sum = sum + term
      term = term / Rational(k)
    }
    #expect(abs(sum.doubleValue - M.e) < 1e-15)
    let large = (1...40).reduce(BigInteger(1)) { $0 * BigInteger($1) }
    #expect("\(large)" == "815915283247897734345611269596115894272000000000")
    let (q, r) = (large + BigInteger(12345)).quotientAndRemainder(
      dividingBy: (1...30).reduce(BigInteger(1)) { $0 * BigInteger($1) })
    #expect("\(q)" == "3075990524006400" && "\(r)" == "12345")
    #expect("\((-large).quotientAndRemainder(dividingBy: large).0)" == "-1")
  }

  private enum M { static let e = 2.718281828459045 }

  @Test("long division undoes multiplication, for divisors with extreme limbs")
  func division() {
    let base = BigInteger(1 << 32)
    var numbers: [BigInteger] = [BigInteger(1), base - BigInteger(1), base]
    for _ in 0..<4 {
      numbers += numbers.suffix(3).flatMap {
        [$0 * base + BigInteger(7), $0 * base - BigInteger(1)]
      }
    }
    for a in numbers {
      for b in numbers {
        let (q, r) = a.quotientAndRemainder(dividingBy: b)
        #expect(q * b + r == a)
        #expect(r.signum >= 0 && (b - r).signum > 0)
      }
    }
  }

  @Test("decimal text and continued fractions")
  func reading() throws {
    #expect(Rational(decimal: 0.7) == Rational(7, 10))
    #expect(Rational(decimal: -1.25e-7) == Rational(-1, 8_000_000))
    #expect(Rational(near: 2.0 / 3, tolerance: 1e-14) == Rational(2, 3))
    #expect(Rational(near: Double.pi, tolerance: 1e-15, largestDenominator: 1000) == nil)
    #expect("\(Rational(-10, 4))" == "-5/2")
  }
}
