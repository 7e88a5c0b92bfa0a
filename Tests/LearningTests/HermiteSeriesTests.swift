import Learning
import NumericKernel
import Testing

@Suite("Hermite series")
struct HermiteSeriesTests {
  @Test("The polynomials are 1, x, (x²−1)/√2, (x³−3x)/√6", arguments: [-2.5, 0, 0.3, 4.0])
  func lowOrders(x: Double) {
    let expected = [1, x, (x * x - 1) / 2.0.squareRoot(), (x * x * x - 3 * x) / 6.0.squareRoot()]
    for (k, value) in expected.enumerated() {
      #expect(abs(HermiteSeries(unit(k))(x) - value) <= 1e-14 * max(1, abs(value)))
    }
  }

  @Test("The polynomials are orthonormal under the standard normal")
  func orthonormality() {
    let rule = Quadrature.gaussHermite(count: 40)
    for j in 0..<20 {
      for k in 0...j {
        let (left, right) = (HermiteSeries(unit(j)), HermiteSeries(unit(k)))
        let product = rule.integrate { left($0) * right($0) }
        #expect(abs(product - (j == k ? 1 : 0)) < 1e-12)
      }
    }
  }

  @Test("The derivative is h_k' = √k h_{k−1}: it agrees with a central difference")
  func derivative() {
    let series: HermiteSeries = [0.3, -1, 0.4, 0.2, -0.1]
    for x in [-1.7, 0.2, 2.4] {
      let step = 1e-5
      let difference = (series(x + step) - series(x - step)) / (2 * step)
      // Central differences: step² times a third derivative of order 10, and rounding 1e-11.
      #expect(abs(series.derivative(x) - difference) < 1e-8)
    }
  }

  @Test("E σ(x) ψ(x') is Σ b_k c_k q^k, by two-dimensional quadrature")
  func mehler() {
    let (b, c): (HermiteSeries, HermiteSeries) = ([0.5, 1, -0.4, 0.3], [0.1, 0.9, 0.7])
    let rule = Quadrature.gaussHermite(count: 8)
    for q in [-0.8, 0, 0.35, 1.0] {
      let value = rule.integrate { x in
        b(x) * rule.integrate { z in c(q * x + (1 - q * q).squareRoot() * z) }
      }
      #expect(abs(value - b.correlation(with: c)(q)) < 1e-13)
    }
  }

  @Test("Lists of unequal length are padded with zeros")
  func padding() {
    let series: HermiteSeries = [0, 1]
    #expect(series[7] == 0)
    #expect(series.correlation(with: [0, 1, 5]).coefficients == [0, 1])
  }

  private func unit(_ k: Int) -> [Double] { (0...k).map { $0 == k ? 1 : 0 } }
}
