import CKernels

/// A tape with work slots of its own, for one thread at a time.
///
/// This file and no other of the module handles raw memory: the slots are
/// allocated once, and the interpreter in C runs over them.
@safe public final class TapeEvaluator {
  /// The program.
  public let tape: Tape
  private let work: UnsafeMutableBufferPointer<Double>

  /// Makes work slots and computes what depends on parameters alone.
  ///
  /// - Parameter parameters: values in the order of the tape's parameters.
  /// - Precondition: as many values as the tape has parameters.
  public init(_ tape: Tape, parameters: [Double] = []) {
    precondition(
      parameters.count == tape.parameters.count,
      "the tape has \(tape.parameters.count) parameters, \(parameters.count) values came")
    self.tape = tape
    unsafe work = .allocate(capacity: max(tape.slotCount, 1))
    unsafe work.initialize(repeating: 0)
    for (offset, value) in parameters.enumerated() {
      unsafe work[tape.firstParameterSlot + offset] = value
    }
    for (offset, value) in tape.constants.enumerated() {
      unsafe work[tape.firstConstantSlot + offset] = value
    }
    run(tape.prologue)
  }

  deinit { unsafe work.deallocate() }

  private func run(_ code: [fs_instruction]) {
    unsafe code.withUnsafeBufferPointer { code in
      unsafe fs_tape_run(code.baseAddress, code.count, work.baseAddress)
    }
  }

  /// Evaluates the outputs.
  ///
  /// - Parameters:
  ///   - inputs: values in the order of the tape's inputs.
  ///   - time: value of the time symbol.
  ///   - outputs: as long as the tape's outputs.
  ///
  /// No allocation; cost: one pass over the instructions.
  public func evaluate(
    _ inputs: Span<Double>, time: Double = 0, into outputs: inout MutableSpan<Double>
  ) {
    precondition(inputs.count == tape.inputs.count && outputs.count == tape.outputCount)
    unsafe inputs.withUnsafeBufferPointer { x in
      unsafe outputs.withUnsafeMutableBufferPointer { y in
        unsafe tape.body.withUnsafeBufferPointer { code in
          unsafe tape.outputSlots.withUnsafeBufferPointer { slots in
            unsafe fs_tape_evaluate(
              code.baseAddress, code.count, work.baseAddress, x.baseAddress, x.count, time,
              slots.baseAddress, y.baseAddress, y.count)
          }
        }
      }
    }
  }

  /// The outputs as a new array.
  public func values(_ inputs: [Double], time: Double = 0) -> [Double] {
    var outputs = [Double](repeating: 0, count: tape.outputCount)
    var span = outputs.mutableSpan
    evaluate(inputs.span, time: time, into: &span)
    return outputs
  }

  /// The first sub-expression that is not finite at the given inputs, with its value.
  ///
  /// For messages: runs the program one instruction at a time.
  public func firstNonFinite(_ inputs: [Double], time: Double = 0) -> (Expression, Double)? {
    for (position, value) in inputs.enumerated() { unsafe work[position] = value }
    unsafe work[inputs.count] = time
    for (position, instruction) in tape.body.enumerated() {
      run([instruction])
      let value = unsafe work[Int(instruction.target)]
      if !value.isFinite { return (tape.origins[position], value) }
    }
    return nil
  }
}
