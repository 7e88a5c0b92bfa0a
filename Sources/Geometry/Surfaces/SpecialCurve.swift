public import ComplexModule
public import RealModule

/// A curve of folds, of crossings or of Hopf points, on a surface or over two parameters.
public struct SpecialCurve: Sendable {
  /// A point of it.
  public struct Point: Sendable {
    /// Fast variables.
    public let fast: [Double]
    /// The two slow variables or parameters.
    public let slow: [Double]
    /// Eigenvalues of ∂f/∂x, by falling real part.
    public let eigenvalues: [Complex<Double>]
    /// Of a fold the quadratic coefficient a, which vanishes at cusps; of a Hopf point the first
    /// Lyapunov coefficient; nil where it does not exist.
    public let coefficient: Double?
  }

  /// Folds, transcritical points (any crossings) or Hopf points.
  public let kind: SpecialPoint.Kind
  /// Points along the curve, each to rounding.
  public let points: [Point]
  /// Whether it ends where it begins.
  public let isClosed: Bool
}
