import CKernels

/// Instructions and the tables they read, at fixed places in memory.
///
/// Handles raw memory: an interpolation carries the address of its table.
@safe final class ProgramMemory {
  let code: UnsafeMutableBufferPointer<fs_instruction>
  private let tables: UnsafeMutableBufferPointer<fs_table>
  private let numbers: UnsafeMutableBufferPointer<Double>

  init(_ instructions: [fs_instruction], tables list: [InterpolationTable]) {
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
    for index in 0..<instructions.count
    where instructions[index].operation == UInt32(FS_INTERPOLATE) {
      let table = unsafe tables.baseAddress.map { unsafe $0 + Int(instructions[index].b) }
      let address = UInt64(UInt(bitPattern: table))
      unsafe code[index].b = UInt32(truncatingIfNeeded: address)
      unsafe code[index].c = UInt32(truncatingIfNeeded: address >> 32)
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
  }
}
