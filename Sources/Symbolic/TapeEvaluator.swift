import CKernels
package import NumericKernel

/// A function of time and state that fills an array.
public protocol StateFunction: AnyObject {
  /// Evaluates at a state.
  func evaluate(_ inputs: Span<Double>, time: Double, into outputs: inout MutableSpan<Double>)
}

/// A tape with work slots of its own, for one thread at a time.
///
/// This file and no other of the module handles raw memory: program and slots are
/// copied to fixed places once, where the interpreter in C finds them.
@safe public final class TapeEvaluator: StateFunction {
  /// The program.
  public let tape: Tape
  private let work: UnsafeMutableBufferPointer<Double>
  private let memory: ProgramMemory
  private let slots: UnsafeMutableBufferPointer<UInt32>
  private let nonFinite: UnsafeMutableBufferPointer<Double>
  private let program: UnsafeMutablePointer<fs_program>

  /// Makes work slots and computes what depends on parameters alone.
  ///
  /// - Parameters:
  ///   - tape: what to evaluate.
  ///   - parameters: values in the order of the tape's parameters.
  /// - Precondition: as many values as the tape has parameters.
  public init(_ tape: Tape, parameters: [Double] = []) {
    precondition(
      parameters.count == tape.parameters.count,
      "the tape has \(tape.parameters.count) parameters, \(parameters.count) values came")
    self.tape = tape
    unsafe work = .allocate(capacity: max(tape.slotCount, 1))
    unsafe work.initialize(repeating: 0)
    memory = ProgramMemory(tape.body + tape.prologue, of: tape)
    unsafe slots = .allocate(capacity: max(tape.outputCount, 1))
    _ = unsafe slots.initialize(from: tape.outputSlots)
    unsafe nonFinite = .allocate(capacity: tape.inputs.count + 1)
    unsafe nonFinite.initialize(repeating: 0)
    unsafe program = .allocate(capacity: 1)
    unsafe program.initialize(
      to: fs_program(
        code: memory.code.baseAddress, count: tape.body.count, work: work.baseAddress,
        slot_count: tape.slotCount, input_count: tape.inputs.count, output_slots: slots.baseAddress,
        output_count: tape.outputCount, earliest: -.infinity, latest: .infinity,
        nonfinite: nonFinite.baseAddress, nonfinite_calls: 0))
    for (offset, value) in parameters.enumerated() {
      unsafe work[tape.firstParameterSlot + offset] = value
    }
    for (offset, value) in tape.constants.enumerated() {
      unsafe work[tape.firstConstantSlot + offset] = value
    }
    run(tape.body.count..<(tape.body.count + tape.prologue.count))
  }

  deinit {
    unsafe program.deallocate()
    unsafe nonFinite.deallocate()
    unsafe slots.deallocate()
    unsafe work.deallocate()
  }

  private func run(_ instructions: Range<Int>) {
    guard let code = unsafe memory.code.baseAddress else { return }
    unsafe fs_tape_run(code + instructions.lowerBound, instructions.count, work.baseAddress)
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
        _ = unsafe fs_program_call(time, x.baseAddress, y.baseAddress, program)
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

  /// Evaluates at times within alone: an earlier time counts as the first, a later as the last.
  package func limitTime(to window: ClosedRange<Double>) {
    unsafe program.pointee.earliest = window.lowerBound
    unsafe program.pointee.latest = window.upperBound
  }

  /// The program as a C function, for a solver in C; valid while the evaluator lives.
  package var nativeFunction: NativeFunction {
    unsafe NativeFunction(function: fs_program_call, context: program)
  }

  /// Time and inputs of the last call that gave a value that is not finite.
  package var lastNonFinite: (time: Double, inputs: [Double])? {
    guard unsafe program.pointee.nonfinite_calls > 0 else { return nil }
    return unsafe (nonFinite[0], Array(nonFinite.dropFirst()))
  }

  /// The first sub-expression that is not finite at the given inputs, with its value.
  ///
  /// For messages: runs the program one instruction at a time.
  public func firstNonFinite(_ inputs: [Double], time: Double = 0) -> (Expression, Double)? {
    for (position, value) in inputs.enumerated() { unsafe work[position] = value }
    unsafe work[inputs.count] = time
    for (position, instruction) in tape.body.enumerated() {
      run(position..<(position + 1))
      let value = unsafe work[Int(instruction.target)]
      if !value.isFinite { return (tape.origins[position], value) }
    }
    return nil
  }
}
