import NumericKernel

// CVODE's Krylov callbacks. Handles raw memory, as CVODE.swift does.

extension CallbackBox {
  private var krylov: (any KrylovFieldEvaluator)? { evaluator as? any KrylovFieldEvaluator }

  @unsafe fileprivate func product(
    _ t: Double, _ y: UnsafePointer<Double>, _ v: UnsafePointer<Double>,
    _ result: UnsafeMutablePointer<Double>
  ) -> Int32 {
    guard let krylov else { return -1 }
    var span = unsafe MutableSpan(_unsafeStart: result, count: dimension)
    do {
      try krylov.jacobianProduct(
        at: t, state: unsafe Span(_unsafeStart: y, count: dimension),
        direction: unsafe Span(_unsafeStart: v, count: dimension), into: &span)
    } catch {
      thrown = error
      return -1
    }
    return 0
  }

  @unsafe fileprivate func evaluatePreconditioner(_ t: Double, _ y: UnsafePointer<Double>) -> Int32
  {
    guard let krylov else { return -1 }
    krylov.evaluatePreconditioner(at: t, state: unsafe Span(_unsafeStart: y, count: dimension))
    return 0
  }

  fileprivate func factorPreconditioner(_ gamma: Double) -> Int32 {
    guard let krylov else { return -1 }
    return krylov.factorPreconditioner(gamma: gamma) ? 0 : 1
  }

  @unsafe fileprivate func precondition(
    _ r: UnsafePointer<Double>, _ z: UnsafeMutablePointer<Double>
  ) -> Int32 {
    guard let krylov else { return -1 }
    var span = unsafe MutableSpan(_unsafeStart: z, count: dimension)
    krylov.precondition(unsafe Span(_unsafeStart: r, count: dimension), into: &span)
    return 0
  }
}

@unsafe private func box(_ context: UnsafeMutableRawPointer?) -> CallbackBox? {
  unsafe context.map { unsafe Unmanaged<CallbackBox>.fromOpaque($0).takeUnretainedValue() }
}

let productCallback:
  @convention(c) (
    Double, UnsafePointer<Double>?, UnsafePointer<Double>?, UnsafeMutablePointer<Double>?,
    UnsafeMutableRawPointer?
  ) -> Int32 = { t, y, v, result, context in
    guard let y = unsafe y, let v = unsafe v, let result = unsafe result,
      let box = unsafe box(context)
    else { return -1 }
    return unsafe box.product(t, y, v, result)
  }

let evaluatePreconditionerCallback:
  @convention(c) (Double, UnsafePointer<Double>?, UnsafeMutableRawPointer?) -> Int32 = {
    t, y, context in
    guard let y = unsafe y, let box = unsafe box(context) else { return -1 }
    return unsafe box.evaluatePreconditioner(t, y)
  }

let factorPreconditionerCallback: @convention(c) (Double, UnsafeMutableRawPointer?) -> Int32 = {
  gamma, context in
  unsafe box(context)?.factorPreconditioner(gamma) ?? -1
}

let preconditionCallback:
  @convention(c) (
    UnsafePointer<Double>?, UnsafeMutablePointer<Double>?, UnsafeMutableRawPointer?
  ) -> Int32 = { r, z, context in
    guard let r = unsafe r, let z = unsafe z, let box = unsafe box(context) else { return -1 }
    return unsafe box.precondition(r, z)
  }
