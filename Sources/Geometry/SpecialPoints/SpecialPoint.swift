public import ComplexModule
public import RealModule

/// A point where a critical manifold is not normally hyperbolic, with its type, the
/// coefficients of its normal form and how well its equations hold.
public struct SpecialPoint: Sendable {
  /// How normal hyperbolicity is lost.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// ξ' = a ξ² + b η: the manifold turns back.
    case fold
    /// ξ' = c ξ³ + b η: two folds meet.
    case cusp
    /// ξ' = a ξ² + 2 b ξ η + d η²: two branches run through each other.
    case transcritical
    /// ξ' = c ξ³ + 2 b ξ η: a branch turns back on another.
    case pitchfork
    /// A pair ± iω: r' = ω ℓ₁ r³ + (dσ/dη) η r.
    case hopf
  }

  /// One coefficient of a normal form.
  public struct Coefficient: Sendable, Hashable {
    /// Its letter in the normal form.
    public let name: String
    /// Its value.
    public let value: Double
  }

  /// Its type.
  public let kind: Kind
  /// Fast variables.
  public let fast: [Double]
  /// Slow variables (or parameters), as many as the manifold extends over.
  public let slow: [Double]
  /// Eigenvalues of ∂f/∂x, by falling real part.
  public let eigenvalues: [Complex<Double>]
  /// Coefficients of the normal form, in the order of its terms.
  ///
  /// The critical direction v has length 1 and w·v = 1 for the left vector w. A fold has
  /// a = ½ w·f_xx[v,v] and b = w·f_y; a cusp and a pitchfork c = (1/6) w·f_xxx[v,v,v] + w·f_xx[v,h];
  /// a Hopf point `ω`, `lyapunov` ℓ₁ (with |q| = 1) and `speed` d(Re λ)/dη.
  /// Y. A. Kuznetsov, Elements of Applied Bifurcation Theory (2004), eqs. 5.34, 8.127,
  /// doi:10.1007/978-1-4757-3978-7.
  public let coefficients: [Coefficient]
  /// The largest residual of the equations that define it.
  public let residual: Double

  /// A coefficient by name.
  public subscript(coefficient: String) -> Double? {
    coefficients.first { $0.name == coefficient }?.value
  }
}
