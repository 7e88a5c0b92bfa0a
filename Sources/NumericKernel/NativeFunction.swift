/// A C function with its context: what a solver in C can call without passing through Swift.
///
/// (time, inputs, outputs, context) → 0, or positive if an output is not finite. The context
/// belongs to an evaluator, which must outlive every call.
@unsafe package struct NativeFunction {
  package typealias Function =
    @convention(c) (
      Double, UnsafePointer<Double>?, UnsafeMutablePointer<Double>?, UnsafeMutableRawPointer?
    ) -> Int32

  package let function: Function
  package let context: UnsafeMutableRawPointer

  package init(function: Function, context: UnsafeMutableRawPointer) {
    unsafe self.function = function
    unsafe self.context = context
  }
}

/// A field whose rate and Jacobian run in C: the fast path of a compiled model.
package protocol NativeFieldEvaluator: FieldEvaluator {
  /// F, as ``FieldEvaluator/rate(at:state:into:)``.
  @unsafe var nativeRate: NativeFunction { get }
  /// ∂F/∂y by columns.
  @unsafe var nativeJacobian: NativeFunction { get }
  /// F, then ∂F/∂y by columns, then ∂F/∂t if ``dependsOnTime``; compiled when first asked for.
  @unsafe var nativeLinearisation: NativeFunction { get }
  /// Whether F depends on t.
  var dependsOnTime: Bool { get }
  /// Where F was last not finite.
  var lastNonFinite: (time: Double, state: [Double])? { get }
}
