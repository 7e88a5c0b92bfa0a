/// A field whose Newton matrix is solved by a Krylov method: exact products J v, and a
/// preconditioner that stands for I − γ J.
///
/// Calls of the preconditioner come in the order evaluate, factor, solve; factor may follow factor
/// with another γ and the same J.
package protocol KrylovFieldEvaluator: FieldEvaluator {
  /// Computes J v at (t, y).
  func jacobianProduct(
    at time: Double, state: Span<Double>, direction: Span<Double>,
    into product: inout MutableSpan<Double>) throws

  /// Evaluates the preconditioner's part of J at (t, y) and keeps it.
  func evaluatePreconditioner(at time: Double, state: Span<Double>)

  /// Factors it for I − γ J; false if it is singular.
  func factorPreconditioner(gamma: Double) -> Bool

  /// Solves P z = r; r and z are different memory.
  func precondition(_ r: Span<Double>, into z: inout MutableSpan<Double>)
}
