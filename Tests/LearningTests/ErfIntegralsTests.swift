import Learning
import NumericKernel
import RealModule
import Testing

@Suite("Gaussian integrals of erf networks")
struct ErfIntegralsTests {
  /// A covariance of four fields with unequal variances below one, as G Gᵀ.
  private let factor: [[Double]] = [
    [0.8, 0, 0, 0], [0.3, 0.7, 0, 0], [-0.2, 0.4, 0.6, 0], [0.1, -0.3, 0.5, 0.55],
  ]

  private var integrals: ErfIntegrals<Double> {
    let factor = factor
    return ErfIntegrals { i, j in (0..<4).reduce(0) { $0 + factor[i][$1] * factor[j][$1] } }
  }

  /// The mean over the four fields, a Gauss-Hermite rule a direction: coefficients of erf and its
  /// derivative fall like (C/(1+C))^(k/2), so that 40 nodes leave less than 1e-13.
  private func mean(_ integrand: ([Double]) -> Double) -> Double {
    let rule = Quadrature.gaussHermite(count: 40)
    var sum = 0.0
    var x = [0.0, 0.0, 0.0, 0.0]
    for (z0, w0) in zip(rule.nodes, rule.weights) {
      for (z1, w1) in zip(rule.nodes, rule.weights) {
        for (z2, w2) in zip(rule.nodes, rule.weights) {
          for (z3, w3) in zip(rule.nodes, rule.weights) {
            let weight = w0 * w1 * w2 * w3
            if weight < 1e-22 { continue }
            for i in 0..<4 {
              x[i] =
                factor[i][0] * z0 + factor[i][1] * z1 + factor[i][2] * z2 + factor[i][3] * z3
            }
            sum += weight * integrand(x)
          }
        }
      }
    }
    return sum
  }

  private func g(_ x: Double) -> Double { Double.erf(x / 2.0.squareRoot()) }
  private func slope(_ x: Double) -> Double {
    (2 / Double.pi).squareRoot() * Double.exp(-x * x / 2)
  }

  @Test("I2, I3, I4 and J2 are those of quadrature to 1e-12")
  func quadrature() {
    let closed = integrals
    #expect(abs(closed.i2(2, 3) - mean { g($0[2]) * g($0[3]) }) < 1e-12)
    #expect(abs(closed.i3(0, 1, 2) - mean { slope($0[0]) * $0[1] * g($0[2]) }) < 1e-12)
    let four = mean { slope($0[0]) * slope($0[1]) * g($0[2]) * g($0[3]) }
    #expect(abs(closed.i4(0, 1, 2, 3) - four) < 1e-12)
    #expect(abs(closed.j2(1, 3) - mean { slope($0[1]) * slope($0[3]) }) < 1e-12)
  }

  @Test("Also where fields coincide, as they do in the equations")
  func coinciding() {
    let closed = integrals
    #expect(abs(closed.i2(1, 1) - mean { g($0[1]) * g($0[1]) }) < 1e-12)
    #expect(abs(closed.i3(1, 1, 1) - mean { slope($0[1]) * $0[1] * g($0[1]) }) < 1e-12)
    let four = mean { slope($0[0]) * slope($0[0]) * g($0[0]) * g($0[2]) }
    #expect(abs(closed.i4(0, 0, 0, 2) - four) < 1e-12)
  }

  @Test("The closed-form series of erf is that by quadrature")
  func series() throws {
    let series = try Activation.erf.expanded(order: 30).series
    for k in 0...30 { #expect(abs(HermiteSeries.erf(order: 30)[k] - series[k]) < 1e-14) }
  }
}
