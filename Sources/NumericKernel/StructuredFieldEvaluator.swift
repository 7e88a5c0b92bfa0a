/// A field that solves with Newton's matrix I − γ J itself, from the structure of its Jacobian.
///
/// Calls come in the order evaluate, factor, solve; factor may follow factor with another γ and the
/// same J.
package protocol StructuredFieldEvaluator: FieldEvaluator {
  /// What the structure is called in statistics: "arrowhead".
  var structureName: String { get }

  /// Evaluates J at (t, y) and keeps it.
  func evaluateStructure(at time: Double, state: Span<Double>)

  /// Factors I − γ J; false if it is singular.
  func factorStructure(gamma: Double) -> Bool

  /// Solves (I − γ J) x = b; x and b may be the same memory.
  func solveStructure(_ b: Span<Double>, into x: inout MutableSpan<Double>)
}
