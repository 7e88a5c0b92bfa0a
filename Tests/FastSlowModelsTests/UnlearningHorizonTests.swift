import FastSlow
import FastSlowModels
import RealModule
import Testing

@Suite("Unlearning to t = 10¹²")
struct UnlearningHorizonTests {
  /// The feature decays as t^(−1/(p+1)). Between t₁ and t₂ the next order of the theory,
  /// a³ = 3 γ κ² εt + M a² with M = O(1), moves the slope by M/(3 a) < 1e-3 from a = 10³ on.
  @Test(
    "the alignment decays with the exponent of theory",
    arguments: [IntegrationOptions.Method.auto, .rosenbrock, .bdf])
  func exponent(_ method: IntegrationOptions.Method) throws {
    let system = try FeatureUnlearning().compiled()
    // The model's own coefficients.
    let theory = UnlearningTheory(link: [0, 1, -0.45], activation: [0, 1, 0.9])
    let law = try #require(theory.smallAlignment)
    let exponent = try #require(law.exponent)
    let solution = try system.solve(
      until: 1e12, in: .fast, output: .times([1e10, 1e11, 1e12]),
      options: IntegrationOptions(method: method))
    let s = try #require(solution["s"])
    #expect(solution.reachedTime == 1e12)
    for (before, after) in zip(s, s.dropFirst()) {
      let slope = Double.log10(after / before)
      #expect(abs(slope + exponent) < 1e-3, "slope \(slope)")
    }
    #expect(solution.statistics.steps < 5000)
  }
}
