import ComplexModule
import Geometry
import Modeling
import NumericKernel
import RealModule
import Symbolic
import Testing

@Suite("Slow manifold series")
struct SlowManifoldTests {
  @Test("problem 1: x = y/(1 − ε), every coefficient is y")
  func linear() throws {
    let series = try SlowManifoldSeries(of: Linear().compiled(), at: [0.7], order: 12)
    for term in series.coefficients { #expect(abs(term[0] - 0.7) < 1e-14) }
    // Order of the truncation error: ε^{k+1} y/(1 − ε), at ε = 0.1 and 0.05.
    for k in 0...5 {
      for ε in [0.1, 0.05] {
        let error = 0.7 / (1 - ε) - series.value(at: ε, order: k)[0]
        #expect(abs(error - Double.pow(ε, k + 1) * 0.7 / (1 - ε)) < 1e-15)
        // The residual of −x + y − ε Dh g at the truncated sum is −(−ε)… = ε^{k+1} y.
        #expect(abs(series.residual(at: ε, order: k)[0] - Double.pow(ε, k + 1) * 0.7) < 1e-15)
      }
    }
  }

  @Test("problem 2: a manufactured manifold of three fast and two slow variables is its own h₀")
  func manufactured() throws {
    let y = [0.4, -1.3]
    let series = try SlowManifoldSeries(
      of: Manufactured().compiled(), at: y, near: [0, 0, 0], order: 6)
    let φ = [y[0] * y[1], Double.sin(y[0]), .exp(y[1])]
    for (value, expected) in zip(series.coefficients[0], φ) {
      #expect(abs(value - expected) < 1e-14)
    }
    for term in series.coefficients.dropFirst() {
      for value in term { #expect(abs(value) < 1e-13) }
    }
    // −A has the eigenvalues −1 ± 3i and +2: a saddle.
    #expect(abs(series.eigenvalues[0].real - 2) < 1e-13)
    #expect(abs(abs(series.eigenvalues[1].imaginary) - 3) < 1e-13)
  }

  @Test("problem 3: Davis-Skodje has a manifold without ε")
  func davisSkodje() throws {
    let series = try SlowManifoldSeries(
      of: DavisSkodje().compiled(), at: [1.7], order: 10, exact: true)
    #expect(abs(series.coefficients[0][0] - 1.7 / 2.7) < 1e-15)
    #expect(try #require(series.exactCoefficients).dropFirst().allSatisfy { $0 == [0] })
    // In floating point rounding is multiplied by the k derivatives that hₖ takes.
    for (k, term) in series.coefficients.enumerated().dropFirst() {
      #expect(abs(term[0]) < 1e-15 * Double.gamma(Double(k + 2)))
    }
    #expect(series.optimalTruncation(at: 0.1).error < 1e-12)
  }

  @Test("problem 4: k!/y^{k+1}, and where to stop")
  func divergent() throws {
    let series = try SlowManifoldSeries(of: Divergent().compiled(), at: [1], order: 28, exact: true)
    let exact = try #require(series.exactCoefficients)
    var factorial = Rational(1)
    for k in 0...28 {
      if k > 0 { factorial = factorial * Rational(k) }
      #expect(exact[k][0] == factorial)
      #expect(abs(series.coefficients[k][0] / factorial.doubleValue - 1) < 1e-12)
    }
    let truth = 1.0559559055929628
    for (k, error) in [
      (0, -5.596e-2), (1, -5.956e-3), (5, -1.841e-5), (10, -5.80e-7), (19, 7.7e-9), (25, 2.0e-7),
    ] {
      #expect(abs(series.value(at: 0.05, order: k)[0] - truth - error) < 0.03 * abs(error))
    }
    let stop = series.optimalTruncation(at: 0.05)
    #expect(stop.isOptimal && (17...20).contains(stop.order))
    #expect(abs(series.value(at: 0.05, order: stop.order)[0] - truth) < 2 * stop.error)
    let short = try SlowManifoldSeries(of: Divergent().compiled(), at: [1], order: 8)
    #expect(!short.optimalTruncation(at: 0.05).isOptimal)
  }

  @Test("problem 5: Michaelis-Menten as fractions, 1/2, 1/32, −5/512")
  func michaelisMenten() throws {
    let series = try SlowManifoldSeries(
      of: MichaelisMenten().compiled(), at: [1], near: [0.5], order: 4, exact: true)
    let exact = try #require(series.exactCoefficients)
    #expect(exact.prefix(3).map { $0[0] } == [Rational(1, 2), Rational(1, 32), Rational(-5, 512)])
    // Slow rate at leading order: −L s/(s + K).
    #expect(abs(series.slowRates[0][0] + 0.25) < 1e-15)
    // General K, L: h₂ = K L s (2KL − 3Ls − Ks − K²)/(s + K)⁷.
    let (K, L, s) = (0.7, 0.3, 1.9)
    let other = try SlowManifoldSeries(
      of: MichaelisMenten().setting(\.$K, K).setting(\.$L, L).compiled(), at: [s], near: [0.7],
      order: 2)
    let h2 = K * L * s * (2 * K * L - 3 * L * s - K * s - K * K) / .pow(s + K, 7)
    #expect(abs(other.coefficients[1][0] - K * L * s / .pow(s + K, 4)) < 1e-15)
    #expect(abs(other.coefficients[2][0] - h2) < 1e-15)
  }

  @Test("problem 8: van der Pol at y = 0: √3/4 and −11√3/32")
  func vanDerPol() throws {
    let series = try SlowManifoldSeries(of: VanDerPol().compiled(), at: [0], near: [1.7], order: 8)
    let root = 3.0.squareRoot()
    for (term, expected) in zip(series.coefficients, [root, root / 4, -11 * root / 32]) {
      #expect(abs(term[0] - expected) < 1e-14)
    }
    #expect(abs(series.value(at: 1e-3)[0] - 1.732483226857) < 1e-12)
  }

  @Test("the error of order k falls as ε^{k+1}")
  func orders() throws {
    let series = try SlowManifoldSeries(of: VanDerPol().compiled(), at: [0], near: [1.7], order: 16)
    for k in 0...4 {
      let errors = [4e-3, 2e-3].map { ε in
        abs(series.residual(at: ε, order: k)[0])
      }
      #expect(abs(Double.log2(errors[0] / errors[1]) - Double(k + 1)) < 0.1)
    }
  }

  @Test("requests without an answer say why, and what can be had")
  func refusals() throws {
    let system = try VanDerPol().compiled()
    for (body, words) in [
      ({ try SlowManifoldSeries(of: system, at: [0, 1], order: 2) }, "give 1"),
      ({ try SlowManifoldSeries(of: system, at: [0], order: 99) }, "from 0 to 60"),
      (
        { try SlowManifoldSeries(of: system, at: [-2.0 / 3], near: [1], order: 2) },
        "normally hyperbolic"
      ),
      // The fold to ten digits, from where x is off by the root of that.
      (
        { try SlowManifoldSeries(of: system, at: [-0.6666666666], near: [1.001], order: 2) },
        "normally hyperbolic"
      ),
      (
        { try SlowManifoldSeries(of: Kinked().compiled(), at: [0.5], near: [0.5], order: 2) },
        "abs"
      ),
      (
        { try SlowManifoldSeries(of: Unscaled().compiled(), at: [0.5], order: 2) },
        "coordinate-free"
      ),
    ] as [(() throws -> SlowManifoldSeries, String)] {
      #expect { _ = try body() } throws: { "\($0)".contains(words) }
    }
  }
}

@Suite("Slow manifold formulas")
struct FormulaTests {
  @Test("Michaelis-Menten in the paper's own form")
  func michaelisMenten() throws {
    let formulas = try SlowManifoldFormulas(of: MichaelisMenten().compiled(), order: 2)
    let text = formulas.text()
    #expect(text.count == 3)
    // Whatever the order of terms, the shape is one numerator over a power of s + K.
    #expect(text[1].contains("** 4") && text[2].contains("** 7"), "\(text)")
    let (K, L, s) = (0.7, 0.3, 1.9)
    let system = formulas.system
    let values = TapeEvaluator(
      try Tape(
        [try #require(formulas.critical)] + formulas.corrections + formulas.slowRates.map { $0[0] },
        inputs: [system.variables[1].symbol], parameters: system.parameters.map(\.symbol)),
      parameters: [K, L, 0.01]
    ).values([s])
    #expect(abs(values[0] - s / (s + K)) < 1e-15)
    #expect(abs(values[1] - K * L * s / .pow(s + K, 4)) < 1e-15)
    let h2 = K * L * s * (2 * K * L - 3 * L * s - K * s - K * K) / .pow(s + K, 7)
    #expect(abs(values[2] - h2) < 1e-15)
    #expect(abs(values[3] + L * s / (s + K)) < 1e-15)
  }

  @Test("van der Pol: x/(x² − 1)² on the manifold; numbers agree with the series")
  func vanDerPol() throws {
    let formulas = try SlowManifoldFormulas(of: VanDerPol().compiled(), order: 3)
    #expect(formulas.critical == nil)
    let system = formulas.system
    let (x, a) = (1.4, 0.3)
    let values = TapeEvaluator(
      try Tape(
        formulas.corrections, inputs: system.variables.map(\.symbol),
        parameters: system.parameters.map(\.symbol)), parameters: [a, 0.01]
    ).values([x, x * x * x / 3 - x])
    let series = try SlowManifoldSeries(
      of: VanDerPol().setting(\.$a, a).compiled(), at: [x * x * x / 3 - x], near: [x], order: 3)
    for k in 1...3 {
      #expect(abs(values[k - 1] - series.coefficients[k][0]) < 1e-11 * abs(values[k - 1]), "\(k)")
    }
    #expect(abs(values[0] - (x - a) / ((x * x - 1) * (x * x - 1))) < 1e-14)
  }

  @Test("a model that is not rational, and one with two slow variables")
  func general() throws {
    let lecar = try SlowManifoldFormulas(of: MorrisLecar().compiled(), order: 1)
    let system = lecar.system
    let series = try SlowManifoldSeries(of: system, at: [0.2], near: [-50], order: 1)
    let v = series.coefficients[0][0]
    let value = TapeEvaluator(
      try Tape(
        lecar.corrections, inputs: system.variables.map(\.symbol),
        parameters: system.parameters.map(\.symbol)), parameters: system.parameterValues
    ).values([v, 0.2])[0]
    #expect(abs(value - series.coefficients[1][0]) < 1e-10 * abs(value))
    let two = try SlowManifoldFormulas(of: TwoSlow().compiled(), order: 1)
    // ε ẋ = y − x, ẏ = z: h₁ = −z.
    #expect(two.text()[1] == "h1 = -z")
    #expect { _ = try SlowManifoldFormulas(of: HindmarshRose().compiled(), order: 1) } throws: {
      "\($0)".contains("2 fast variables")
    }
  }
}

@Suite("Refined slow manifold")
struct RefinedManifoldTests {
  @Test("problem 1 and 3: exact manifolds, to rounding")
  func exact() throws {
    let linear = try RefinedManifoldPoint(
      of: SlowManifoldSeries(of: Linear().compiled(), at: [0.7], order: 3), at: 0.1)
    #expect(abs(linear.fast[0] - 0.7 / 0.9) < 1e-14)
    let skodje = try RefinedManifoldPoint(
      of: SlowManifoldSeries(of: DavisSkodje().compiled(), at: [1.7], order: 3), at: 0.01)
    #expect(abs(skodje.fast[0] - 1.7 / 2.7) < 1e-14)
  }

  @Test("a saddle with a complex pair, two slow variables: the manufactured manifold")
  func saddle() throws {
    let y = [0.4, -1.3]
    let series = try SlowManifoldSeries(
      of: Manufactured().compiled(), at: y, near: [0, 0, 0], order: 2)
    let point = try RefinedManifoldPoint(of: series, at: 0.005)
    for (value, expected) in zip(point.fast, [y[0] * y[1], Double.sin(y[0]), .exp(y[1])]) {
      #expect(abs(value - expected) < 1e-12)
    }
  }

  @Test("problem 4: as good as the manifold is unique")
  func divergent() throws {
    let series = try SlowManifoldSeries(of: Divergent().compiled(), at: [1], order: 20)
    let point = try RefinedManifoldPoint(of: series, at: 0.02)
    // Independent: the best truncation at ε = 0.02 is good to √(2π/ε) e^{−1/ε}, below rounding.
    let best = series.value(at: 0.02)
    #expect(abs(point.fast[0] - best[0]) < 1e-12)
  }

  @Test("problem 8: van der Pol on both kinds of sheet against the series")
  func vanDerPol() throws {
    for x in [1.7, 0.1] {
      let series = try SlowManifoldSeries(of: VanDerPol().compiled(), at: [0], near: [x], order: 12)
      let point = try RefinedManifoldPoint(of: series, at: 1e-3)
      #expect(abs(point.fast[0] - series.value(at: 1e-3)[0]) < 1e-13)
    }
  }
}
