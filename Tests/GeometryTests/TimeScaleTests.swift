import ComplexModule
import Geometry
import Modeling
import RealModule
import Symbolic
import Testing

@Suite("Local time scales")
struct TimeScaleTests {
  @Test("problem 1: eigenvalues, fibre direction and slow direction of the linear variant")
  func linear() throws {
    let analysis = try TimeScaleAnalysis(of: LinearVariant().compiled())
    let modes = try analysis.modes(at: [1, 1])
    // λ² + (1/ε + 1) λ + (1 − b)/ε = 0.
    let (ε, b) = (0.01, 0.5)
    let p = 1 / ε + 1
    let root = (p * p - 4 * (1 - b) / ε).squareRoot()
    #expect(abs(modes.eigenvalues[0].real + (p + root) / 2) < 1e-12)
    #expect(abs(modes.eigenvalues[1].real + 2 * (1 - b) / ε / (p + root)) < 1e-12)
    #expect(abs(modes.eigenvalues[0].real + 100.50249994) < 1e-8)
    let λ = modes.eigenvalues[0].real
    #expect(abs(modes.vectors[0][1] / modes.vectors[0][0] - b / (1 + λ)) < 1e-13)
    #expect(abs(modes.vectors[0][1] / modes.vectors[0][0] + 0.005025) < 1e-6)
    #expect(abs(modes.vectors[1][0] / modes.vectors[1][1] - 1.00499988) < 1e-8)
  }

  @Test("problem 3: Davis-Skodje: covector and amplitude at (2, 1)")
  func amplitudes() throws {
    let modes = try TimeScaleAnalysis(of: DavisSkodje().compiled()).modes(at: [2, 1])
    #expect(abs(modes.eigenvalues[0].real + 100) < 1e-11)
    #expect(abs(modes.eigenvalues[1].real + 1) < 1e-12)
    #expect(abs(modes.covectors[0][0] - 1) < 1e-13)
    #expect(abs(modes.covectors[0][1] + 25.0 / 99) < 1e-13)
    #expect(abs(modes.amplitudes[0] - (-150.25 + 25.0 / 99)) < 1e-10)
    // x belongs to the fast mode, y to the slow one.
    #expect(abs(modes.pointers[0][0] - 1) < 1e-12 && abs(modes.pointers[1][1] - 1) < 1e-12)
  }

  @Test(
    "problem 3: the mode counts as exhausted from the listed time on",
    arguments: [(1e-2, 0.0571769552), (1e-3, 0.0799695677), (1e-4, 0.0995185279)])
  func exhausted(_ tolerance: Double, _ time: Double) throws {
    let analysis = try TimeScaleAnalysis(of: DavisSkodje().compiled())
    let state = { (t: Double) -> [Double] in
      let y = Double.exp(-t)
      return [1.5 * .exp(-t / 0.01) + y / (1 + y), y]
    }
    for (t, count) in [(time - 1e-9, 0), (time + 1e-9, 1)] {
      let modes = try analysis.modes(at: state(t), relativeTolerance: tolerance)
      #expect(modes.exhausted == count, "t = \(t)")
    }
  }

  @Test("problem 3: the intrinsic manifold is y/(1 + y) + 2ε² y²/((1 − ε)(1 + y)³)")
  func intrinsic() throws {
    let analysis = try TimeScaleAnalysis(of: DavisSkodje().compiled())
    let point = try analysis.intrinsicManifoldPoint(near: [0.4, 1], fastModes: 1)
    #expect(abs(point[0] - 0.500025252525253) < 1e-14 && point[1] == 1)
    let (y, ε) = (0.3, 0.01)
    let other = try analysis.intrinsicManifoldPoint(near: [0.4, y], fastModes: 1)
    let expected = y / (1 + y) + 2 * ε * ε * y * y / ((1 - ε) * .pow(1 + y, 3))
    #expect(abs(other[0] - expected) < 1e-14)
  }

  @Test("terms by name: a reaction is one term; shares in a mode sum to one")
  func terms() throws {
    let analysis = try TimeScaleAnalysis(of: MichaelisMenten().compiled())
    #expect(analysis.terms.map(\.name).contains("s"))
    let s = try #require(analysis.terms.first { $0.name == "s" })
    #expect(s.factors == [100, -1])
    let modes = try analysis.modes(at: [0.2, 1])
    for shares in modes.participation {
      #expect(abs(shares.map(\.magnitude).reduce(0, +) - 1) < 1e-14)
    }
    // The amplitude is the sum of what the terms add.
    let rate = [(1 - 2 * 0.2) * 100, -1 + 1.5 * 0.2]
    let whole = modes.vectors[0].indices.map { j in
      zip(modes.vectors, modes.amplitudes).map { $0[j] * $1 }.reduce(0, +)
    }
    for (a, b) in zip(whole, rate) { #expect(abs(a - b) < 1e-12 * abs(b) + 1e-13) }
  }

  @Test("complex modes come as pairs and are not parted")
  func complex() throws {
    let analysis = try TimeScaleAnalysis(of: Manufactured().compiled())
    let modes = try analysis.modes(at: [0, 0, 1, 0, 0])
    let pair = modes.eigenvalues.filter { $0.imaginary != 0 }
    #expect(pair.count == 2)
    for (i, row) in modes.covectors.enumerated() {
      for (j, column) in modes.vectors.enumerated() {
        let product = zip(row, column).map { $0 * $1 }.reduce(0, +)
        #expect(abs(product - (i == j ? 1 : 0)) < 1e-10)
      }
    }
  }

  @Test("what has no modes says why")
  func refusals() throws {
    let analysis = try TimeScaleAnalysis(of: Nilpotent().compiled())
    #expect { _ = try analysis.modes(at: [0, 0]) } throws: { "\($0)".contains("eigenvectors") }
    #expect { _ = try analysis.modes(at: [0]) } throws: { "\($0)".contains("give 2") }
    #expect {
      _ = try analysis.intrinsicManifoldPoint(near: [0, 0], fastModes: 2)
    } throws: { "\($0)".contains("from 1 to 1") }
  }
}

/// ε ẋ = y − x, ẏ = b x − y.
struct LinearVariant: FastSlowModel {
  @Fast(initial: 1) var x
  @Slow(initial: 1) var y
  @Parameter(0.5) var b
  @SmallParameter(0.01) var ε
  var equations: [Equation] {
    d(x) == y - x
    d(y) == b * x - y
  }
}

struct Nilpotent: FastSlowModel {
  @State(initial: 0) var p
  @State(initial: 0) var q
  var equations: [Equation] {
    d(p) == q
    d(q) == 0
  }
}
