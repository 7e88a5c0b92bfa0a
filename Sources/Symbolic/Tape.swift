import CKernels

/// A program that evaluates some expressions: flat instructions over work slots.
///
/// Shared sub-expressions are computed once. What depends on parameters
/// alone is computed once per ``TapeEvaluator``, ahead of the first call
/// (the prologue); the rest runs at each call. Slots are reused when their
/// value has had its last use.
///
/// Work slots: inputs, time, parameters, constants, prologue values, temporaries.
public struct Tape: Sendable {
  /// The symbols whose values come with each call.
  public let inputs: [Symbol]
  /// The symbols whose values are fixed when an evaluator is made.
  public let parameters: [Symbol]
  /// The number of values computed.
  public var outputCount: Int { outputSlots.count }
  /// Instructions run at each call.
  public var instructionCount: Int { body.count }
  /// Instructions run once per evaluator.
  public var prologueCount: Int { prologue.count }

  let constants: [Double]
  let prologue: [fs_instruction]
  let body: [fs_instruction]
  /// The expression each body instruction computes, to name a fault.
  let origins: [Expression]
  let outputSlots: [UInt32]
  /// What interpolations read; their instructions hold the position here.
  let tables: [InterpolationTable]
  /// What external calls call, and the slots of their arguments; likewise.
  let externals: [ExternalCall]
  let slotCount: Int

  /// The program that computes nothing.
  package static let empty = Tape()

  private init() {
    (inputs, parameters, constants, prologue, body, origins, outputSlots, tables, externals) = (
      [], [], [], [], [], [], [], [], []
    )
    slotCount = 1
  }

  var firstParameterSlot: Int { inputs.count + 1 }
  var firstConstantSlot: Int { firstParameterSlot + parameters.count }
}
