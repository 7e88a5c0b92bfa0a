import CKernels

/// Makes a C solver from what every solver is asked; the pointers in it hold within `make`.
@unsafe func makeSolver(
  from start: Double, to end: Double, state: [Double], options: IntegrationOptions,
  tolerances: [Double], largest: [Double]?, _ make: (fs_problem) -> OpaquePointer?
) -> OpaquePointer? {
  let sizes = largest ?? state.map(\.magnitude)
  return unsafe state.withUnsafeBufferPointer { y in
    unsafe tolerances.withUnsafeBufferPointer { atol in
      unsafe sizes.withUnsafeBufferPointer { sizes in
        unsafe make(
          fs_problem(
            dimension: Int64(state.count), start: start, end: end, state: y.baseAddress,
            relative_tolerance: options.relativeTolerance, absolute_tolerances: atol.baseAddress,
            largest: sizes.baseAddress, first_step: options.firstStep ?? 0,
            largest_step: options.largestStep ?? 0))
      }
    }
  }
}
