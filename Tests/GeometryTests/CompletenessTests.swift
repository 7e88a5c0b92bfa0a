import Geometry
import Modeling
import Symbolic
import Testing

/// A circle of radius r around (2, 0) beside the van der Pol curve: an isola that no slice meets.
private struct SmallIsola: FastSlowModel {
  @Fast(initial: 0) var x
  @Slow(initial: 0) var y
  @Parameter(0.01) var radius
  @SmallParameter(0.01) var ε
  var equations: [Equation] {
    d(x) == -(x - y) * ((x - 2) ** 2 + (y - 0.05) ** 2 - radius ** 2)
    d(y) == 1
  }
}

@Suite("Completeness")
struct CompletenessTests {
  private let box = ["x": -4.0...4.0]

  @Test("one curve: proved")
  func vanDerPol() throws {
    let manifold = try CriticalManifold(of: VanDerPol().compiled(), over: -1...1, box: box)
    let known = try manifold.completeness()
    #expect(known.verdict == .proved)
    #expect(known.missing.isEmpty && known.undecidedCells == 0)
    #expect(known.sentence.hasPrefix("all branches"))
  }

  @Test("isola and line: all found; with a branch deleted from the starts it says so")
  func isola() throws {
    let system = try Isola().setting(\.$withLine, 1).compiled()
    let both = try CriticalManifold(of: system, over: -2...2, box: box)
    #expect(both.branches.count == 3)
    #expect(try both.completeness().verdict == .proved)
    // Only the line x = 3 − y/10, then only the circle.
    for start in [[3.0, 0], [1, 0]] {
      let part = try CriticalManifold(of: system, over: -2...2, box: box, starts: [start])
      let known = try part.completeness()
      #expect(known.verdict == .incomplete)
      #expect(known.missing.count == 1)
      #expect(known.sentence.contains("not all branches: 1 more"))
      let (whole, answer) = try part.completed()
      #expect(whole.branches.count == 3)
      #expect(answer.verdict == .proved)
    }
  }

  @Test("an isola between all slices is found by exclusion alone")
  func small() throws {
    let manifold = try CriticalManifold(of: SmallIsola().compiled(), over: -1...1, box: box)
    #expect(manifold.branches.count == 1)
    #expect(try manifold.completeness().verdict == .incomplete)
    let (whole, answer) = try manifold.completed()
    #expect(whole.branches.count == 3)
    #expect(whole.folds.count == 2)
    for fold in whole.folds { #expect(abs(abs(fold.slow - 0.05) - 0.01) < 1e-12) }
    #expect(answer.verdict == .proved)
  }

  @Test("a crossing leaves small cells around it undecided, and is told apart")
  func crossing() throws {
    let manifold = try CriticalManifold(of: Crossing().compiled(), over: -1...1, box: ["x": -2...2])
    let known = try manifold.completeness()
    #expect(known.verdict == .provedAwayFromSpecialPoints)
    #expect(known.undecidedShare < 1e-5)
  }

  @Test("two fast variables: proved for Hindmarsh and Rose")
  func hindmarshRose() throws {
    let manifold = try CriticalManifold(
      of: HindmarshRose().compiled(), over: -12...5, box: ["x": -4...4, "y": -60...5])
    #expect(try manifold.completeness().verdict == .proved)
  }

  @Test("out of cells it claims nothing")
  func limited() throws {
    let manifold = try CriticalManifold(of: VanDerPol().compiled(), over: -1...1, box: box)
    let known = try manifold.completeness(cellLimit: 20)
    #expect(known.verdict == .noneFound)
    #expect(known.undecidedCells > 0)
  }
}
