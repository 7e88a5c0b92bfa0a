import CKernels

/// Instructions and the tables they read, at fixed places in memory.
///
/// Handles raw memory: an interpolation carries the address of its table, an external call that of
/// its record.
@safe final class ProgramMemory {
  let code: UnsafeMutableBufferPointer<fs_instruction>
  private let tables: UnsafeMutableBufferPointer<fs_table>
  private let numbers: UnsafeMutableBufferPointer<Double>
  private let records: UnsafeMutableBufferPointer<fs_external>
  /// Kept alive for their records.
  private let externals: [ExternalCall]

  convenience init(_ instructions: [fs_instruction], of tape: Tape) {
    self.init(instructions, tables: tape.tables, externals: tape.externals)
  }

  init(
    _ instructions: [fs_instruction], tables list: [InterpolationTable], externals: [ExternalCall]
  ) {
    self.externals = externals
    unsafe records = .allocate(capacity: max(externals.count, 1))
    for (index, external) in externals.enumerated() {
      unsafe records.initializeElement(at: index, to: external.record)
    }
    unsafe numbers = .allocate(
      capacity: max(list.reduce(0) { $0 + $1.knots.count + $1.coefficients.count }, 1))
    unsafe tables = .allocate(capacity: max(list.count, 1))
    unsafe code = .allocate(capacity: max(instructions.count, 1))
    _ = unsafe code.initialize(from: instructions)
    var offset = 0
    for (index, table) in list.enumerated() {
      let knots = unsafe place(table.knots, at: &offset)
      let coefficients = unsafe place(table.coefficients, at: &offset)
      unsafe tables.initializeElement(
        at: index,
        to: fs_table(
          count: table.knots.count, knots: knots, coefficients: coefficients,
          below: table.below, above: table.above))
    }
    for index in 0..<instructions.count {
      let position = Int(instructions[index].b)
      let address: UInt
      switch instructions[index].operation {
      case UInt32(FS_INTERPOLATE):
        address = UInt(bitPattern: unsafe tables.baseAddress.map { unsafe $0 + position })
      case UInt32(FS_EXTERNAL):
        address = UInt(bitPattern: unsafe records.baseAddress.map { unsafe $0 + position })
      default: continue
      }
      unsafe code[index].b = UInt32(truncatingIfNeeded: address)
      unsafe code[index].c = UInt32(truncatingIfNeeded: UInt64(address) >> 32)
    }
  }

  @unsafe private func place(_ values: [Double], at offset: inout Int) -> UnsafePointer<Double>? {
    for (k, value) in values.enumerated() { unsafe numbers[offset + k] = value }
    let start = unsafe numbers.baseAddress.map { unsafe UnsafePointer($0 + offset) }
    offset += values.count
    return unsafe start
  }

  deinit {
    unsafe code.deallocate()
    unsafe tables.deallocate()
    unsafe numbers.deallocate()
    unsafe records.deallocate()
  }
}
