import Learning
import RealModule
import Testing

@Suite("Hermite coefficients of activations")
struct ActivationTests {
  /// E sign(x) h_k(x) = √(2/π) (−1)^n (2n−1)!!/√((2n+1)!) for k = 2n+1, zero for even k.
  private func signCoefficient(_ k: Int) -> Double {
    guard !k.isMultiple(of: 2) else { return 0 }
    // (2n−1)!!/√((2n+1)!), by its ratio from n − 1 to n.
    var value = (2 / Double.pi).squareRoot()
    for n in 1..<((k + 1) / 2) where k > 1 {
      let (i, j) = (Double(2 * n), Double(2 * n + 1))
      value *= -Double(2 * n - 1) / (i * j).squareRoot()
    }
    return value
  }

  @Test("sign and erf(x/√2) have their closed forms")
  func signAndErf() throws {
    let sign = try Activation.sign.expanded(order: 40)
    let erf = try Activation.erf.expanded(order: 40)
    for k in 0...40 {
      let exact = signCoefficient(k)
      #expect(abs(sign.series[k] - exact) < 1e-14)
      // erf(x/√2) = E sign(x + ξ): the correlation of x + ξ with x is 1/√2.
      #expect(abs(erf.series[k] - exact * Double.pow(2, -Double(k) / 2)) < 1e-14)
    }
  }

  @Test("ReLU has its closed form: √k b_k is coefficient k−1 of (1 + sign)/2")
  func relu() throws {
    let relu = try Activation.relu.expanded(order: 40)
    #expect(abs(relu.series[0] - 1 / (2 * Double.pi).squareRoot()) < 1e-14)
    for k in 1...40 {
      let exact = ((k == 1 ? 1 : 0) + signCoefficient(k - 1)) / (2 * Double(k).squareRoot())
      #expect(abs(relu.series[k] - exact) < 1e-14)
    }
    #expect(abs(relu.squaredNorm - 0.5) < 1e-14)
  }

  @Test(
    "The coefficients are those of the published table",
    arguments: [
      ("relu", [0.3989, 0.5, 0.2821, 0, -0.0814, 0, 0.0446]),
      ("erf", [0, 0.5642, 0, -0.1152, 0, 0.0386, 0]),
      ("tanh", [0, 0.6057, 0, -0.1484, 0, 0.0625, 0]),
      ("gelu", [0.2821, 0.5, 0.2992, 0, -0.0720, 0, 0.0276]),
      ("silu", [0.2066, 0.5, 0.2481, 0, -0.0378, 0, 0.0098]),
      ("sign", [0, 0.7979, 0, -0.3257, 0, 0.2185, 0]),
      ("softplus", [0.8061, 0.5, 0.1461, 0, -0.0127, 0, 0.0024]),
      ("identity", [0, 1, 0, 0, 0, 0, 0]),
    ])
  func table(name: String, expected: [Double]) throws {
    let expansion = try #require(Activation.named(name)).expanded(order: 6)
    for (k, value) in expected.enumerated() {
      #expect(abs(expansion.series[k] - value) < 0.5e-4 + 1e-12)
    }
  }

  @Test("The error estimate covers the error, and is large for an undeclared kink")
  func errorEstimate() throws {
    let hidden = Activation("shifted") { max($0 - 0.123, 0) }
    let declared = Activation("shifted", kinks: [0.123]) { max($0 - 0.123, 0) }
    let (rough, exact) = (try hidden.expanded(order: 4), try declared.expanded(order: 4))
    #expect(exact.errors.allSatisfy { $0 < 1e-13 })
    #expect((rough.errors.max() ?? 0) > 1e-8)
    for k in 0...4 { #expect(abs(rough.series[k] - exact.series[k]) < 10 * rough.errors[k]) }
  }

  @Test("The remainder is E σ² − Σ b_k²")
  func remainder() throws {
    // E erf(x/√2)² = (2/π) asin(1/2) = 1/3.
    let expansion = try Activation.erf.expanded(order: 3)
    let kept = 1 / Double.pi + signCoefficient(3) * signCoefficient(3) / 8
    #expect(abs(expansion.squaredNorm - 1.0 / 3) < 1e-14)
    #expect(abs(expansion.remainder - (1.0 / 3 - kept)) < 1e-14)
  }

  @Test(
    "Growth beyond any polynomial is refused with what can be done",
    arguments: [
      Activation("steep") { Double.exp($0 * $0 / 4) },
      Activation("steeper") { Double.exp($0 * $0) },
      Activation("steepest") { Double.exp($0 * $0 * $0 * $0) },  // beyond double precision
    ])
  func steep(_ function: Activation) {
    do {
      _ = try Student(function: function, order: 6)
      Issue.record("\(function.name) was taken")
    } catch {
      #expect(error.description.hasPrefix(function.name))
      #expect(error.description.contains("grows no faster than a polynomial"))
    }
  }

  @Test("A function that is not square integrable is refused, exp(x) is not")
  func growth() throws {
    #expect(throws: HermiteExpansionError.notSquareIntegrable(name: "steep")) {
      try Activation("steep") { Double.exp($0 * $0 / 4) }.expanded(order: 4)
    }
    #expect(throws: HermiteExpansionError.self) {
      try Activation("log") { Double.log($0) }.expanded(order: 4)
    }
    // E exp(x) h_k(x) = √e/√k!
    let expansion = try Activation("exp") { Double.exp($0) }.expanded(order: 3)
    #expect(abs(expansion.series[3] - Double.exp(0.5) / 6.0.squareRoot()) < 1e-13)
  }
}
