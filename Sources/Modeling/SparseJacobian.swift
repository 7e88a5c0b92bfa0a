public import NumericKernel
import Symbolic

/// The entries of a Jacobian that are not identically zero, and the program that computes them.
struct SparseJacobian: Sendable {
  let pattern: SparsityPattern
  /// An output for each entry of the pattern.
  let tape: Tape

  /// - Parameter modes: parameters of a branch beside the system's.
  init(_ rates: [Expression], of system: System, modes: [Symbol]) {
    let columns = SparseJacobian.columns(of: rates, in: system.variables.map(\.symbol))
    pattern = SparsityPattern(columns: columns.map { $0.map(\.row) })
    let entries = zip(0..., columns).flatMap { column, entries in
      SparseJacobian.withDiagonal(entries, column)
    }
    tape = system.tape(entries, modes: modes)
  }

  typealias Entry = (row: Int, value: Expression)

  /// Non-zero derivatives by column, rows ascending. Cost: linear in the sizes of the rates.
  static func columns(of rates: [Expression], in states: [Symbol]) -> [[Entry]] {
    let wanted = Set(states)
    let place = Dictionary(uniqueKeysWithValues: zip(states, 0...))
    var columns = [[Entry]](repeating: [], count: states.count)
    for (row, rate) in rates.enumerated() {
      for (symbol, value) in rate.gradient(withRespectTo: wanted) {
        if let column = place[symbol] { columns[column].append((row, value)) }
      }
    }
    return columns
  }

  private static func withDiagonal(_ entries: [Entry], _ column: Int) -> [Expression] {
    let all = entries.contains { $0.row == column } ? entries : entries + [(column, 0)]
    return all.sorted { $0.row < $1.row }.map(\.value)
  }
}

extension System {
  /// The places where ∂Fᵢ/∂yⱼ is not identically zero.
  ///
  /// - Precondition: no populations; expand them first (``expandingPopulations()``).
  public func sparsity(in unit: TimeUnit) -> SparsityPattern {
    let columns = SparseJacobian.columns(of: rates(in: unit), in: variables.map(\.symbol))
    return SparsityPattern(columns: columns.map { $0.map(\.row) })
  }
}
