import FastSlow
import FastSlowModels
import RealModule
import Testing

/// A case of each class of unlearning: with k the student's first nonlinear order and l the first that
/// the teacher shares, a grows as (εt)^(1/(p+1)), p = min(l, 2k−1).
struct UnlearningClass: Sendable, CustomStringConvertible {
  let description: String
  let c: [Double]
  let b: [Double]
  let exponent: Double

  var theory: UnlearningTheory { .init(link: HermiteSeries(c), activation: HermiteSeries(b)) }

  static let all: [UnlearningClass] = [
    .init(description: "l = 2 < 2k − 1", c: [0, 1, -0.45], b: [0, 1, 0.9], exponent: 1.0 / 3),
    .init(description: "l = 2k − 1", c: [0, 1, 0, -0.4], b: [0, 1, 0.5, 0.5], exponent: 0.25),
    .init(description: "no l, k = 2", c: [0, 1], b: [0, 1, 0.5], exponent: 0.25),
    .init(description: "no l, k = 3", c: [0, 1], b: [0, 1, 0, 0.5], exponent: 1.0 / 6),
  ]
}

@Suite("Unlearning to t = 10¹²")
struct UnlearningHorizonTests {
  /// Fitted over the last two decades of time. The next orders of the theory move the slope by a
  /// relative M/a for p = 2, with M = O(1) and a > 10³ there, and by O(1/a²) for the others, which are
  /// even in s; a > 40 for p = 5.
  @Test(
    "the alignment decays with the exponent of theory", arguments: UnlearningClass.all,
    [IntegrationOptions.Method.auto, .rosenbrock, .bdf])
  func exponent(_ item: UnlearningClass, _ method: IntegrationOptions.Method) throws {
    let system = try FeatureUnlearning().setting(\.$c, item.c).setting(\.$b, item.b).compiled()
    #expect(item.theory.smallAlignment?.exponent == item.exponent)
    let times = (0...8).map { Double.pow(10, 10 + Double($0) / 4) }
    let solution = try system.solve(
      until: 1e12, in: .fast, output: .times(times), options: IntegrationOptions(method: method))
    #expect(solution.reachedTime == 1e12)
    let s = try #require(solution["s"])
    let fit = try #require(
      LinearFit(
        x: times.map { Double.log($0) }, y: s.map { Double.log($0) },
        standardErrors: times.map { _ in 1 }))
    #expect(abs(fit.slope + item.exponent) < 1e-3, "slope \(fit.slope)")
    #expect(solution.statistics.steps < 5000)
    print(
      "decay, \(item), \(method.rawValue): exponent \(-fit.slope), theory \(item.exponent), "
        + "\(solution.statistics.steps) steps")
  }
}
