import RealModule

extension RandomSequence {
  /// χ² variates number 0 ..< count, variate i with degreesOfFreedom(i) ≥ 1 degrees of freedom.
  ///
  /// χ²_ν is twice a gamma variate of shape ν/2, drawn by squeezed rejection from a cubed normal
  /// (Marsaglia and Tsang 2000, doi:10.1145/358407.358414); χ²_1 is a squared normal. In round t,
  /// variate i takes normal and uniform number i + t·count, so that it depends on the key and i
  /// alone. A proposal is accepted with probability 0.95 or more. The purpose of the sequence is not used:
  /// there is one list of variates a seed, stream and step.
  ///
  /// - Parameters:
  ///   - count: how many.
  ///   - degreesOfFreedom: ν of each, at least 1; trapped below.
  public func chiSquares(count: Int, degreesOfFreedom: (Int) -> Int) -> [Double] {
    var variates = [Double](repeating: .nan, count: count)
    var pending = Array(0..<count)
    var round = 0
    while !pending.isEmpty {
      let (x, u) = proposals(count, round)
      pending = pending.filter { i in
        let freedom = degreesOfFreedom(i)
        precondition(freedom >= 1, "χ² has at least one degree of freedom, not \(freedom)")
        guard let value = Self.accepted(x[i], u[i], freedom) else { return true }
        variates[i] = value
        return false
      }
      round += 1
    }
    return variates
  }

  private func proposals(_ count: Int, _ round: Int) -> (normals: [Double], uniforms: [Double]) {
    var sequence = self
    sequence.purpose = .gammaProposal
    let normals = sequence.normals(count: count, from: round * count)
    sequence.purpose = .gammaTest
    return (normals, sequence.uniforms(count: count, from: round * count))
  }

  /// The variate that a normal x makes, or nil if the uniform u rejects it.
  private static func accepted(_ x: Double, _ u: Double, _ freedom: Int) -> Double? {
    if freedom == 1 { return x * x }
    let d = Double(freedom) / 2 - 1.0 / 3
    let root = 1 + x / (9 * d).squareRoot()
    guard root > 0 else { return nil }
    let v = root * root * root
    let bound = x * x / 2 + d - d * v + d * Double.log(v)
    return Double.log(u) < bound ? 2 * d * v : nil
  }
}
