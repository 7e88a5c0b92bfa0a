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

/// The two parts of a rate F = F_fast + F_slow, in C.
@unsafe package struct NativeSplit {
  /// F with 0 for the variables that are not fast.
  package let fastRate: NativeFunction
  /// F with 0 for the fast variables.
  package let slowRate: NativeFunction
  /// ∂F_fast/∂y by columns.
  package let fastJacobian: NativeFunction

  package init(fastRate: NativeFunction, slowRate: NativeFunction, fastJacobian: NativeFunction) {
    unsafe self.fastRate = fastRate
    unsafe self.slowRate = slowRate
    unsafe self.fastJacobian = fastJacobian
  }
}

/// A field that may know its fast and its slow part.
package protocol SplitFieldEvaluator: NativeFieldEvaluator {
  /// The parts; nil if the model declares no scales, or one alone.
  @unsafe var nativeSplit: NativeSplit? { get }
  /// Whether it does; compiles nothing.
  var isSplit: Bool { get }
}
