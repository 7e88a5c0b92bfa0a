public import FastSlow

/// Lindemann's mechanism of unimolecular decay: activation by collisions, then slow decay.
///
/// ȧ = (a b − a²)/ε, ḃ = (a² − a b)/ε − b in slow time: collisions equilibrate the ground state a and
/// the activated state b fast, their sum decays slowly.
///
/// Critical set a = b, projection ½ [[1, 1], [1, 1]], reduced flow ȧ = −a/2.
///
/// Source: F. A. Lindemann, Trans. Faraday Soc. 17 (1922) 598, doi:10.1039/TF9221700598.
public struct Lindemann: FastSlowModel {
  public static let summary = "unimolecular decay after fast activation"

  @State(initial: 1, "ground state") public var a
  @State(initial: 1, "activated state") public var b
  @SmallParameter(0.001, "decay per collision") public var ε

  public init() {}

  public var equations: [Equation] {
    d(a) == (a * b - a ** 2) / ε
    d(b) == (a ** 2 - a * b) / ε - b
  }
}
