import Symbolic

/// What a solver makes of a model's Jacobian.
public struct JacobianStructure: Sendable {
  /// Its order.
  public let order: Int
  /// Entries that are not identically zero; nil for populations, which have `blocks`.
  public let entries: Int?
  /// A block for each member, by population, and the number of reductions that border them.
  public let blocks: (populations: [(name: String, members: Int, variables: Int)], border: Int)?
  /// What Newton's matrix is solved by.
  public let linearSolver: LinearSolver

  /// One line.
  public var description: String {
    if let blocks {
      let parts = blocks.populations.map {
        "\($0.members) blocks of \($0.variables) × \($0.variables) (\($0.name))"
      }
      return "\(order) × \(order), " + parts.joined(separator: ", ")
        + ", bordered by \(blocks.border); Newton's matrix by \(linearSolver.words)"
    }
    return "\(order) × \(order), \(entries ?? 0) entries of \(order * order); Newton's matrix by "
      + linearSolver.words
  }
}

extension System {
  /// The structure of the Jacobian, found from the equations.
  public var jacobianStructure: JacobianStructure {
    let field = field(in: .slow)
    if populations.isEmpty {
      return JacobianStructure(
        order: dimension, entries: entryCount, blocks: nil, linearSolver: field.linearSolver)
    }
    return JacobianStructure(
      order: dimension, entries: nil,
      blocks: (
        populations.map { ($0.name, $0.count, $0.variables.count) },
        scalarIndices.count + rightSides.reductions.count
      ), linearSolver: field.linearSolver)
  }

  private var entryCount: Int {
    let columns = SparseJacobian.columns(of: rates(in: .slow), in: variables.map(\.symbol))
    return columns.map(\.count).reduce(0, +)
  }
}

extension LinearSolver {
  /// What it does, in words.
  var words: String {
    switch self {
    case .dense: "dense LU"
    case .band: "band LU"
    case .sparse: "sparse LU (KLU)"
    case .arrowhead: "arrowhead elimination"
    case .krylov: "GMRES"
    }
  }
}
