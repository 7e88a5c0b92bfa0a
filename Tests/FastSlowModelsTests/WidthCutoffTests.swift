import FastSlow
import FastSlowModels
import RealModule
import Testing

/// The flow of m equal neurons from an orthonormal start, d → ∞, with the overlap r of neurons:
///
///     s' = a [V'(s)(1−s²) − a g U'(r) s (1−r)],   a' = ε [V(s) − a (g U(r) + U(1)/m)],
///     r' = 2a (1−r) [V'(s) s − a U'(r)(g r + 1/m)],   g = (m−1)/m
struct EqualNeurons: FastSlowModel {
  @Fast(initial: 0) var s
  @Fast(initial: 0) var r
  @Slow(initial: 0.2) var a
  @ParameterArray([0, 1]) var c
  @ParameterArray([0, 1]) var b
  @Parameter(100) var m
  @SmallParameter(0.1) var ε

  var equations: [Equation] {
    let (V, U) = (link(s), square(r))
    let g = 1 - 1 / m
    d(s) == a * (V.slope * (1 - s ** 2) - a * g * U.slope * s * (1 - r))
    d(r) == 2 * a * (1 - r) * (V.slope * s - a * U.slope * (g * r + 1 / m))
    d(a) == V.value - a * (g * U.value + square(1).value / m)
  }

  /// V and V'.
  private func link(_ s: Expression) -> (value: Expression, slope: Expression) {
    series(s, (0..<min(c.count, b.count)).map { c[$0] * b[$0] })
  }

  /// U and U'.
  private func square(_ q: Expression) -> (value: Expression, slope: Expression) {
    series(q, (0..<b.count).map { b[$0] ** 2 })
  }

  private func series(_ x: Expression, _ coefficients: [Expression])
    -> (value: Expression, slope: Expression)
  {
    let terms = coefficients.enumerated().map { ($0.offset, $0.element) }
    return (
      terms.map { $1 * x ** Expression($0) }.sum(),
      terms.dropFirst().map { Expression($0) * $1 * x ** Expression($0 - 1) }.sum()
    )
  }
}

@Suite("Finite width cuts the growth of the second layer")
struct WidthCutoffTests {
  /// At rest the law γ (κ/a)^p = (a/m) Σ_{k≥2} b_k² is off by a relative m^(−1/3) at most, with
  /// p = 2; the factors stay below one, so that a decade's slope is off by less than 0.01.
  @Test("Exponent 1/(p+1) and prefactor of the four classes", arguments: UnlearningClass.all)
  func cutoff(_ item: UnlearningClass) throws {
    let law = try #require(item.theory.smallAlignment)
    let exponent = try #require(law.exponent)
    let widths = [1e5, 1e6, 1e7, 1e8, 1e9]
    let ends = try widths.map { m in
      // It comes to rest as exp(−(p+1) Σ_{k≥2} b_k² εt/m).
      let system = try EqualNeurons().setting(\.$c, item.c).setting(\.$b, item.b)
        .setting(\.$m, m).compiled()
      let solution = try system.solve(
        until: 100 * m, output: .times([100 * m]),
        options: .init(method: .bdf, relativeTolerance: 1e-10, absoluteTolerance: 1e-14))
      return try #require(solution["a"]?.last)
    }
    for (m, a) in zip(widths, ends) {
      let predicted = try #require(law.secondLayer(atWidth: m))
      #expect(abs(a / predicted - 1) < Double.pow(m, -1.0 / 3), "\(a), not \(predicted), at \(m)")
    }
    let fit = try #require(
      LinearFit(
        x: widths.map { Double.log($0) }, y: ends.map { Double.log($0) },
        standardErrors: widths.map { _ in 1 }))
    #expect(abs(fit.slope - exponent) < 0.01, "\(fit.slope), not \(exponent)")
    print("width cut-off, \(item): exponent \(fit.slope), theory \(exponent)")
  }
}
