import NumericKernel
import Symbolic

/// Rates of a system with what a Krylov method needs: products J v and a block-diagonal
/// preconditioner.
///
/// A block is a member of a population; in vectors of one length the elements of one index (the
/// species at one place of a grid); else a variable by itself.
final class KrylovEvaluator: KrylovFieldEvaluator {
  let hasJacobian = false
  private let base: any FieldEvaluator
  private let tangent: TangentField
  private let blocks: any BlockPreconditioner

  init(_ system: System, _ base: any FieldEvaluator, in unit: TimeUnit) {
    self.base = base
    tangent = TangentField(system, in: unit)
    blocks =
      (base as? PopulationEvaluator)?.memberBlocks() ?? IndexBlocks(system, in: unit)
  }

  func rate(at time: Double, state: Span<Double>, into rate: inout MutableSpan<Double>) throws {
    try base.rate(at: time, state: state, into: &rate)
  }

  func jacobian(at time: Double, state: Span<Double>, into matrix: inout MutableSpan<Double>) throws
  {
    try base.jacobian(at: time, state: state, into: &matrix)
  }

  func explainNonFinite(at time: Double, state: [Double]) -> NonFiniteRate? {
    base.explainNonFinite(at: time, state: state)
  }

  func jacobianProduct(
    at time: Double, state: Span<Double>, direction: Span<Double>,
    into product: inout MutableSpan<Double>
  ) throws {
    try tangent.product(at: time, state: state, direction: direction, into: &product)
  }

  func evaluatePreconditioner(at time: Double, state: Span<Double>) {
    blocks.evaluate(at: time, state: state)
  }

  func factorPreconditioner(gamma: Double) -> Bool { blocks.factor(gamma) }

  func precondition(_ r: Span<Double>, into z: inout MutableSpan<Double>) {
    blocks.solve(r, into: &z)
  }
}

/// I − γ J with the entries outside some diagonal blocks left out.
protocol BlockPreconditioner: AnyObject {
  func evaluate(at time: Double, state: Span<Double>)
  func factor(_ gamma: Double) -> Bool
  func solve(_ r: Span<Double>, into z: inout MutableSpan<Double>)
}

/// Blocks of the variables of one index in vectors of one length.
private final class IndexBlocks: BlockPreconditioner {
  private let blocks: [[Int]]
  private let entries: TapeEvaluator
  /// ∂Fᵢ/∂yⱼ within the blocks, each by columns, one after another.
  private var values: [Double]
  /// Inverses of the blocks of I − γ J, laid out alike.
  private var inverses: [Double]

  init(_ system: System, in unit: TimeUnit) {
    let blocks = IndexBlocks.blocks(of: system)
    let rates = system.rates(in: unit)
    let symbols = system.variables.map(\.symbol)
    let outputs = blocks.flatMap { block -> [Expression] in
      let wanted = Set(block.map { symbols[$0] })
      let rows = block.map { rates[$0].gradient(withRespectTo: wanted) }
      return block.flatMap { j in rows.map { $0[symbols[j]] ?? 0 } }
    }
    self.blocks = blocks
    entries = system.evaluator(outputs)
    values = [Double](repeating: 0, count: outputs.count)
    inverses = values
  }

  private static func blocks(of system: System) -> [[Int]] {
    var lengths: [String: Int] = [:]
    for case let vector? in system.variables.map(\.vector) { lengths[vector, default: 0] += 1 }
    var (places, seen): ([[Int]: [Int]], [String: Int]) = ([:], [:])
    var order: [[Int]] = []
    for (index, variable) in system.variables.enumerated() {
      let key: [Int]
      if let vector = variable.vector {
        key = [lengths[vector] ?? 0, seen[vector, default: 0]]
        seen[vector, default: 0] += 1
      } else {
        key = [-1, index]
      }
      if places[key] == nil { order.append(key) }
      places[key, default: []].append(index)
    }
    return order.compactMap { places[$0] }
  }

  func evaluate(at time: Double, state: Span<Double>) {
    // Taken out while it is written to, so that it is not copied.
    var work = values
    values = []
    var span = work.mutableSpan
    entries.evaluate(state, time: time, into: &span)
    values = work
  }

  func factor(_ gamma: Double) -> Bool {
    var start = 0
    for block in blocks {
      let k = block.count
      let entries = start..<(start + k * k)
      start += k * k
      if k == 1 {
        inverses[entries.lowerBound] = 1 / (1 - gamma * values[entries.lowerBound])
        continue
      }
      var matrix = Matrix(rows: k, columns: k, byColumns: values[entries].map { -gamma * $0 })
      for i in 0..<k { matrix[i, i] += 1 }
      guard let inverse = matrix.inverse else { return false }
      inverses.replaceSubrange(entries, with: inverse.elements)
    }
    return inverses.allSatisfy(\.isFinite)
  }

  func solve(_ r: Span<Double>, into z: inout MutableSpan<Double>) {
    var start = 0
    for block in blocks {
      for (i, row) in block.enumerated() {
        var sum = 0.0
        for (j, column) in block.enumerated() {
          sum += inverses[start + i + j * block.count] * r[column]
        }
        z[row] = sum
      }
      start += block.count * block.count
    }
  }
}
