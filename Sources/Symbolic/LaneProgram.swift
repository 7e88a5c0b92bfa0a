package import CKernels

/// A tape in fixed places, where the interpreter in C finds it; its work slots are the caller's.
///
/// Handles raw memory. Nothing is written after the initialiser, so that threads may share it.
@safe package final class LaneProgram: @unchecked Sendable {
  /// The program; valid while this object lives.
  @unsafe package let pointer: UnsafePointer<fs_lane_program>
  private let memory: ProgramMemory
  private let constants: UnsafeMutableBufferPointer<Double>
  private let slots: UnsafeMutableBufferPointer<UInt32>

  /// Copies a tape.
  package init(_ tape: Tape) {
    memory = ProgramMemory(tape.body + tape.prologue, of: tape)
    unsafe constants = .allocate(capacity: max(tape.constants.count, 1))
    _ = unsafe constants.initialize(from: tape.constants)
    unsafe slots = .allocate(capacity: max(tape.outputCount, 1))
    _ = unsafe slots.initialize(from: tape.outputSlots)
    let made = UnsafeMutablePointer<fs_lane_program>.allocate(capacity: 1)
    let start = unsafe UnsafePointer(memory.code.baseAddress)
    unsafe made.initialize(
      to: fs_lane_program(
        code: start, count: tape.body.count,
        prologue: start.map { unsafe $0 + tape.body.count }, prologue_count: tape.prologueCount,
        slot_count: tape.slotCount, input_count: tape.inputs.count,
        parameter_count: tape.parameters.count, constants: constants.baseAddress,
        constant_count: tape.constants.count, output_slots: slots.baseAddress,
        output_count: tape.outputCount))
    unsafe pointer = UnsafePointer(made)
  }

  deinit {
    unsafe pointer.deallocate()
    unsafe slots.deallocate()
    unsafe constants.deallocate()
  }
}
