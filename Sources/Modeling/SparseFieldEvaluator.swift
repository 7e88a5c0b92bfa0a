import CKernels
import NumericKernel
import Symbolic

/// Rates of a system and Newton's matrix by banded or sparse LU.
///
/// Handles raw memory: the matrix lives in C.
@safe final class SparseFieldEvaluator: StructuredFieldEvaluator {
  let hasJacobian = true
  let structureName: String
  private let field: TapeFieldEvaluator
  private let entries: TapeEvaluator
  private let pattern: SparsityPattern
  private let solver: OpaquePointer
  private let values: UnsafeMutableBufferPointer<Double>

  /// - Parameter entries: computes the Jacobian's entries in the order of the pattern.
  init?(
    _ field: TapeFieldEvaluator, _ pattern: SparsityPattern, entries: TapeEvaluator,
    isBanded: Bool
  ) {
    let (lower, upper) = isBanded ? pattern.bandwidths : (-1, -1)
    guard
      let solver = unsafe fs_sparse_create(
        Int32(pattern.order), pattern.starts, pattern.rows, Int32(lower), Int32(upper))
    else { return nil }
    unsafe self.solver = solver
    unsafe values = UnsafeMutableBufferPointer(
      start: fs_sparse_values(solver), count: pattern.count)
    self.field = field
    self.entries = entries
    self.pattern = pattern
    structureName = isBanded ? "band" : "sparse"
  }

  deinit { unsafe fs_sparse_destroy(solver) }

  func rate(at time: Double, state: Span<Double>, into rate: inout MutableSpan<Double>) {
    field.rate(at: time, state: state, into: &rate)
  }

  func jacobian(at time: Double, state: Span<Double>, into matrix: inout MutableSpan<Double>) {
    evaluateStructure(at: time, state: state)
    for k in 0..<matrix.count { matrix[k] = 0 }
    for column in 0..<pattern.order {
      for k in Int(pattern.starts[column])..<Int(pattern.starts[column + 1]) {
        unsafe matrix[Int(pattern.rows[k]) + column * pattern.order] = values[k]
      }
    }
  }

  func explainNonFinite(at time: Double, state: [Double]) -> NonFiniteRate? {
    field.explainNonFinite(at: time, state: state)
  }

  func evaluateStructure(at time: Double, state: Span<Double>) {
    var span = unsafe values.mutableSpan
    entries.evaluate(state, time: time, into: &span)
  }

  func factorStructure(gamma: Double) -> Bool { unsafe fs_sparse_factor(solver, gamma) == 0 }

  func solveStructure(_ b: Span<Double>, into x: inout MutableSpan<Double>) {
    unsafe b.withUnsafeBufferPointer { b in
      unsafe x.withUnsafeMutableBufferPointer { x in
        guard let b = b.baseAddress, let x = x.baseAddress else { return }
        _ = unsafe fs_sparse_solve(solver, b, x)
      }
    }
  }
}
