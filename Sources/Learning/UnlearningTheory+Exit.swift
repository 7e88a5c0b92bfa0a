import RealModule

extension UnlearningTheory {
  /// Where a trajectory leaves perfect alignment.
  public struct Exit: Sendable, Equatable {
    /// The slow time εt spent at s = 1.
    public let slowTime: Double
    /// a at the exit, above A(1): the loss of stability is delayed.
    public let secondLayer: Double
  }

  /// The exit from s = 1 of a trajectory that has come there at a = a₀, or nil if it stays.
  ///
  /// On s = 1, a moves as da/dτ = V(1) − a U(1) and 1 − s as exp(−2 ∫ a (V'(1) − a U'(1)) dτ/ε):
  /// what was gained while s = 1 attracted (a < A(1)) is lost again beyond, and the exit is where
  ///
  ///     ∫₀^τ a (V'(1) − a U'(1)) dτ = 0     (entry-exit relation, leading order in ε)
  ///
  /// A noise floor under 1 − s, as in SGD, cuts the delay short.
  public func exit(fromAlignedAt start: Double) -> Exit? {
    guard start > 0, start < exitWeight, !keepsPerfectAlignment else { return nil }
    let (rate, rest) = (square(1), alignedWeight)
    func weight(_ τ: Double) -> Double { rest + (start - rest) * Double.exp(-rate * τ) }
    func gained(_ τ: Double) -> Double {
      // a = A∞ + D e, e = exp(−U τ): integrals of a and a².
      let (gap, decayed) = (start - rest, -Double.expMinusOne(-rate * τ))
      let first = rest * τ + gap * decayed / rate
      let second =
        rest * rest * τ + 2 * rest * gap * decayed / rate
        - gap * gap * Double.expMinusOne(-2 * rate * τ) / (2 * rate)
      return value.derivative(1) * first - square.derivative(1) * second
    }
    // The gain rises until a passes A(1) and falls for ever after.
    var low = Double.log((rest - start) / (rest - exitWeight)) / rate
    var high = 2 * low + 1 / rate
    while gained(high) > 0 { high *= 2 }
    for _ in 0..<200 where high - low > 4 * low.ulp {
      let middle = (low + high) / 2
      if gained(middle) > 0 { low = middle } else { high = middle }
    }
    return Exit(slowTime: low, secondLayer: weight(low))
  }
}
