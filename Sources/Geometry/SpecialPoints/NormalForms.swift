import ComplexModule
import NumericKernel

/// Coefficients of the normal forms at special points of a layer problem.
final class NormalForms {
  private let layer: LayerProblem
  private let derivatives: DirectionalDerivatives
  private let jacobian: (_ z: [Double]) -> Matrix
  private var n: Int { layer.n }

  /// - Parameter jacobian: ∂f/∂z at z, n × (n + m).
  init(_ layer: LayerProblem, jacobian: @escaping (_ z: [Double]) -> Matrix) throws(GeometryError) {
    self.layer = layer
    self.jacobian = jacobian
    derivatives = try DirectionalDerivatives(layer)
  }

  /// The coefficients of a located point, those that exist.
  func coefficients(of point: SpecialPoints.Located) -> [SpecialPoint.Coefficient] {
    let values: [(String, Double?)] =
      switch point.kind {
      case .fold:
        fold(point.z).map { [("a", $0.a), ("b", $0.b[0])] } ?? []
      case .cusp: [("c", cubic(point.z)), ("b", fold(point.z)?.b[0])]
      case .transcritical:
        crossing(point.z).map { [("a", $0.a), ("b", $0.b), ("d", $0.d)] } ?? []
      case .pitchfork: [("c", cubic(point.z)), ("b", crossing(point.z)?.b)]
      case .hopf:
        hopf(point.z, frequency: point.frequency).map {
          [("ω", point.frequency), ("lyapunov", $0.lyapunov), ("speed", $0.speed)]
        } ?? [("ω", point.frequency)]
      }
    return values.compactMap { name, value in value.map { .init(name: name, value: $0) } }
  }

  /// ∂f/∂x at z.
  func fastJacobian(_ z: [Double]) -> Matrix {
    Matrix(rows: n, columns: n, byColumns: Array(jacobian(z).elements.prefix(n * n)))
  }

  /// ∂f/∂y at z by columns.
  func slowColumns(_ z: [Double]) -> [[Double]] {
    let matrix = jacobian(z)
    return (n..<(n + layer.m)).map { j in (0..<n).map { matrix[$0, j] } }
  }

  /// The null vectors v, w of ∂f/∂x with |v| = 1, w·v = 1; nil at a zero that is not simple.
  func nullVectors(_ z: [Double]) -> (v: [Double], w: [Double])? {
    let matrix = fastJacobian(z)
    guard let v = matrix.nullVector, let w = matrix.transposed.nullVector else { return nil }
    let overlap = dot(w, v)
    return overlap.magnitude > 1e-12 ? (v, w.map { $0 / overlap }) : nil
  }

  /// a = ½ w·f_xx[v,v], b = w·f_y: one b for each slow variable.
  func fold(_ z: [Double]) -> (a: Double, b: [Double])? {
    guard let (v, w) = nullVectors(z) else { return nil }
    return (dot(w, derivatives.second(z, v, v)) / 2, slowColumns(z).map { dot(w, $0) })
  }

  /// c = (1/6) w·f_xxx[v,v,v] + w·f_xx[v,h], f_x h = −½ f_xx[v,v] + a v, w·h = 0.
  func cubic(_ z: [Double]) -> Double? {
    guard let (v, w) = nullVectors(z) else { return nil }
    let bend = derivatives.second(z, v, v)
    let a = dot(w, bend) / 2
    guard let h = bordered(z, v, w, (0..<n).map { a * v[$0] - bend[$0] / 2 }) else { return nil }
    return dot(w, derivatives.third(z, v, v, v)) / 6 + dot(w, derivatives.second(z, v, h))
  }

  /// x with f_x x = r and w·x = 0, for r with w·r = 0.
  private func bordered(_ z: [Double], _ v: [Double], _ w: [Double], _ r: [Double]) -> [Double]? {
    let matrix = fastJacobian(z)
    var bordered = Matrix(rows: n + 1, columns: n + 1)
    for j in 0..<n {
      for i in 0..<n { bordered[i, j] = matrix[i, j] }
      bordered[n, j] = w[j]
      bordered[j, n] = v[j]
    }
    return bordered.solve(r + [0]).map { Array($0.prefix(n)) }
  }

