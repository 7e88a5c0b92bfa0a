import CKernels
import NumericKernel
import Symbolic

/// Rates of a system with populations, and its Newton matrix solved by arrowhead elimination.
///
/// Cost: O(n k²) for n members of k variables, with O(r) reductions; memory
/// about 2 (k² + k (m + r)) doubles a member once a Newton matrix is asked for,
/// m the number of scalars and reductions. Handles raw memory: a state's parts are arrays over
/// members which the C loops run over.
@safe final class PopulationEvaluator: StructuredFieldEvaluator {
  var hasJacobian: Bool { false }
  var structureName: String { "arrowhead" }

  fileprivate let system: System
  fileprivate let programs: PopulationPrograms
  private let scalarRates: TapeEvaluator
  private let passes: [BlockEvaluator]
  private let members: [MemberWork]
  /// Values of the uniform symbols: scalars, ρ, time, parameters.
  private var uniforms: [Double]
  private let arrowhead: Arrowhead
  /// Rates are evaluated at times within.
  var window = -Double.infinity...Double.infinity

  init(_ system: System, _ programs: PopulationPrograms) {
    self.system = system
    self.programs = programs
    scalarRates = TapeEvaluator(programs.scalarRates)
    passes = programs.passes.map { BlockEvaluator($0.arguments) }
    members = MemberWork.all(system, programs)
    uniforms =
      [Double](repeating: 0, count: programs.shared.count + 1) + system.scalarParameterValues
    arrowhead = Arrowhead(system, programs)
  }

  func rate(at time: Double, state: Span<Double>, into rate: inout MutableSpan<Double>) {
    unsafe state.withUnsafeBufferPointer { y in
      unsafe rate.withUnsafeMutableBufferPointer { out in
        guard let y = y.baseAddress, let out = out.baseAddress else { return }
        unsafe computeShared(time, y)
        for (k, value) in scalarRates.values(uniforms).enumerated() { unsafe out[k] = value }
        for work in members {
          unsafe work.rates.run(
            members: work.count, inputs: work.inputs(y), uniforms: uniforms,
            outputs: work.outputs(out))
        }
      }
    }
  }

  func jacobian(at time: Double, state: Span<Double>, into matrix: inout MutableSpan<Double>) {
    preconditionFailure("a population has no dense Jacobian; ask for its structure")
  }

  /// Scalars, time and the reductions, level by level.
  @unsafe private func computeShared(_ time: Double, _ y: UnsafePointer<Double>) {
    for k in 0..<programs.scalarCount { unsafe uniforms[k] = y[k] }
    uniforms[programs.shared.count] = min(max(time, window.lowerBound), window.upperBound)
    for (pass, evaluator) in zip(programs.passes, passes) {
      let work = members[pass.population]
      let sums = unsafe evaluator.run(
        members: work.count, inputs: work.inputs(y), uniforms: uniforms)
      for (sum, index) in zip(sums, pass.reductions) {
        uniforms[programs.scalarCount + index] = programs.form.reductions[index].weight * sum
      }
    }
  }

  /// Values of the reductions at a state, in the order of the form.
  func reductions(at time: Double, state: Span<Double>) -> [Double] {
    unsafe state.withUnsafeBufferPointer { y in
      if let y = y.baseAddress { unsafe computeShared(time, y) }
    }
    return uniforms
  }

  func explainNonFinite(at time: Double, state: [Double]) -> NonFiniteRate? {
    explainNonFinite(at: time, state: state, names: system.componentNames)
  }

  func evaluateStructure(at time: Double, state: Span<Double>) {
    unsafe state.withUnsafeBufferPointer { y in
      guard let y = y.baseAddress else { return }
      unsafe computeShared(time, y)
      unsafe arrowhead.evaluate(members, y, uniforms)
    }
  }

  /// Evaluates J with the uniform symbols' values given.
  func evaluateStructure(state: Span<Double>, uniforms: [Double]) {
    unsafe state.withUnsafeBufferPointer { y in
      guard let y = y.baseAddress else { return }
      unsafe arrowhead.evaluate(members, y, uniforms)
    }
  }

