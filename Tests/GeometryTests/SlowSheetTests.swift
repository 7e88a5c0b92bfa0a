import Geometry
import Modeling
import RealModule
import Symbolic
import Testing

/// Problem 10: ε ẋ = y + x², ẏ = 1.
private struct Riccati: FastSlowModel {
  @Fast(initial: -1) var x
  @Slow(initial: -1) var y
  @SmallParameter(1e-3) var ε
  var equations: [Equation] {
    d(x) == y + x ** 2
    d(y) == 1
  }
}

/// Problem 11: f = x² − y² + λ ε (kind 0) or x (y − x²) + λ ε (kind 1), g = 1.
private struct BranchPassage: FastSlowModel {
  @Fast(initial: -1) var x
  @Slow(initial: -1) var y
  @Parameter(1) var λ
  @ParameterArray([0]) var kind
  @SmallParameter(0.01) var ε
  var equations: [Equation] {
    let f = kind.count == 1 ? x ** 2 - y ** 2 : x * (y - x ** 2)
    d(x) == f + λ * ε
    d(y) == 1
  }
}

/// Problem 19.
private struct FoldedNode: FastSlowModel {
  @Fast(initial: 1) var x
  @Slow(initial: 1) var y
  @Slow(initial: -1) var z
  @Parameter(0.1) var μ
  @SmallParameter(0.01) var ε
  var equations: [Equation] {
    d(x) == y - x ** 2
    d(y) == -(μ + 1) * x - z
    d(z) == μ / 2
  }
}

@Suite("Sheets followed to a section")
struct SlowSheetTests {
  @Test("problem 10: the Riccati fold, at the fold and at its pole", arguments: [1e-2, 1e-3])
  func riccati(_ ε: Double) throws {
    let system = try Riccati().compiled()
    let start = [(fast: [-1.0], slow: [-1.0])]
    let fold = try SlowSheet(of: system, at: ε, from: start, to: ("y", 0))
    #expect(fold.kind == .attracting)
    let x = try #require(fold.orbits[0]).last[0]
    // Ai'(0)/Ai(0) = −0.729….
    #expect(abs(x / .pow(ε, 1.0 / 3) + 0.7290111329472270) < 1e-11)
    let late = try SlowSheet(of: system, at: ε, from: start, to: ("x", 50))
    let y = try #require(late.orbits[0]).last[1]
    // In units of the fold X = 1/S − Y* S/3 + O(S²) at a distance S from the pole.
    let (Y, X, pole) = (y / .pow(ε, 2.0 / 3), 50 / .pow(ε, 1.0 / 3), 2.338107410459767)
    #expect(abs(Y + 1 / X - pole / (3 * X * X * X) - pole) < 1e-9)
  }

  @Test("problem 11: exact canards through a transcritical and a pitchfork point, from both sides")
  func branchPoints() throws {
    let transcritical = try BranchPassage().compiled()
    let ahead = try SlowSheet(of: transcritical, from: [([-1], [-1])], to: ("y", 0))
    let behind = try SlowSheet(of: transcritical, from: [([1], [1])], to: ("y", 0))
    #expect(ahead.kind == .attracting && behind.kind == .repelling)
    for sheet in [ahead, behind] {
      #expect(abs(try #require(sheet.orbits[0]).last[0]) < 1e-12)
    }
    let pitchfork = try BranchPassage().setting(\.$λ, 0).compiled(arrays: ["kind": [0, 0]])
    let line = try SlowSheet(of: pitchfork, from: [([0], [-1])], to: ("y", 0))
    #expect(abs(try #require(line.orbits[0]).last[0]) < 1e-13)
  }

  @Test(
    "problem 19: the exact canards of the folded node lie on both sheets",
    arguments: [1.0, 10.0])
  func foldedNode(_ factor: Double) throws {
    // x = −factor z, y = x² − ε factor μ/2: weak canard at 1, strong at 1/μ.
    let (μ, ε) = (0.1, 0.01)
    let system = try FoldedNode().compiled()
    let place = { (z: Double) -> (fast: [Double], slow: [Double]) in
      let x = -factor * z
      return ([x], [x * x - ε * factor * μ / 2, z])
    }
    let z = 1 / factor
    let ahead = try SlowSheet(of: system, from: [place(-z)], to: ("z", 0))
    let behind = try SlowSheet(of: system, from: [place(z)], to: ("z", 0))
    #expect(ahead.kind == .attracting && behind.kind == .repelling)
    for sheet in [ahead, behind] {
      let state = try #require(sheet.orbits[0]).last
      #expect(abs(state[0]) < 1e-9 && abs(state[1] + ε * factor * μ / 2) < 1e-9, "\(state)")
    }
  }

  @Test("a saddle sheet and an unknown variable are refused")
  func refusals() throws {
    let system = try Manufactured().compiled()
    #expect {
      _ = try SlowSheet(of: system, from: [([0, 0, 1], [0, 0])], to: ("p", 1))
    } throws: { "\($0)".contains("saddle") }
    #expect {
      _ = try SlowSheet(of: Riccati().compiled(), from: [([-1], [-1])], to: ("w", 1))
    } throws: { "\($0)".contains("\"w\"") }
  }
}
