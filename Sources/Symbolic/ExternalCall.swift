import CKernels

/// One instruction that calls out: the function and the slots of its arguments.
struct ExternalCall: Sendable {
  let function: ExternalFunction
  let slots: [UInt32]

  /// As C calls it; the function must be kept alive beside it. Handles raw memory.
  @unsafe var record: fs_external {
    let slot = { (k: Int) in k < slots.count ? slots[k] : 0 }
    return unsafe fs_external(
      call: { arguments, count, context in
        guard let arguments = unsafe arguments, let context = unsafe context else { return .nan }
        let function = unsafe Unmanaged<ExternalFunction>.fromOpaque(context).takeUnretainedValue()
        return function.call(
          unsafe Array(UnsafeBufferPointer(start: arguments, count: Int(count))))
      }, context: Unmanaged.passUnretained(function).toOpaque(), count: Int32(slots.count),
      slots: (slot(0), slot(1), slot(2)))
  }
}
