import FastSlow
import FastSlowModels
import Testing

@Suite("Theory of unlearning against integration")
struct UnlearningPhaseTests {
  @Test("Phases agree with the full system at every point away from their boundaries")
  func phases() throws {
    let base = UnlearningPhases.Point(
      link: [0, 1, -0.45], activation: [0, 1, 0.9], alignment: 0, secondLayer: 0.2)
    let phases = UnlearningPhases(
      through: base, .init(.teacher(order: 2), [-0.9, -0.5, -0.1, 0.5, 0.7, 0.9]),
      .init(.student(order: 2), [0.15, 0.4, 0.6]))
    let system = try FeatureUnlearning().setting(\.$ε, 0.01).compiled()
    let fates = try phases.integrated(system, arrays: ("c", "b"), slowTime: 1e4)
    for (outcomes, ends) in zip(phases.outcomes, fates) {
      for (outcome, end) in zip(outcomes, ends) {
        #expect(outcome.agrees(with: end), "\(outcome) against \(end)")
      }
    }
    #expect(Set(phases.outcomes.joined().map(\.name)) == ["kept", "partly kept", "unlearned"])
  }

  @Test("The delayed exit from s = 1 comes where the entry-exit relation says, as ε falls")
  func exit() throws {
    let theory = UnlearningTheory(link: [0, 1, 0, 0.05], activation: [0, 0.7, 0, 0.4])
    let predicted = try #require(theory.exit(fromAlignedAt: 0.0783505))
    // The start at s = 0 takes some hundred units of fast time to align.
    func delay(_ ε: Double) throws -> Double {
      let system = try FeatureUnlearning().setting(\.$c, [0, 1, 0, 0.05])
        .setting(\.$b, [0, 0.7, 0, 0.4]).setting(\.$ε, ε).setting(\.$a, initial: 0.0783505)
        .compiled()
      let solution = try system.solve(until: 6, output: .points(6001, .linear))
      let s = try #require(solution["s"])
      let index = try #require(
        s.indices.dropFirst().first { s[$0 - 1] > 0.96 && s[$0] <= 0.96 })
      return solution.times[index] - predicted.slowTime
    }
    let (coarse, fine) = (try delay(0.003), try delay(0.001))
    #expect(coarse > 0 && coarse < 100 * 0.003)
    // First order in ε: the shift falls in proportion, up to the grid's 0.001.
    #expect(abs(fine / coarse - 1.0 / 3) < 0.1)
  }
}
