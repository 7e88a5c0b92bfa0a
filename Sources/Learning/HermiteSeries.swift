import RealModule

/// A function of one variable as a series of normalised Hermite polynomials.
///
///     σ(x) = Σ_k b_k h_k(x),   E h_j(x) h_k(x) = δ_jk for standard normal x
///
/// h_{k+1} = (x h_k − √k h_{k−1})/√(k+1) and h_k' = √k h_{k−1}. Coefficients beyond the list are
/// zero, so that lists of unequal length go together.
public struct HermiteSeries: Sendable, Equatable, ExpressibleByArrayLiteral {
  /// The coefficients b_0, b_1 and so on.
  public let coefficients: [Double]

  /// A series from its coefficients, constant first.
  public init(_ coefficients: [Double]) { self.coefficients = coefficients }

  /// A series written as a literal: `[0, 1, -0.45]`.
  public init(arrayLiteral elements: Double...) { self.init(elements) }

  /// b_k, zero beyond the list.
  public subscript(k: Int) -> Double {
    coefficients.indices.contains(k) ? coefficients[k] : 0
  }

  /// E σ², the sum of squared coefficients.
  public var squaredNorm: Double { coefficients.reduce(0) { $0 + $1 * $1 } }

  /// Var σ(x) for standard normal x: E σ² without the constant's part.
  public var variance: Double { coefficients.dropFirst().reduce(0) { $0 + $1 * $1 } }

  /// The derivative as a series: coefficient k is √(k+1) b_{k+1}.
  public var derivative: HermiteSeries {
    HermiteSeries(
      coefficients.dropFirst().enumerated().map { Double($0.offset + 1).squareRoot() * $0.element })
  }

  /// σ(x) by Clenshaw's recurrence.
  ///
  /// Cost: linear in the number of coefficients.
  public func callAsFunction(_ x: Double) -> Double {
    var ahead = 0.0
    var next = 0.0
    for k in coefficients.indices.reversed() {
      let order = Double(k)
      let y =
        coefficients[k] + x / (order + 1).squareRoot() * next
        - ((order + 1) / (order + 2)).squareRoot() * ahead
      (ahead, next) = (next, y)
    }
    return next
  }

  /// E σ(x) ψ(x') for standard normals of correlation q, as a power series in q.
  ///
  ///     Σ_k b_k c_k q^k     (Mehler's formula)
  public func correlation(with other: HermiteSeries) -> PowerSeries {
    PowerSeries(zip(coefficients, other.coefficients).map { $0 * $1 })
  }

  /// E σ''(x) ψ(x') for standard normals of correlation q: Σ_k √((k+1)(k+2)) b_{k+2} c_k q^k.
  func curvatureCorrelation(with other: HermiteSeries) -> PowerSeries {
    derivative.derivative.correlation(with: other)
  }
}
