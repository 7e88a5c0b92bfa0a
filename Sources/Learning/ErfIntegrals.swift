public import Symbolic
private import RealModule

/// What the Gaussian integrals of erf networks are computed with: numbers or expressions.
public protocol CovarianceScalar: ExpressibleByFloatLiteral where FloatLiteralType == Double {
  /// Sum.
  static func + (left: Self, right: Self) -> Self
  /// Difference.
  static func - (left: Self, right: Self) -> Self
  /// Product.
  static func * (left: Self, right: Self) -> Self
  /// Quotient.
  static func / (left: Self, right: Self) -> Self
  /// The square root.
  static func root(_ x: Self) -> Self
  /// The inverse sine.
  static func arcsine(_ x: Self) -> Self
}

extension Double: CovarianceScalar {
  /// √x.
  public static func root(_ x: Double) -> Double { x.squareRoot() }
  /// asin x.
  public static func arcsine(_ x: Double) -> Double { .asin(x) }
}

extension Expression: CovarianceScalar {
  /// √x.
  public static func root(_ x: Expression) -> Expression { sqrt(x) }
  /// asin x.
  public static func arcsine(_ x: Expression) -> Expression { asin(x) }
}

/// Gaussian integrals of g(x) = erf(x/√2) and its derivative in closed form.
///
/// C is the covariance of the fields, of mean zero; entries are asked for by name. Saad, Solla,
/// Phys. Rev. E 52, 4225 (1995), appendix A.
public struct ErfIntegrals<Scalar: CovarianceScalar> {
  /// C_ij by the fields' names i and j.
  public let covariance: (Int, Int) -> Scalar

  /// The integrals over fields of a covariance.
  public init(_ covariance: @escaping (Int, Int) -> Scalar) { self.covariance = covariance }

  /// E g(x_i) g(x_j) = (2/π) asin(C_ij/√((1+C_ii)(1+C_jj))).
  public func i2(_ i: Int, _ j: Int) -> Scalar {
    let c = covariance
    let size: Scalar = (1.0 + c(i, i)) * (1.0 + c(j, j))
    return Scalar(floatLiteral: 2 / Double.pi) * .arcsine(c(i, j) / .root(size))
  }

  /// E g'(x_i) x_j g(x_k).
  public func i3(_ i: Int, _ j: Int, _ k: Int) -> Scalar {
    let c = covariance
    let one: Scalar = 1.0 + c(i, i)
    let discriminant: Scalar = one * (1.0 + c(k, k)) - c(i, k) * c(i, k)
    let numerator: Scalar = c(j, k) * one - c(i, j) * c(i, k)
    return Scalar(floatLiteral: 2 / Double.pi) * numerator / (one * .root(discriminant))
  }

  /// E g'(x_i) g'(x_j) g(x_k) g(x_l).
  public func i4(_ i: Int, _ j: Int, _ k: Int, _ l: Int) -> Scalar {
    let c = covariance
    let (one, two): (Scalar, Scalar) = (1.0 + c(i, i), 1.0 + c(j, j))
    let pair: Scalar = one * two - c(i, j) * c(i, j)
    func form(_ p: Int, _ q: Int) -> Scalar {
      let own: Scalar = c(j, p) * c(j, q) * one + c(i, p) * c(i, q) * two
      let cross: Scalar = c(i, j) * (c(i, p) * c(j, q) + c(j, p) * c(i, q))
      return cross - own
    }
    let mixed: Scalar = pair * c(k, l) + form(k, l)
    let first: Scalar = pair * (1.0 + c(k, k)) + form(k, k)
    let second: Scalar = pair * (1.0 + c(l, l)) + form(l, l)
    let scale = Scalar(floatLiteral: 4 / (Double.pi * Double.pi))
    return scale * .arcsine(mixed / .root(first * second)) / .root(pair)
  }

  /// E g'(x_i) g'(x_j).
  public func j2(_ i: Int, _ j: Int) -> Scalar {
    let c = covariance
    let pair: Scalar = (1.0 + c(i, i)) * (1.0 + c(j, j)) - c(i, j) * c(i, j)
    return Scalar(floatLiteral: 2 / Double.pi) / .root(pair)
  }
}
