extension Solution {
  /// The solution at any time of the run, from the method's own interpolant:
  /// `solution(at: 2.5)`, `solution(at: 2.5, derivative: 1)`.
  ///
  /// - Parameters:
  ///   - time: within the run.
  ///   - derivative: which derivative in time; the interpolant has as many as its order.
  /// - Throws: ``NotKept`` if the run kept no interpolant there; ask for it by
  ///   ``IntegrationOptions/keepsInterpolant``.
  public func callAsFunction(at time: Double, derivative: Int = 0) throws(NotKept) -> [Double] {
    guard let interpolant else {
      throw NotKept(
        message: "the run kept no interpolant; set options.keepsInterpolant before it")
    }
    if let state = interpolant.state(at: time, derivative: derivative) { return state }
    let (first, last) = (interpolant.knots.first ?? .nan, interpolant.knots.last ?? .nan)
    throw NotKept(
      message: "the solution is not known at t = \(time), but from \(first) to \(last)"
        + (interpolant.isTruncated ? ", where the memory allowed was used up" : ""))
  }

  /// Why the solution is not known at a time.
  public struct NotKept: Error, Sendable, CustomStringConvertible {
    let message: String
    /// The reason in words.
    public var description: String { message }
  }
}
