import ComplexModule
import Geometry
import Modeling
import RealModule
import Symbolic
import Testing

/// Problem 28: x' = −x, y' = −√24 y + x² + … + x⁵.
private struct Benchmark28: FastSlowModel {
  @State(initial: 0.1) var x
  @State(initial: 0.1) var y

  var equations: [Equation] {
    d(x) == -x
    d(y) == -sqrt(Expression(24)) * y + x ** 2 + x ** 3 + x ** 4 + x ** 5
  }
}

/// A slow spiral with a fast follower: w = (u² + v²)/(λ − 2α) exactly.
private struct Spiral: FastSlowModel {
  @State(initial: 0.1) var u
  @State(initial: 0) var v
  @State(initial: 0) var w
  @Parameter(0.1) var α
  @Parameter(3) var β
  @Parameter(5) var λ

  var equations: [Equation] {
    d(u) == -α * u - β * v
    d(v) == β * u - α * v
    d(w) == -λ * w + u ** 2 + v ** 2
  }
}

/// x = sin y is invariant by construction, with its rest point at 0.
private struct Sine: FastSlowModel {
  @Fast(initial: 0.3) var x
  @Slow(initial: 0.3) var y
  @SmallParameter(0.05) var ε

  var equations: [Equation] {
    d(x) == sin(y) - x - ε * y * cos(y)
    d(y) == -y
  }
}

/// λ₂ = 3 λ₁ with a cubic term: no smooth graph.
private struct Resonant: FastSlowModel {
  @State(initial: 0.1) var x
  @State(initial: 0.1) var y

  var equations: [Equation] {
    d(x) == -x
    d(y) == -3 * y + x ** 3
  }
}

/// The same eigenvalues, without that term.
private struct Decoupled: FastSlowModel {
  @State(initial: 0.1) var x
  @State(initial: 0.1) var y

  var equations: [Equation] {
    d(x) == -x
    d(y) == -3 * y + x * y
  }
}

@Suite("Spectral manifolds of rest points")
struct SpectralManifoldTests {
  private func real(_ value: Double) -> Complex<Double> { Complex(value) }

  @Test("problem 28: y = Σ x^k/(√24 − k), and the near resonance at k = 5 is said")
  func benchmark() throws {
    let manifold = try SpectralManifold(of: Benchmark28().compiled(), order: 5)
    #expect(manifold.kept == 1)
    #expect(manifold.rest == [0, 0])
    for (k, exponents) in manifold.monomials.enumerated() where exponents[0] >= 2 {
      let exact = 1 / (24.0.squareRoot() - Double(exponents[0]))
      // One division by a difference of 5 digits lost at most.
      #expect((manifold.coefficients[1][k].real / exact - 1).magnitude < 1e-13)
    }
    #expect((manifold.coefficients[1][5].real + 9.898979486).magnitude < 1e-9)
    #expect(manifold.nearResonances.map(\.exponents) == [[5]])
    #expect(manifold.spectralQuotient == 4)
    #expect(manifold.rates[0].map(\.real) == [0, -1, 0, 0, 0, 0])
  }

  @Test("a complex pair kept: w = (u² + v²)/(λ − 2α)")
  func spiral() throws {
    let manifold = try SpectralManifold(of: Spiral().compiled(), modes: 2, order: 4)
    let p = Complex(0.21, -0.34)
    let state = manifold.state(at: [p, p.conjugate])
    let exact = (state[0] * state[0] + state[1] * state[1]) / (5 - 0.2)
    #expect((state[2] - exact).magnitude < 1e-15)
    let rest = manifold.residual(at: [p, p.conjugate])
    #expect(rest.allSatisfy { $0.magnitude < 1e-14 })
  }

  @Test("a function of the slow variable: the coefficients of sin y at the actual ε")
  func sine() throws {
    let manifold = try SpectralManifold(of: Sine().compiled(), order: 9)
    // The eigenvector is (1, 1)/√2: y = p/√2 to first order, and y carries no more.
    let r = 0.5.squareRoot()
    for p in [0.2, -0.4] {
      let state = manifold.state(at: [real(p)])
      // The remainder of the series in y, of degree 11.
      let bound = (p * r).magnitude * 1e-9
      #expect((state[0] - Double.sin(state[1])).magnitude < bound)
    }
  }

  @Test("what is left of the invariance equation has the degree left out")
  func order() throws {
    let system = try LimitCycle().compiled()
    for order in 2...5 {
      let manifold = try SpectralManifold(of: system, near: [-1.5, 0.4], order: order)
      let sizes = [0.02, 0.01].map { p in
        manifold.residual(at: [real(p)]).map(\.magnitude).max() ?? 0
      }
      let slope = Double.log2(sizes[0] / sizes[1])
      // The next term adds at most p times its ratio.
      #expect((slope - Double(order + 1)).magnitude < 0.2, "order \(order): \(slope)")
    }
  }

  @Test("what has no such manifold says why")
  func refusals() throws {
    #expect {
      try SpectralManifold(of: Resonant().compiled(), order: 3)
    } throws: { "\($0)".contains("resonant") && "\($0)".contains("stop at order 2") }
    #expect(throws: Never.self) { try SpectralManifold(of: Resonant().compiled(), order: 2) }
    // Resonant eigenvalues without the term do no harm.
    let free = try SpectralManifold(of: Decoupled().compiled(), order: 4)
    #expect(free.coefficients[1].allSatisfy { $0 == 0 })
    #expect {
      try SpectralManifold(of: Spiral().compiled(), modes: 1)
    } throws: { "\($0)".contains("complex pair") && "\($0)".contains("keep 2 modes") }
    #expect {
      try SpectralManifold(of: Spiral().compiled(), modes: 3)
    } throws: { "\($0)".contains("keep from 1 to 2") }
    #expect {
      try SpectralManifold(of: Benchmark28().compiled(), order: 41)
    } throws: { "\($0)".contains("from 1 to 40") }
  }
}

/// Van der Pol whose rest point x = −a attracts for a > 1.
private struct LimitCycle: FastSlowModel {
  @Fast(initial: 2) var x
  @Slow(initial: 0) var y
  @Parameter(1.5) var a
  @SmallParameter(0.05) var ε

  var equations: [Equation] {
    d(x) == y + x - x ** 3 / 3
    d(y) == -a - x
  }
}
