import Geometry
import Modeling
import NumericKernel
import RealModule
import Symbolic
import Testing

private struct Robertson: FastSlowModel {
  @State(initial: 1) var y1
  @State(initial: 0) var y2
  @State(initial: 0) var y3

  var equations: [Equation] {
    d(y1) == -0.04 * y1 + 1e4 * y2 * y3
    d(y2) == 0.04 * y1 - 1e4 * y2 * y3 - 3e7 * y2 ** 2
    d(y3) == 3e7 * y2 ** 2
  }
}

/// Van der Pol without declared scales.
private struct Plain: FastSlowModel {
  @State(initial: 2) var x
  @State(initial: 0) var y

  var equations: [Equation] {
    d(x) == (y + x - x ** 3 / 3) / 0.001
    d(y) == -x
  }
}

private struct LotkaVolterra: FastSlowModel {
  @State(initial: 1) var p
  @State(initial: 1.5) var q

  var equations: [Equation] {
    d(p) == p * (1 - q)
    d(q) == q * (p - 1)
  }
}

@Suite("Scales proposed from the spectrum")
struct ScaleProposalTests {
  private func proposal(_ model: some FastSlowModel, _ states: [[Double]]) throws -> ScaleProposal {
    try ScaleProposal(of: TimeScaleAnalysis(of: System(model)), along: states)
  }

  @Test("van der Pol: x is fast on both outer branches")
  func vanDerPol() throws {
    var states: [[Double]] = []
    for k in 12...20 {
      let x = Double(k) / 10
      let y = x * x * x / 3 - x
      states += [[x, y], [-x, -y]]
    }
    let proposal = try proposal(Plain(), states)
    #expect(proposal.fast == ["x"])
    #expect(proposal.slow == ["y"])
    #expect(proposal.isConvincing)
    // λ_fast = (1 − x²)/ε and λ_slow ≈ −1/(x² − 1): the ratio is (x² − 1)²/ε.
    #expect(abs(proposal.gap.largest / (9 / 0.001) - 1) < 0.01)
    #expect(proposal.states.used == states.count)
  }

  @Test("Robertson: y2 is the fast variable")
  func robertson() throws {
    // Points of the reference solution at t = 0.4, 4, 40.
    let states = [
      [0.9851721138609904, 3.386395378974912e-05, 0.014794022185219628],
      [0.9055186785842482, 2.2404756875600857e-05, 0.09445891665887557],
      [0.7158270687194006, 9.185534764558501e-06, 0.2841637457458352],
    ]
    let proposal = try proposal(Robertson(), states)
    #expect(proposal.fast == ["y2"])
    #expect(proposal.isConvincing)
  }

  @Test("a model of one scale has no convincing split")
  func oneScale() throws {
    let states = [[1, 1.5], [0.7, 0.9], [1.4, 0.8], [2, 0.2]]
    let proposal = try? proposal(LotkaVolterra(), states)
    #expect(proposal?.isConvincing != true)
  }
}
