private import CKernels

extension Tape: CustomStringConvertible {
  /// The program line by line, as `%slot = operation %slot %slot`.
  public var description: String {
    let head = "inputs \(inputs.count), parameters \(parameters.count), slots \(slotCount)"
    let lines =
      prologue.map { "once  " + Tape.line($0) } + body.map { "each  " + Tape.line($0) }
    let results = "result " + outputSlots.map { "%\($0)" }.joined(separator: " ")
    return ([head] + lines + [results]).joined(separator: "\n")
  }

  private static func line(_ instruction: fs_instruction) -> String {
    guard let operation = Operation(rawValue: UInt8(truncatingIfNeeded: instruction.operation))
    else { return "?" }
    let exponent = Int32(bitPattern: instruction.b)
    let slots = [instruction.a, instruction.b, instruction.c].prefix(operation.arity)
    let operands = slots.map { "%\($0)" } + (operation == .integerPower ? ["\(exponent)"] : [])
    return "%\(instruction.target) = \(operation) \(operands.joined(separator: " "))"
  }
}
