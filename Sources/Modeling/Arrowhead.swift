import CKernels
import NumericKernel
import Symbolic

/// Newton's matrix I − γ J of a mean-field system, solved by eliminating the members.
///
/// J is block-diagonal (k × k a member) bordered by the shared unknowns
/// u = (scalars z, reductions ρ). With B = I − γ F_x for each member,
/// δx = B⁻¹ (b + γ F_u δu) leaves an m × m system in δu, solved by LU.
@safe final class Arrowhead {
  private let programs: PopulationPrograms
  private let counts: [Int]
  private var slopes: [BlockEvaluator] = []
  private var sums: [BlockEvaluator] = []
  private let scalarSlopes: TapeEvaluator
  private var blocks: [Block] = []
  /// ∂G/∂u by columns, and Σ ∂E/∂u for each reduction by rows, at the last evaluation.
  private var scalarGradient: [Double] = []
  private var reductionGradient: Matrix
  private var factors: [Double] = []
  private var pivots: [Int32] = []

  private var m: Int { programs.shared.count }
  private var nz: Int { programs.scalarCount }

  init(_ system: System, _ programs: PopulationPrograms) {
    self.programs = programs
    counts = system.populations.map(\.count)
    scalarSlopes = TapeEvaluator(programs.scalarSlopes)
    reductionGradient = Matrix(rows: programs.form.reductions.count, columns: programs.shared.count)
  }

  /// Evaluates all derivatives at a state whose shared values are known.
  @unsafe func evaluate(_ members: [MemberWork], _ y: UnsafePointer<Double>, _ uniforms: [Double]) {
    if blocks.isEmpty { allocate(members) }
    scalarGradient = scalarSlopes.values(uniforms)
    for (p, work) in members.enumerated() {
      unsafe slopes[p].run(
        members: work.count, inputs: work.inputs(y), uniforms: uniforms, outputs: blocks[p].outputs)
      let program = programs.populations[p]
      let values = unsafe sums[p].run(
        members: work.count, inputs: work.inputs(y), uniforms: uniforms)
      for (value, place) in zip(values, program.sumPlaces) {
        reductionGradient[program.reductions[place.reduction], place.unknown] = value
      }
    }
  }

  /// Memory for the derivatives and factors, at the first use.
  private func allocate(_ members: [MemberWork]) {
    for (program, work) in zip(programs.populations, members) {
      slopes.append(BlockEvaluator(program.slopes))
      sums.append(BlockEvaluator(program.sums))
      blocks.append(Block(program, members: work.count, k: work.offsets.count, m: m))
    }
  }

  /// Factors I − γ J; false if a member's block or the shared system is singular.
  func factor(_ gamma: Double) -> Bool {
    var shared = Matrix(rows: m, columns: m)
    for k in 0..<m { shared[k, k] = 1 }
    for j in 0..<m {
      for i in 0..<nz { shared[i, j] -= gamma * scalarGradient[i + j * nz] }
      for k in 0..<reductionGradient.rows {
        shared[nz + k, j] -= programs.form.reductions[k].weight * reductionGradient[k, j]
      }
    }
    for (program, block) in zip(programs.populations, blocks) {
      guard let coupling = block.factor(gamma) else { return false }
      let rows = program.reductions
      for (i, k) in rows.enumerated() {
        for j in 0..<m {
          shared[nz + k, j] -= programs.form.reductions[k].weight * coupling[i + j * rows.count]
        }
      }
    }
    factors = shared.elements
    pivots = [Int32](repeating: 0, count: max(m, 1))
    return m == 0 ? true : unsafe fs_lu(Int32(m), &factors, &pivots) == 0
  }

  /// Solves (I − γ J) x = b.
  @unsafe func solve(
    _ members: [MemberWork], _ b: UnsafePointer<Double>, _ x: UnsafeMutablePointer<Double>
  ) {
    var u = [Double](repeating: 0, count: m)
    for k in 0..<nz { unsafe u[k] = b[k] }
    for (p, work) in members.enumerated() {
      let reduced = unsafe blocks[p].reduce(work.variables(b))
      for (value, k) in zip(reduced, programs.populations[p].reductions) {
        u[nz + k] = programs.form.reductions[k].weight * value
      }
    }
    if m > 0 { _ = unsafe fs_lu_solve(Int32(m), factors, pivots, 0, 1, &u) }
    for (p, work) in members.enumerated() {
      unsafe blocks[p].substitute(work.variables(b), u, work.outputs(x))
    }
    for k in 0..<nz { unsafe x[k] = u[k] }
  }

  /// One population's derivatives and factors.
  @safe private final class Block {
    private let storage: UnsafeMutableBufferPointer<Double>
    private let tables: UnsafeMutableBufferPointer<UnsafePointer<Double>?>
    private var block: fs_arrow_block
    /// Where each derivative of the slopes program goes.
    @unsafe let outputs: [UnsafeMutablePointer<Double>?]

    init(_ program: PopulationPrograms.Member, members: Int, k: Int, m: Int) {
      let r = program.reductions.count
      let derivatives = program.slopes.outputCount
      let arrays = derivatives + k * k + r * k + k * m
      unsafe storage = .allocate(capacity: max(arrays * members, 1))
      unsafe storage.initialize(repeating: 0)
      let base = unsafe storage.baseAddress
      let array = { (index: Int) -> UnsafeMutablePointer<Double>? in
        unsafe base.map { unsafe $0 + index * members }
      }
      unsafe outputs = (0..<derivatives).map { unsafe array($0) }
      let places = program.fx + program.fu + program.ex
      unsafe tables = .allocate(capacity: max(places.count, 1))
      _ = unsafe tables.initialize(
        from: places.map { unsafe $0.flatMap { unsafe UnsafePointer(array($0)) } })
      let table = unsafe tables.baseAddress
      unsafe block = fs_arrow_block(
        members: members, k: k, m: m, r: r, fx: table,
        fu: table.map { unsafe $0 + program.fx.count },
        ex: table.map { unsafe $0 + (program.fx.count + program.fu.count) },
        inverse: array(derivatives), row: array(derivatives + k * k),
        column: array(derivatives + k * k + r * k))
    }

    deinit {
      unsafe tables.deallocate()
      unsafe storage.deallocate()
    }

    /// The coupling of reductions to shared unknowns, or nil if a member's block is singular.
    func factor(_ gamma: Double) -> [Double]? {
      var coupling = unsafe [Double](repeating: 0, count: max(block.r * block.m, 1))
      return unsafe fs_arrow_factor(&block, gamma, &coupling) == 0 ? coupling : nil
    }

    @unsafe func reduce(_ b: [UnsafePointer<Double>?]) -> [Double] {
      var reduced = unsafe [Double](repeating: 0, count: block.r)
      unsafe b.withUnsafeBufferPointer { unsafe fs_arrow_reduce(&block, $0.baseAddress, &reduced) }
      return reduced
    }

    @unsafe func substitute(
      _ b: [UnsafePointer<Double>?], _ u: [Double], _ x: [UnsafeMutablePointer<Double>?]
    ) {
      unsafe b.withUnsafeBufferPointer { b in
        unsafe x.withUnsafeBufferPointer { x in
          unsafe fs_arrow_substitute(&block, b.baseAddress, u, x.baseAddress)
        }
      }
    }
  }
}
