import Geometry
import Integration
import Modeling
import NumericKernel
import RealModule
import Symbolic
import Testing

/// Van der Pol with the parameter in other units: its canard is at p = a/c.
private struct ScaledVanDerPol: FastSlowModel {
  static let unit = 1.4142135623730951e-9
  @Fast(initial: 2) var x
  @Slow(initial: 0) var y
  @Parameter(7e8) var p
  @SmallParameter(0.01) var ε
  var equations: [Equation] {
    d(x) == y + x - x ** 3 / 3
    d(y) == Expression(Self.unit) * p - x
  }
}

@Suite("Canard series")
struct CanardSeriesTests {
  @Test("problem 9: van der Pol as fractions")
  func vanDerPol() throws {
    let point = try CanardPoint(
      of: VanDerPol().setting(\.$a, 0.9).compiled(), parameter: "a", near: (1.1, -0.6))
    #expect(abs(point.fast - 1) < 1e-14 && abs(point.value - 1) < 1e-14)
    let series = try CanardSeries(at: point, order: 6)
    let exact = try #require(series.exactCoefficients)
    #expect(
      exact.prefix(5) == [
        1, Rational(-1, 8), Rational(-3, 32), Rational(-173, 1024), Rational(-7593, 16384),
      ])
    #expect(abs(series.value(at: 0.01) - 0.998740451246) < 1e-10)
  }

  @Test("problem 13: Rosenzweig-MacArthur in its m, in closed form and as fractions")
  func rosenzweigMacArthur() throws {
    let a = 0.2
    let point = try CanardPoint(
      of: RosenzweigMacArthur().setting(\.$m, 0.6).compiled(), parameter: "m", near: (0.4, 0.36))
    let series = try CanardSeries(at: point, order: 3)
    let exact = try #require(series.exactCoefficients)
    #expect(exact[0] == Rational(2, 3) && exact[1] == Rational(-5, 48))
    // Irrational a: m = (1 − a)/(1 + a) − 2a² ε/((1 − a)² (1 + a)).
    let b = 0.3141592653589793
    let other = try CanardPoint(
      of: RosenzweigMacArthur().setting(\.$a, b).compiled(), parameter: "m", near: (0.34, 0.43))
    let terms = try CanardSeries(at: other, order: 2).coefficients
    #expect(abs(terms[0] - (1 - b) / (1 + b)) < 1e-12)
    #expect(abs(terms[1] + 2 * b * b / ((1 - b) * (1 - b) * (1 + b))) < 1e-12)
    #expect(a == 0.2)
  }

  @Test("problem 14: autocatalator, 1 + 3ε + 31ε² + (1309/2)ε³ + (78321/4)ε⁴")
  func autocatalator() throws {
    let point = try CanardPoint(
      of: Autocatalator().compiled(), parameter: "μ", near: (1.1, 0.5))
    let exact = try #require(try CanardSeries(at: point, order: 4).exactCoefficients)
    #expect(exact == [1, 3, 31, Rational(1309, 2), Rational(78321, 4)])
  }

  /// FitzHugh-Nagumo moves its canard by a parameter of the fast equation. With w = y it is van der
  /// Pol with a damped slow variable; the value is checked against the two-sided one below.
  @Test("a parameter in the fast equation; floating point and fractions agree")
  func fastParameter() throws {
    let point = try CanardPoint(
      of: FitzHughNagumo().setting(\.$I, 0.3).compiled(), parameter: "I", near: (-1, -0.3))
    let series = try CanardSeries(at: point, order: 5)
    let exact = try #require(series.exactCoefficients)
    // g = 0 at v = −1: w = −3/8; f = 0: I = w + 2/3 = 7/24.
    #expect(exact[0] == Rational(7, 24))
  }

  @Test("high orders keep their digits where the parameter has little effect")
  func smallEffect() throws {
    let order = 12
    let point = try CanardPoint(
      of: VanDerPol().setting(\.$a, 0.9).compiled(), parameter: "a", near: (1.1, -0.6))
    let exact = try #require(try CanardSeries(at: point, order: order).exactCoefficients)
    let scaled = try CanardPoint(
      of: ScaledVanDerPol().compiled(), parameter: "p", near: (1.1, -0.6))
    let series = try CanardSeries(at: scaled, order: order)
    #expect(series.exactCoefficients == nil)
    for k in 0...order {
      // Rounding over the unit, 1e-7, at every order.
      let ratio = series.coefficients[k] * ScaledVanDerPol.unit / exact[k].doubleValue
      #expect(abs(ratio - 1) < 1e-6, "order \(k): \(ratio)")
    }
  }

  @Test("what has no canard value says why")
  func refusals() throws {
    #expect {
      _ = try CanardPoint(of: TwoSlow().compiled(), parameter: "a", near: (0, 0))
    } throws: { "\($0)".contains("folded singularities") }
    let system = try VanDerPol().compiled()
    #expect {
      _ = try CanardPoint(of: system, parameter: "ε", near: (1, 0))
    } throws: { "\($0)".contains("small parameter") }
    #expect {
      _ = try CanardPoint(of: system, parameter: "b", near: (1, 0))
    } throws: { "\($0)".contains("no parameter \"b\"") }
    #expect {
      _ = try CanardPoint(of: Divergent().compiled(), parameter: "ε", near: (1, 0))
    } throws: { "\($0)".contains("small parameter") }
  }
}