  /// Where branches cross, w·f_y = 0: the quadratic form a ξ² + 2 b ξη + d η² of w·f_zz on the
  /// null space spanned by (v, 0) and (h, 1) with f_x h = −f_y; m = 1.
  func crossing(_ z: [Double]) -> (a: Double, b: Double, d: Double)? {
    guard let (v, w) = nullVectors(z),
      let h = bordered(z, v, w, slowColumns(z)[0].map { -$0 })
    else { return nil }
    let p = v + [0]
    let q = h + [1]
    return (
      dot(w, derivatives.second(z, p, p)) / 2, dot(w, derivatives.second(z, p, q)) / 2,
      dot(w, derivatives.second(z, q, q)) / 2
    )
  }

  /// The Hopf normal form at a point with eigenvalues ± iω.
  ///
  /// `speed` is nil for m > 1. Kuznetsov (2004), eq. 5.34.
  func hopf(_ z: [Double], frequency ω: Double) -> (lyapunov: Double, speed: Double?)? {
    let a = fastJacobian(z)
    guard let q = a.embedded(-ω).nullVector.map(complex),
      var p = a.transposed.embedded(ω).nullVector.map(complex)
    else { return nil }
    let overlap = hermitian(p, q)
    guard overlap.length > 1e-12 else { return nil }
    p = p.map { $0 / overlap.conjugate }
    let conjugate = q.map(\.conjugate)
    let inner = derivatives.second(z, q, conjugate).map(\.real)
    guard let h11 = a.solve(inner) else { return nil }
    let square = derivatives.second(z, q, q)
    let negative = Matrix(rows: n, columns: n, byColumns: a.elements.map { -$0 })
    guard
      let h20 = negative.embedded(2 * ω)
        .solve(square.map(\.real) + square.map(\.imaginary)).map(complex)
    else { return nil }
    let cubic = hermitian(p, derivatives.third(z, q, q, conjugate))
    let mean = hermitian(p, derivatives.second(z, q, h11.map { Complex($0) }))
    let double = hermitian(p, derivatives.second(z, conjugate, h20))
    let lyapunov = (cubic.real - 2 * mean.real + double.real) / (2 * ω)
    return (lyapunov, speed(z, a, p, q))
  }

  /// d(Re λ)/dy along the branch, Re p̄·f_xz[q, dz/dy].
  private func speed(_ z: [Double], _ a: Matrix, _ p: [Complex<Double>], _ q: [Complex<Double>])
    -> Double?
  {
    guard layer.m == 1, let slope = a.solve(slowColumns(z)[0]) else { return nil }
    let direction = (slope.map { -$0 } + [1]).map { Complex($0) }
    return hermitian(p, derivatives.second(z, q, direction)).real
  }

  /// p̄·q.
  private func hermitian(_ p: [Complex<Double>], _ q: [Complex<Double>]) -> Complex<Double> {
    zip(p, q).map { $0.conjugate * $1 }.reduce(.zero, +)
  }

  /// Real parts, then imaginary parts.
  private func complex(_ parts: [Double]) -> [Complex<Double>] {
    (0..<n).map { Complex(parts[$0], parts[n + $0]) }
  }
}

extension Matrix {
  /// The real form [[A, −s], [s, A]] of the complex matrix A + i s.
  fileprivate func embedded(_ s: Double) -> Matrix {
    var result = Matrix(rows: 2 * rows, columns: 2 * rows)
    for j in 0..<rows {
      for i in 0..<rows {
        result[i, j] = self[i, j]
        result[rows + i, rows + j] = self[i, j]
      }
      result[j, rows + j] = -s
      result[rows + j, j] = s
    }
    return result
  }
}
