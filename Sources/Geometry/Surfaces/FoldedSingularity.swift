public import ComplexModule
public import RealModule

/// A rest point of the desingularised slow flow on a fold curve.
///
/// S. Wieczorek's and M. Wechselberger's classification by the eigenvalues λ of the desingularised
/// flow there, s running with τ on the attracting sheet: M. Wechselberger, SIAM J. Appl. Dyn. Syst. 4
/// (2005) 101, doi:10.1137/030601995; M. Desroches et al., SIAM Rev. 54 (2012) 211, sec. 2.
public struct FoldedSingularity: Sendable {
  /// Its type.
  public enum Kind: String, Sendable, Codable {
    /// Real eigenvalues of one sign.
    case node
    /// Real eigenvalues of two signs.
    case saddle
    /// A complex pair.
    case focus
    /// One eigenvalue 0, two folded singularities merging.
    case saddleNodeI
    /// One eigenvalue 0, a rest point of the slow flow passing through the fold.
    case saddleNodeII
  }

  /// Its type.
  public let kind: Kind
  /// Fast variables.
  public let fast: [Double]
  /// The two slow variables.
  public let slow: [Double]
  /// Eigenvalues of the desingularised flow, the strong one (larger in size) first.
  public let eigenvalues: [Complex<Double>]
  /// λ_weak/λ_strong; nil for a focus.
  public let ratio: Double?
  /// Of a node that attracts in s: ⌊(1 + μ)/(2μ)⌋, the greatest number of small oscillations.
  public let smallOscillations: Int?
  /// Of real eigenvalues: the unit vector in (x, y₁, y₂) along which the weak canard passes.
  public let weakDirection: [Double]?
  /// The same of the strong canard.
  public let strongDirection: [Double]?
  /// The largest residual of the equations that define it.
  public let residual: Double

  /// The sum of the eigenvalues.
  public var trace: Double { eigenvalues[0].real + eigenvalues[1].real }
  /// Their product.
  public var determinant: Double { (eigenvalues[0] * eigenvalues[1]).real }
}