@Suite("Canards at a value of ε")
struct CanardValueTests {
  private func vanDerPol() throws -> CanardPoint {
    try CanardPoint(
      of: VanDerPol().setting(\.$a, 0.99).compiled(), parameter: "a", near: (1, -2.0 / 3))
  }

  /// At ε = 0.1 the repelling sheet is short: shooting from different places along it spreads over
  /// 5e-5 (checked with another integrator), and the listed value is one of them.
  @Test(
    "problem 9: van der Pol, two-sided matching against listed values",
    arguments: [(0.1, 0.98636048, 1e-4), (0.01, 0.998740451246, 1e-11)])
  func listed(_ ε: Double, _ expected: Double, _ tolerance: Double) throws {
    let canard = try CanardValue(at: vanDerPol(), epsilon: ε)
    #expect(abs(canard.value - expected) < tolerance, "\(canard.value)")
    #expect(canard.error < 1e-12)
    #expect(ε < 0.05 ? canard.uncertainty < 1e-12 : canard.uncertainty > 1e-6)
  }

  /// The remainder after the term in ε^k falls as ε^{k+1}.
  @Test("the series' error has the order of the first term left out")
  func order() throws {
    let point = try vanDerPol()
    let terms = try CanardSeries(at: point, order: 4).coefficients
    let errors = try [0.02, 0.01].map { ε in
      let sum = terms.reversed().reduce(0) { $0 * ε + $1 }
      return abs(try CanardValue(at: point, epsilon: ε).value - sum)
    }
    #expect(abs(Double.log2(errors[0] / errors[1]) - 5) < 0.35, "\(errors)")
  }

  @Test("problem 14: autocatalator at ε = 1e-3, listed to 8 decimals")
  func autocatalator() throws {
    let point = try CanardPoint(
      of: Autocatalator().compiled(), parameter: "μ", near: (1.1, 0.5))
    let canard = try CanardValue(at: point, epsilon: 1e-3)
    #expect(abs(canard.value - 1.00303167) < 1e-8, "\(canard.value)")
  }

  @Test("series and matching agree where the parameter is in the fast equation, and for predators")
  func agreement() throws {
    let points = [
      try CanardPoint(
        of: FitzHughNagumo().setting(\.$I, 0.3).compiled(), parameter: "I", near: (-1, -0.3)),
      try CanardPoint(
        of: RosenzweigMacArthur().setting(\.$m, 0.6).compiled(), parameter: "m", near: (0.4, 0.36)),
    ]
    for point in points {
      let series = try CanardSeries(at: point, order: 8)
      let ε = 0.002
      let matched = try CanardValue(at: point, epsilon: ε)
      #expect(abs(matched.value - series.value(at: ε)) < 1e-12, "\(point.parameter)")
    }
  }

  @Test("the explosion: amplitudes grow from nothing to the relaxation cycle within 1e-6 of a")
  func explosion() throws {
    let point = try vanDerPol()
    let ε = 0.01
    let family = try CanardExplosion(at: point, epsilon: ε, count: 6)
    #expect(family.failures.isEmpty)
    #expect(family.cycles.map(\.shape).filter { $0 == .headless }.count == 6)
    let amplitudes = family.cycles.map(\.amplitude)
    #expect(zip(amplitudes, amplitudes.dropFirst()).allSatisfy { $0 < $1 + 1e-6 }, "\(amplitudes)")
    #expect((amplitudes.last ?? 0) > 3.9)
    // Cycles that leave half way differ from the canard value by e^{−K/ε}.
    let canard = try CanardValue(at: point, epsilon: ε).value
    let middle = family.cycles.filter { abs($0.height) < 0.3 }
    #expect(!middle.isEmpty)
    for cycle in middle { #expect(abs(cycle.value - canard) < 1e-6) }
    for cycle in family.cycles {
      let (first, last) = (cycle.states[0], cycle.states[cycle.states.count - 1])
      #expect(abs(first[1] - last[1]) < 1e-9 && first[0] == last[0])
    }
  }

  /// An independent check of one cycle: CVODE comes back to where it started.
  @Test("a canard cycle closes under another integrator")
  func closes() throws {
    let point = try vanDerPol()
    let family = try CanardExplosion(at: point, epsilon: 0.1, count: 4)
    let cycle = try #require(family.cycles.first)
    let system = try VanDerPol().setting(\.$a, cycle.value).setting(\.$ε, 0.1).compiled()
    let start = cycle.states[0]
    let end = try integrate(
      system.field(in: .slow), from: start, over: (0, cycle.period), output: .times([]),
      options: .init(relativeTolerance: 1e-11, absoluteTolerance: 1e-13)
    ).reachedState
    #expect(abs(end[0] - start[0]) < 1e-6 && abs(end[1] - start[1]) < 1e-6)
  }
}
