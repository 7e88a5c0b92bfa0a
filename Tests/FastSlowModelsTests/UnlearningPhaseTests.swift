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

  /// c₂ = b₂ puts the rest point s = c₂/b₂ at 1: V(1)/U(1) = A(1) but for rounding.
  @Test(
    "On the boundary of perfect alignment the feature is kept", arguments: [0.1, 0.4, 0.45, 0.8])
  func boundary(_ b2: Double) throws {
    for c2 in [b2, b2.nextUp, b2.nextDown, b2 * (1 + 1e-15), b2 * (1 - 1e-15)] {
      let point = UnlearningPhases.Point(
        link: [0, 1, c2], activation: [0, 1, b2], alignment: 0, secondLayer: 0.2)
      #expect(point.outcome == .kept)
      // What theory says of s = 1 itself agrees.
      let theory = UnlearningTheory(link: point.link, activation: point.activation)
      #expect(theory.keepsPerfectAlignment)
      #expect(theory.exit(fromAlignedAt: 0.2) == nil)
    }
    // Beyond rounding s = 1 is left on one side and kept on the other.
    #expect(
      !UnlearningTheory(link: [0, 1, b2 - 1e-9], activation: [0, 1, b2]).keepsPerfectAlignment)
    #expect(
      UnlearningTheory(link: [0, 1, b2 + 1e-9], activation: [0, 1, b2]).keepsPerfectAlignment)
  }

  /// The rest point s = c₂/b₂ = 1/15 at a = b₂/c₂ = 15 takes εt ~ a⁴/(4 b₂²) = 5,600 to come near.
  @Test("A small rest point is reached in time: theory and integration agree on it")
  func smallRest() throws {
    let point = UnlearningPhases.Point(
      link: [0, 1, 0.1], activation: [0, 1, 1.5], alignment: 0, secondLayer: 0.2)
    guard case .partlyKept(let rest) = point.outcome else {
      Issue.record("\(point.outcome)")
      return
    }
    #expect(abs(rest - 1.0 / 15) < 1e-9)
    let system = try FeatureUnlearning().setting(\.$ε, 0.01).setting(\.$c, [0, 1, 0.1])
      .setting(\.$b, [0, 1, 1.5]).compiled()
    let solution = try system.solve(until: 1e8, output: .times([1e8]))
    let s = try #require(solution["s"])
    #expect(abs(s[0] - rest) < 1e-6)
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
