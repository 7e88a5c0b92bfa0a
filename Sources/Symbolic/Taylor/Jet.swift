/// A truncated polynomial in several variables: the Taylor polynomial of a function.
public struct Jet<Scalar: TaylorScalar>: Sendable, Equatable {
  /// The monomials.
  public let space: JetSpace
  /// One coefficient for each monomial of the space.
  public var coefficients: [Scalar]

  /// Compares coefficients.
  public static func == (a: Jet, b: Jet) -> Bool { a.coefficients == b.coefficients }

  /// The constant `value`.
  public init(_ value: Scalar, in space: JetSpace) {
    self.space = space
    coefficients = [Scalar](repeating: Scalar(0), count: space.count)
    coefficients[0] = value
  }

  /// `value` plus the variable at a position.
  public init(_ value: Scalar, plusVariable position: Int, in space: JetSpace) {
    self.init(value, in: space)
    let unit = space.weights.indices.map { $0 == position ? 1 : 0 }
    if let place = space.position(of: unit) { coefficients[place] = Scalar(1) }
  }

  /// The value at the point of expansion.
  public var value: Scalar { coefficients[0] }

  /// Whether all but the constant vanish.
  public var isConstant: Bool { coefficients.dropFirst().allSatisfy { $0.isZero } }

  /// The coefficient of a monomial; 0 if it is not kept.
  public subscript(exponents: [Int]) -> Scalar {
    space.position(of: exponents).map { coefficients[$0] } ?? Scalar(0)
  }

  /// The sum.
  public static func + (a: Jet, b: Jet) -> Jet { a.zipped(b) { $0 + $1 } }

  /// The difference.
  public static func - (a: Jet, b: Jet) -> Jet { a.zipped(b) { $0 - $1 } }

  /// The negative.
  public static prefix func - (a: Jet) -> Jet { a.mapped { -$0 } }

  /// The product, truncated. Cost: the number of pairs of monomials kept.
  @_specialize(where Scalar == Double)
  public static func * (a: Jet, b: Jet) -> Jet {
    let space = a.space
    var result = Jet(Scalar(0), in: space)
    for i in 0..<space.count where !a.coefficients[i].isZero {
      let factor = a.coefficients[i]
      let start = space.starts[i]
      for place in start..<space.starts[i + 1] {
        let other = b.coefficients[place - start]
        if other.isZero { continue }
        let k = Int(space.products[place])
        result.coefficients[k] = result.coefficients[k] + factor * other
      }
    }
    return result
  }

  /// The product with a number.
  public static func * (factor: Scalar, a: Jet) -> Jet { a.mapped { factor * $0 } }

  /// φ of the jet from the Taylor coefficients of φ at its value.
  ///
  /// - Parameter series: as many coefficients as ``seriesLength``.
  func composed(with series: [Scalar]) -> Jet {
    var rest = self
    rest.coefficients[0] = Scalar(0)
    var result = Jet(series[series.count - 1], in: space)
    for coefficient in series.dropLast().reversed() {
      result = result * rest
      result.coefficients[0] = result.coefficients[0] + coefficient
    }
    return result
  }

  /// How many terms of a series in the jet less its value do not vanish.
  var seriesLength: Int {
    let lowest = coefficients.indices.dropFirst().first { !coefficients[$0].isZero }
    return lowest.map { space.limit / space.monomialWeights[$0] + 1 } ?? 1
  }

  /// 1/jet; nil at 0.
  public var reciprocal: Jet? {
    if value.isZero { return nil }
    return composed(with: binomial(Scalar(1) / value, Scalar(-1), value, seriesLength))
  }

  /// The derivative in a variable; its highest weights are lost, and set to 0.
  public func derivative(in position: Int) -> Jet {
    var result = Jet(Scalar(0), in: space)
    for (k, exponents) in space.monomials.enumerated() where exponents[position] > 0 {
      var lowered = exponents
      lowered[position] -= 1
      if let place = space.position(of: lowered) {
        result.coefficients[place] = Scalar(exponents[position]) * coefficients[k]
      }
    }
    return result
  }

  /// The product with a variable.
  public func multiplied(byVariable position: Int) -> Jet {
    var result = Jet(Scalar(0), in: space)
    for (k, exponents) in space.monomials.enumerated() {
      var raised = exponents
      raised[position] += 1
      if let place = space.position(of: raised) { result.coefficients[place] = coefficients[k] }
    }
    return result
  }

  private func mapped(_ f: (Scalar) -> Scalar) -> Jet {
    var result = self
    for k in result.coefficients.indices { result.coefficients[k] = f(result.coefficients[k]) }
    return result
  }

  private func zipped(_ other: Jet, _ f: (Scalar, Scalar) -> Scalar) -> Jet {
    var result = self
    for k in result.coefficients.indices {
      result.coefficients[k] = f(result.coefficients[k], other.coefficients[k])
    }
    return result
  }
}
