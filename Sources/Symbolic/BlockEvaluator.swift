import CKernels

/// A block program with work slots of its own, for one thread at a time.
///
/// Handles raw memory: members' values are arrays of the caller, which the C loops run over.
@safe package final class BlockEvaluator {
  /// The program.
  package let block: BlockTape
  private let work: UnsafeMutableBufferPointer<Double>
  private let memory: ProgramMemory
  private let slots: UnsafeMutableBufferPointer<UInt32>
  private var program: fs_block_program
  private var uniformValues: [Double]

  /// Makes work slots.
  package init(_ block: BlockTape) {
    let tape = block.tape
    let lanes = Int(FS_LANES)
    self.block = block
    unsafe work = .allocate(capacity: max(tape.slotCount, 1) * lanes)
    unsafe work.initialize(repeating: 0)
    let body = tape.prologue + tape.body
    memory = ProgramMemory(body, of: tape)
    let constantSlots = tape.constants.indices.map { UInt32(tape.firstConstantSlot + $0) }
    let inputSlots = block.inputs.indices.map(UInt32.init)
    let table = inputSlots + Array(block.uniformSlots) + constantSlots + tape.outputSlots
    unsafe slots = .allocate(capacity: max(table.count, 1))
    _ = unsafe slots.initialize(from: table)
    let base = unsafe slots.baseAddress
    unsafe program = fs_block_program(
      code: memory.code.baseAddress, count: body.count, work: work.baseAddress,
      input_slots: base, input_count: inputSlots.count,
      uniform_slots: base.map { unsafe $0 + inputSlots.count },
      uniform_count: block.uniforms.count + constantSlots.count,
      output_slots: base.map { unsafe $0 + (table.count - tape.outputSlots.count) },
      output_count: tape.outputSlots.count)
    uniformValues = [Double](repeating: 0, count: block.uniforms.count) + tape.constants
  }

  deinit {
    unsafe slots.deallocate()
    unsafe work.deallocate()
  }

  /// Runs the program over all members.
  ///
  /// - Parameters:
  ///   - members: how many.
  ///   - inputs: for each input symbol, where its members' values begin.
  ///   - uniforms: values of the uniform symbols.
  ///   - outputs: for each output, where its members' values go; nil: nowhere.
  /// - Returns: the sum of each output over the members.
  @unsafe @discardableResult package func run(
    members: Int, inputs: [UnsafePointer<Double>?], uniforms: [Double],
    outputs: [UnsafeMutablePointer<Double>?]? = nil
  ) -> [Double] {
    for (k, value) in uniforms.enumerated() { uniformValues[k] = value }
    var sums = [Double](repeating: 0, count: block.outputCount)
    unsafe inputs.withUnsafeBufferPointer { inputs in
      if let outputs = unsafe outputs {
        unsafe outputs.withUnsafeBufferPointer { outputs in
          unsafe fs_block_run(
            &program, members, inputs.baseAddress, uniformValues, outputs.baseAddress, nil)
        }
      } else {
        unsafe fs_block_run(&program, members, inputs.baseAddress, uniformValues, nil, &sums)
      }
    }
    return sums
  }
}
