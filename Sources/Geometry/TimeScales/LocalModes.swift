public import ComplexModule
public import RealModule

/// The local time scales of a system at a state, and what acts on each.
///
/// Modes count from the fastest; a complex pair is two modes with the real vectors u, w of its plane.
/// S. H. Lam, D. A. Goussis, Int. J. Chem. Kinet. 26 (1994) 461, doi:10.1002/kin.550260408; indices as in
/// M. Valorani et al., Combust. Flame 146 (2006) 29, doi:10.1016/j.combustflame.2006.03.011.
public struct LocalModes: Sendable {
  /// The state.
  public let state: [Double]
  /// Eigenvalues of the Jacobian by falling size, per unit of slow time.
  public let eigenvalues: [Complex<Double>]
  /// aᵢ: by mode, then variable.
  public let vectors: [[Double]]
  /// bⁱ: by mode, then variable; bⁱ·aⱼ = δᵢⱼ.
  public let covectors: [[Double]]
  /// fⁱ = bⁱ·dz/dτ.
  public let amplitudes: [Double]
  /// M, the number of exhausted modes: the most that together move no variable by more than its
  /// tolerance within the time scale of the next.
  public let exhausted: Int
  /// aᵢ's component times bⁱ's, by mode and variable: near 1 where the variable belongs to the mode.
  public let pointers: [[Double]]
  /// The share of each term in each mode's amplitude, by mode and term; absolute values sum to 1.
  public let participation: [[Double]]
  /// The share of each term in the slow part of each variable's rate, by variable and term.
  public let slowImportance: [[Double]]
  /// The share of each term in the exhausted part of each variable's rate, by variable and term.
  public let fastImportance: [[Double]]

  /// 1/|λᵢ|, by mode; ∞ for a vanishing eigenvalue.
  public var timeScales: [Double] { eigenvalues.map { 1 / $0.length } }

  /// The ratio of the time scales either side of the exhausted modes; nil if there are none or no others.
  public var spectralGap: Double? {
    guard exhausted > 0, exhausted < eigenvalues.count else { return nil }
    return eigenvalues[exhausted - 1].length / eigenvalues[exhausted].length
  }
}
