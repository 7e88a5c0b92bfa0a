import CKernels
import CSundials

/// Newton's matrix of a few variables, with linear algebra compiled for their number.
///
/// CVODE's own dense matrix spends most of its time on calls and copies at such sizes. Handles raw
/// memory: the one owner of the C object.
@safe final class SmallNewton {
  private let newton: OpaquePointer

  /// Makes the matrix, or returns nil if there are over twelve variables or no exact Jacobian.
  @unsafe init?(_ request: fs_cvode_request) {
    guard unsafe request.method == FS_BDF, let jacobian = unsafe request.jacobian,
      let made = unsafe fs_newton_create(
        request.problem.dimension, jacobian, request.jacobian_context)
    else { return nil }
    unsafe newton = made
  }

  deinit { unsafe fs_newton_destroy(newton) }

  /// The matrix as CVODE calls it; valid while this object lives.
  @unsafe var structure: fs_structure {
    unsafe fs_structure(
      evaluate: { t, y, newton in unsafe fs_newton_evaluate(t, y, newton) },
      factor: { gamma, newton in unsafe fs_newton_factor(gamma, newton) },
      solve: { b, x, newton in unsafe fs_newton_solve(b, x, newton) },
      context: UnsafeMutableRawPointer(newton))
  }
}
