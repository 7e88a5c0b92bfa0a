/// A polynomial Σ_k p_k q^k, such as V(s) = Σ c_k b_k s^k and U(q) = Σ b_k² q^k.
public struct PowerSeries: Sendable, Equatable {
  /// The coefficients p_0, p_1 and so on.
  public let coefficients: [Double]

  /// A polynomial from its coefficients, constant first.
  public init(_ coefficients: [Double]) { self.coefficients = coefficients }

  /// p_k, zero beyond the list.
  public subscript(k: Int) -> Double {
    coefficients.indices.contains(k) ? coefficients[k] : 0
  }

  /// The value at q, by Horner's rule.
  public func callAsFunction(_ q: Double) -> Double {
    coefficients.reversed().reduce(0) { $0 * q + $1 }
  }

  /// The derivative.
  public var derivative: PowerSeries {
    PowerSeries(coefficients.dropFirst().enumerated().map { Double($0.offset + 1) * $0.element })
  }
}
