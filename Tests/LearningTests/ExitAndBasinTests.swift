import Learning
import NumericKernel
import RealModule
import Testing

@Suite("Exit from perfect alignment, basins and phases")
struct ExitAndBasinTests {
  private let delay = UnlearningTheory(link: [0, 1, 0, 0.05], activation: [0, 0.7, 0, 0.4])

  @Test("The entry-exit integral vanishes at the exit, by quadrature")
  func integral() throws {
    let exit = try #require(delay.exit(fromAlignedAt: 0.0783505))
    // V(1) = .72, U(1) = .65, V'(1) = .76, U'(1) = .97.
    func weight(_ τ: Double) -> Double {
      0.72 / 0.65 + (0.0783505 - 0.72 / 0.65) * Double.exp(-0.65 * τ)
    }
    let rule = Quadrature.panels(breakpoints: [0, exit.slowTime], order: 20, widest: 0.5)
    let gained = rule.integrate { τ in weight(τ) * (0.76 - 0.97 * weight(τ)) }
    #expect(abs(gained) < 1e-13)
    #expect(abs(exit.secondLayer - weight(exit.slowTime)) < 1e-14)
    #expect(exit.secondLayer > delay.exitWeight)
  }

  @Test("There is no exit where perfect alignment is kept, or where the start is beyond it")
  func noExit() {
    let kept = UnlearningTheory(link: [0, 0.9, 0.6], activation: [0, 0.8, 0.5])
    #expect(kept.exit(fromAlignedAt: 0.5) == nil)
    #expect(delay.exit(fromAlignedAt: 0.9) == nil)
    #expect(delay.exit(fromAlignedAt: -1) == nil)
  }

  @Test("The basin's boundary is the unstable rest point of the branch")
  func basin() throws {
    let (link, activation): (HermiteSeries, HermiteSeries) = ([0, 1, -0.3, 0.9], [0, 1, 0.6, 0.5])
    let intervals = UnlearningTheory(link: link, activation: activation).basin()
    #expect(intervals.map(\.outcome) == [.kept, .unlearned])
    let boundary = try #require(intervals.first).weights.upperBound
    // It is the unstable rest point on the branch, where the slow flow parts.
    let theory = UnlearningTheory(link: link, activation: activation)
    let rest = try #require(theory.restPoints().first)
    #expect(!theory.isStable(at: rest))
    #expect(abs(boundary / theory.branch(at: rest) - 1) < 2e-3)  // resolution of s: 1/4000
  }

  @Test("Phases set the quantities that are asked for, and lists grow")
  func phases() {
    let base = UnlearningPhases.Point(
      link: [0, 1], activation: [0, 1, 0.9], alignment: 0, secondLayer: 0.2)
    let phases = UnlearningPhases(
      through: base, .init(.teacher(order: 2), [-0.45, 0.9]), .init(.secondLayer, [0.2, 0.4]))
    #expect(phases.points[1][0].link == [0, 1, -0.45])
    #expect(phases.points[1][0].secondLayer == 0.4)
    #expect(phases.outcomes[0][0] == .unlearned)
    for row in 0..<2 {
      for column in 0..<2 {
        #expect(phases.outcomes[row][column] == phases.points[row][column].outcome)
      }
    }
  }
}
