import CKernels

/// A program over the members of a population, run in blocks of lanes.
///
/// One instruction is dispatched per block and operation, not per member. Symbols of
/// the population vary by member; all other symbols are the same for all members.
package struct BlockTape: Sendable {
  /// Symbols with a value a member.
  package let inputs: [Symbol]
  /// Symbols with one value for all members.
  package let uniforms: [Symbol]
  /// The number of values computed a member.
  package var outputCount: Int { tape.outputCount }

  let tape: Tape

  /// Compiles expressions.
  ///
  /// - Throws: ``UnboundSymbols`` if an expression holds any other symbol.
  package init(_ outputs: [Expression], inputs: [Symbol], uniforms: [Symbol]) throws(UnboundSymbols)
  {
    self.inputs = inputs
    self.uniforms = uniforms
    // The scalar compiler's slots serve as lanes; what is uniform is input as well, so that
    // nothing is hoisted out of the block program that would need a second pass.
    tape = try Tape(outputs, inputs: inputs + uniforms)
  }

  var slotCount: Int { tape.slotCount }
  var uniformSlots: Range<UInt32> {
    UInt32(inputs.count)..<UInt32(inputs.count + uniforms.count)
  }
}
