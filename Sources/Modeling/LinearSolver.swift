import NumericKernel

/// How Newton's matrix I − γ J is solved with.
public enum LinearSolver: String, Sendable, CaseIterable {
  /// LU of the whole matrix: O(n³) to factor, n² doubles.
  case dense
  /// LU within the bands of J (LAPACK): O(n b²) for b bands.
  case band
  /// Sparse LU (KLU; Davis and Palamadai Natarajan 2010, doi:10.1145/1824801.1824814).
  case sparse
  /// Elimination of a population's members: O(n).
  case arrowhead
  /// GMRES (SPGMR) with exact products J v and a block-diagonal preconditioner: no matrix; on request.
  case krylov
}

extension LinearSolver {
  /// The cheapest for a pattern: dense while it is small or full, band where the bands are few.
  init(for pattern: SparsityPattern) {
    let n = pattern.order
    let (lower, upper) = pattern.bandwidths
    if n < LinearSolver.smallestSparse || pattern.count > n * n / 4 {
      self = .dense
    } else if 2 * lower + upper + 1 <= max(8, 2 * pattern.count / n) {
      self = .band
    } else {
      self = .sparse
    }
  }

  /// Below this a dense LU costs no more than looking for structure.
  static let smallestSparse = 32
}

/// A linear solver that a system has no structure for.
public struct UnfitLinearSolver: Error, Sendable, CustomStringConvertible {
  /// What was asked for.
  public let solver: LinearSolver
  /// Why not, and what there is.
  public let problem: String

  /// One sentence.
  public var description: String { "linear solver \(solver.rawValue): \(problem)" }
}
