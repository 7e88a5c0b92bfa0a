import ComplexModule
import NumericKernel
import Symbolic

/// Second and third derivatives of f in given directions, exact from the graph.
///
/// A direction has n + m components, or n: then y is held.
final class DirectionalDerivatives {
  private let n: Int
  private let size: Int
  private let layer: LayerProblem
  private let directions: [[Symbol]]
  private let secondTape: TapeEvaluator
  private let secondForms: [Expression]
  /// Compiled at the first use: many normal forms do without.
  private lazy var thirdTape = try? layer.evaluator(
    along(secondForms, 2), unknowns: layer.symbols + directions.flatMap { $0 })

  init(_ layer: LayerProblem) throws(GeometryError) {
    self.layer = layer
    n = layer.n
    size = layer.symbols.count
    directions = (0..<3).map { k in layer.symbols.indices.map { Symbol("u\(k)_\($0)") } }
    let along = DirectionalDerivatives.along(layer, directions)
    secondForms = along(along(layer.f, 0), 1)
    secondTape = try layer.evaluator(
      secondForms, unknowns: layer.symbols + directions[0] + directions[1])
  }

  private static func along(_ layer: LayerProblem, _ directions: [[Symbol]])
    -> ([Expression], Int) -> [Expression]
  {
    { expressions, k in
      layer.derivative(
        of: expressions, in: layer.symbols, along: directions[k].map(\.expression))
    }
  }

  private func along(_ expressions: [Expression], _ k: Int) -> [Expression] {
    DirectionalDerivatives.along(layer, directions)(expressions, k)
  }

  private func padded(_ u: [Double]) -> [Double] {
    u + [Double](repeating: 0, count: size - u.count)
  }

  /// f_zz[u, v].
  func second(_ z: [Double], _ u: [Double], _ v: [Double]) -> [Double] {
    secondTape.values(z + padded(u) + padded(v))
  }

  /// f_zzz[u, v, w].
  func third(_ z: [Double], _ u: [Double], _ v: [Double], _ w: [Double]) -> [Double] {
    thirdTape?.values(z + padded(u) + padded(v) + padded(w))
      ?? [Double](repeating: .nan, count: n)
  }

  /// f_zz[u, v] for complex directions.
  func second(_ z: [Double], _ u: [Complex<Double>], _ v: [Complex<Double>]) -> [Complex<Double>] {
    multilinear([u, v]) { self.second(z, $0[0], $0[1]) }
  }

  /// f_zzz[u, v, w] for complex directions.
  func third(
    _ z: [Double], _ u: [Complex<Double>], _ v: [Complex<Double>], _ w: [Complex<Double>]
  ) -> [Complex<Double>] {
    multilinear([u, v, w]) { self.third(z, $0[0], $0[1], $0[2]) }
  }

  /// The complex extension of a real multilinear form: the sum over real and imaginary parts.
  private func multilinear(_ directions: [[Complex<Double>]], _ form: ([[Double]]) -> [Double])
    -> [Complex<Double>]
  {
    var sum = [Complex<Double>](repeating: .zero, count: n)
    for choice in 0..<(1 << directions.count) {
      var factor = Complex<Double>.one
      let parts = directions.indices.map { k -> [Double] in
        if choice >> k & 1 == 0 { return directions[k].map(\.real) }
        factor *= .i
        return directions[k].map(\.imaginary)
      }
      for (k, value) in form(parts).enumerated() { sum[k] += factor * Complex(value) }
    }
    return sum
  }
}
