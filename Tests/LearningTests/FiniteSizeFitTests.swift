import Learning
import RealModule
import Testing

@Suite("Fits and tests")
struct FiniteSizeFitTests {
  @Test("Normal quantiles have their tabulated values and invert the distribution")
  func normalQuantiles() {
    #expect(abs(NormalDistribution.quantile(0.975) - 1.959963984540054) < 1e-14)
    #expect(abs(NormalDistribution.quantile(0.9) - 1.2815515655446004) < 1e-14)
    #expect(NormalDistribution.quantile(0.5) == 0 || abs(NormalDistribution.quantile(0.5)) < 1e-16)
    for p in [1e-300, 1e-12, 0.01, 0.3, 0.77, 1 - 1e-9] {
      let back = NormalDistribution.cumulative(NormalDistribution.quantile(p))
      #expect(abs(back / p - 1) < 1e-11)
    }
    #expect(NormalDistribution.quantile(-1).isNaN)
  }

  @Test("Student quantiles have their tabulated values")
  func studentQuantiles() {
    for (freedom, expected) in [
      (1.0, 12.706204736432095), (2, 4.302652729696142), (5, 2.570581835636314),
      (30, 2.0422724563012373),
    ] {
      let quantile = StudentDistribution(degreesOfFreedom: freedom).quantile(0.975)
      #expect(abs(quantile / expected - 1) < 1e-10)
    }
    // ν = 1 is Cauchy: P(T ≤ t) = ½ + atan(t)/π.
    let cauchy = StudentDistribution(degreesOfFreedom: 1)
    for t in [-3.0, -0.2, 0.7, 40] {
      #expect(abs(cauchy.cumulative(t) - 0.5 - Double.atan(t) / Double.pi) < 1e-13)
    }
  }

  @Test("A line without noise is found, with the textbook's variances")
  func exactLine() throws {
    let fit = try #require(
      LinearFit(x: [1, 2, 3, 4], y: [5, 7, 9, 11], standardErrors: [1, 1, 1, 1]))
    #expect(abs(fit.intercept - 3) < 1e-13)
    #expect(abs(fit.slope - 2) < 1e-13)
    // S = 5, x̄ = 2.5: Var slope = 1/5, Var intercept = 1/4 + 6.25/5 = 1.5.
    let quantile = NormalDistribution.quantile(0.975)
    #expect(abs(fit.slopeInterval().upperBound - 2 - quantile * (0.2).squareRoot()) < 1e-12)
    #expect(abs(fit.interceptInterval().upperBound - 3 - quantile * (1.5).squareRoot()) < 1e-12)
    #expect(abs(fit.interceptError - (1.5).squareRoot()) < 1e-15)
    #expect(LinearFit(x: [1, 1], y: [2, 3], standardErrors: [1, 1]) == nil)
    #expect(LinearFit(x: [1, 2], y: [2, 3], standardErrors: [1, 0]) == nil)
  }

  @Test("Intervals cover the truth as often as they say", arguments: [0.8, 0.95])
  func coverage(level: Double) throws {
    let sizes = [50.0, 100, 200, 400, 800]
    let repetitions = 4000
    var known = 0
    var relative = 0
    for repetition in 0..<repetitions {
      let noise = RandomSequence(seed: 8, step: UInt32(repetition)).normals(count: sizes.count)
      let points = sizes.indices.map { i in
        let error = 0.002 + 0.1 / sizes[i]
        // Relative errors are stated half their true size.
        return FiniteSizeFit.Point(
          size: sizes[i], deviation: 0.01 + 3 / sizes[i] + error * noise[i], standardError: error)
      }
      let halved = points.map {
        FiniteSizeFit.Point(
          size: $0.size, deviation: $0.deviation, standardError: $0.standardError / 2)
      }
      let (fit, rough) = (try #require(FiniteSizeFit(points)), try #require(FiniteSizeFit(halved)))
      if fit.limit(level: level).interval.contains(0.01) { known += 1 }
      if rough.limit(level: level, errors: .relative).interval.contains(0.01) { relative += 1 }
    }
    // Binomial error at four standard deviations.
    let bound = 4 * (level * (1 - level) / Double(repetitions)).squareRoot()
    #expect(abs(Double(known) / Double(repetitions) - level) < bound)
    #expect(abs(Double(relative) / Double(repetitions) - level) < bound)
  }

  @Test("The exponent of a power law is found, and its interval covers it")
  func exponent() throws {
    let sizes = [64.0, 128, 256, 512, 1024]
    let repetitions = 2000
    var covered = 0
    for repetition in 0..<repetitions {
      let noise = RandomSequence(seed: 12, step: UInt32(repetition)).normals(count: sizes.count)
      let points = sizes.indices.map { i in
        let value = 2 / sizes[i].squareRoot()
        return FiniteSizeFit.Point(
          size: sizes[i], deviation: value * (1 + 0.02 * noise[i]), standardError: 0.02 * value)
      }
      let estimate = try #require(FiniteSizeFit(points)?.exponent())
      if estimate.interval.contains(0.5) { covered += 1 }
    }
    #expect(abs(Double(covered) / Double(repetitions) - 0.95) < 4 * (0.0475 / 2000).squareRoot())
  }

  @Test("Holm's adjusted values are those worked by hand, and never beat Bonferroni's")
  func holm() {
    let adjusted = MultipleTesting.holmAdjusted([0.01, 0.04, 0.03, 0.005])
    for (value, expected) in zip(adjusted, [0.03, 0.06, 0.06, 0.02]) {
      #expect(abs(value - expected) < 1e-15)
    }
    #expect(MultipleTesting.bonferroniLevel(0.05, count: 5) == 0.01)
    #expect(abs(MultipleTesting.pValue(score: 1.959963984540054) - 0.05) < 1e-14)
  }

  @Test("A parabola through three sizes is Richardson's, with Welch and Satterthwaite's freedom")
  func extrapolation() throws {
    // y = 3 + 5/m − 7/m² at m = 1, 2, 4: the limit is y₁/3 − 2 y₂ + 8 y₄/3.
    let points = [1.0, 2, 4].map {
      FiniteSizeFit.Point(size: $0, deviation: 3 + 5 / $0 - 7 / ($0 * $0), standardError: 0.1)
    }
    let limit = try #require(SizeExtrapolation(points, degree: 2))
    #expect(abs(limit.value - 3) < 1e-12)
    #expect(abs(limit.standardError - 0.1 * (101.0 / 9).squareRoot()) < 1e-13)
    let freedom = limit.degreesOfFreedom([11, 11, 11])
    #expect(abs(freedom - 11 * 101 * 101 / (1 + 36 * 36 + 64 * 64)) < 1e-10)
    // A line through two points has the error of both: ν between that of one and of all together.
    let line = try #require(SizeExtrapolation(Array(points.prefix(2)), degree: 1))
    #expect(abs(line.value - (2 * points[1].deviation - points[0].deviation)) < 1e-12)
    #expect(abs(line.degreesOfFreedom([5, 9]) - 25 / (1.0 / 5 + 16.0 / 9)) < 1e-10)
    #expect(SizeExtrapolation(Array(points.prefix(2)), degree: 2) == nil)
  }
}