  func factorStructure(gamma: Double) -> Bool { arrowhead.factor(gamma) }

  func solveStructure(_ b: Span<Double>, into x: inout MutableSpan<Double>) {
    unsafe b.withUnsafeBufferPointer { b in
      unsafe x.withUnsafeMutableBufferPointer { x in
        guard let b = b.baseAddress, let x = x.baseAddress else { return }
        unsafe arrowhead.solve(members, b, x)
      }
    }
  }
}

extension PopulationEvaluator {
  /// The preconditioner of members' blocks, without what couples them.
  func memberBlocks() -> any BlockPreconditioner {
    MemberBlocks(self, PopulationEvaluator(system, programs.withoutBorder(system)))
  }
}

/// Arrowhead elimination of a system whose border is left out.
@safe private final class MemberBlocks: BlockPreconditioner {
  private let whole: PopulationEvaluator
  private let blocks: PopulationEvaluator

  init(_ whole: PopulationEvaluator, _ blocks: PopulationEvaluator) {
    (self.whole, self.blocks) = (whole, blocks)
  }

  func evaluate(at time: Double, state: Span<Double>) {
    // Reductions are those of the whole; only their derivatives are dropped.
    let uniforms = whole.reductions(at: time, state: state)
    blocks.evaluateStructure(state: state, uniforms: uniforms)
  }

  func factor(_ gamma: Double) -> Bool { blocks.factorStructure(gamma: gamma) }

  func solve(_ r: Span<Double>, into z: inout MutableSpan<Double>) {
    blocks.solveStructure(r, into: &z)
  }
}

/// Where one population's values lie, and its rate program.
@safe final class MemberWork {
  let count: Int
  /// Where the members of each variable begin in a state.
  let offsets: [Int]
  let rates: BlockEvaluator
  private let parameters: [UnsafeMutableBufferPointer<Double>]

  static func all(_ system: System, _ programs: PopulationPrograms) -> [MemberWork] {
    system.populations.indices.map { MemberWork(system, $0, programs.populations[$0].rates) }
  }

  init(_ system: System, _ index: Int, _ rates: BlockTape) {
    let population = system.populations[index]
    count = population.count
    offsets = population.variables.map { system.components(of: $0).lowerBound }
    self.rates = BlockEvaluator(rates)
    unsafe parameters = population.parameters.map { parameter in
      let values = system.memberParameterValues[parameter] ?? []
      let copy = UnsafeMutableBufferPointer<Double>.allocate(capacity: max(values.count, 1))
      _ = unsafe copy.initialize(from: values)
      return unsafe copy
    }
  }

  deinit {
    unsafe parameters.forEach { unsafe $0.deallocate() }
  }

  /// Variables of a state, then parameters.
  @unsafe func inputs(_ y: UnsafePointer<Double>) -> [UnsafePointer<Double>?] {
    unsafe offsets.map { unsafe y + $0 } + parameters.map { unsafe UnsafePointer($0.baseAddress) }
  }

  @unsafe func variables(_ y: UnsafePointer<Double>) -> [UnsafePointer<Double>?] {
    unsafe offsets.map { unsafe y + $0 }
  }

  @unsafe func outputs(_ y: UnsafeMutablePointer<Double>) -> [UnsafeMutablePointer<Double>?] {
    unsafe offsets.map { unsafe y + $0 }
  }
}

/// Scalar expressions of a system with populations.
final class PopulationFunction: StateFunction {
  private let evaluator: PopulationEvaluator
  private let tape: TapeEvaluator

  init(_ expressions: [Expression], _ system: System) {
    // An auxiliary system whose reductions are those of the expressions.
    let programs = PopulationPrograms(observing: expressions, of: system)
    evaluator = PopulationEvaluator(system, programs)
    tape = TapeEvaluator(programs.scalarRates)
  }

  func evaluate(_ inputs: Span<Double>, time: Double, into outputs: inout MutableSpan<Double>) {
    let uniforms = evaluator.reductions(at: time, state: inputs)
    tape.evaluate(uniforms.span, time: 0, into: &outputs)
  }
}
