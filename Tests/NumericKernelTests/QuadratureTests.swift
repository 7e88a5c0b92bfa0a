import NumericKernel
import RealModule
import Testing

@Suite("Quadrature")
struct QuadratureTests {
  @Test(
    "Gauss-Hermite gives the normal moments (2k−1)!! up to its degree", arguments: [1, 2, 7, 40])
  func normalMoments(count: Int) {
    let rule = Quadrature.gaussHermite(count: count)
    var moment = 1.0
    for k in 0..<min(count, 15) {
      if k > 0 { moment *= Double(2 * k - 1) }
      let value = rule.integrate { x in (0..<(2 * k)).reduce(1.0) { product, _ in product * x } }
      // Rounding of a sum of positive terms: a few ulps a factor.
      #expect(abs(value - moment) <= 1e-14 * Double(4 * k + 4) * moment)
    }
  }

  @Test(
    "Gauss-Hermite is accurate to 1e-14 at a few hundred nodes", arguments: [64, 200, 401, 600])
  func manyNodes(count: Int) {
    let rule = Quadrature.gaussHermite(count: count)
    #expect(abs(rule.integrate { _ in 1 } - 1) < 1e-14)
    #expect(abs(rule.integrate { $0 * $0 } - 1) < 2e-14)
    // E cos(3x) = exp(−9/2): an oscillating entire function, no polynomial.
    #expect(abs(rule.integrate { cosine(3 * $0) } - 0.011108996538242306) < 1e-14)
    #expect(zip(rule.nodes, rule.nodes.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test("The 20-node Gauss-Hermite rule has the tabulated outermost node and weight")
  func tabulatedNode() {
    // Abramowitz and Stegun, table 25.10, n = 20: x = 5.3874808900112, w = 2.229393645534e-13
    // for the weight exp(−x²); ours are √2 x and w/√π.
    let rule = Quadrature.gaussHermite(count: 20)
    #expect(abs((rule.nodes.last ?? 0) / 2.0.squareRoot() - 5.3874808900112) < 1e-12)
    let weight = (rule.weights.last ?? 0) * Double.pi.squareRoot()
    #expect(abs(weight / 2.229393645534e-13 - 1) < 1e-11)
  }

  @Test(
    "Gauss-Legendre integrates monomials exactly up to its degree", arguments: [1, 2, 5, 16, 33])
  func monomials(count: Int) {
    let rule = Quadrature.gaussLegendre(count: count, from: 0, to: 2)
    for degree in 0..<min(2 * count, 20) {
      let value = rule.integrate { x in (0..<degree).reduce(1.0) { product, _ in product * x } }
      let exact = (0...degree).reduce(1.0) { product, _ in product * 2 } / Double(degree + 1)
      #expect(abs(value - exact) <= 1e-14 * exact * Double(degree + 2))
    }
  }

  @Test("Panels integrate a kinked function exactly when the kink is a breakpoint")
  func kink() {
    let rule = Quadrature.panels(breakpoints: [3, -1, 0.3, 0.3], order: 2, widest: 1)
    // ∫ |x − 0.3| from −1 to 3 = (1.3² + 2.7²)/2
    #expect(abs(rule.integrate { abs($0 - 0.3) } - 4.49) < 1e-14)
  }

  private func cosine(_ x: Double) -> Double { Double.cos(x) }
}
