import NumericKernel
import Symbolic

/// Runs the tapes of a system without populations.
final class TapeFieldEvaluator: SplitFieldEvaluator {
  /// A mode of a branch: a parameter after the system's own.
  struct Mode {
    let symbol: Symbol
    /// The surface, for messages.
    let text: String
    let value: Double
  }

  let hasJacobian = true
  let dependsOnTime: Bool
  private let system: System
  private let modes: [Mode]
  private let window: ClosedRange<Double>
  private let rateTape: TapeEvaluator
  private let makeJacobian: () -> Tape
  private let makeLinearisation: () -> Tape
  /// Fast and slow part of the rates and the Jacobian of the fast one; nil without both.
  private let makeSplit: (() -> (fast: Tape, slow: Tape, jacobian: Tape))?
  private lazy var splitTapes = makeSplit.map { make in
    let tapes = make()
    return (
      fast: evaluator(tapes.fast), slow: evaluator(tapes.slow), jacobian: evaluator(tapes.jacobian)
    )
  }
  private lazy var jacobianTape = evaluator(makeJacobian())
  private lazy var linearisationTape = evaluator(makeLinearisation())

  /// - Parameters:
  ///   - modes: values of a branch's modes, the last parameters of its tapes.
  ///   - window: the times to evaluate at.
  ///   - jacobian: ∂F/∂y by columns, compiled when first asked for.
  init(
    _ system: System, rate: Tape, modes: [Mode], window: ClosedRange<Double>,
    jacobian: @escaping () -> Tape, linearisation: @escaping () -> Tape,
    split: (() -> (fast: Tape, slow: Tape, jacobian: Tape))?
  ) {
    makeSplit = split
    self.system = system
    self.modes = modes
    self.window = window
    dependsOnTime = !system.isAutonomous
    rateTape = TapeEvaluator(rate, parameters: system.parameterValues + modes.map(\.value))
    rateTape.limitTime(to: window)
    makeJacobian = jacobian
    makeLinearisation = linearisation
  }

  /// An evaluator of another tape of the same parameters, modes and window.
  func evaluator(_ tape: Tape) -> TapeEvaluator {
    let evaluator = TapeEvaluator(tape, parameters: system.parameterValues + modes.map(\.value))
    evaluator.limitTime(to: window)
    return evaluator
  }

  func rate(at time: Double, state: Span<Double>, into rate: inout MutableSpan<Double>) {
    rateTape.evaluate(state, time: time, into: &rate)
  }

  func jacobian(at time: Double, state: Span<Double>, into matrix: inout MutableSpan<Double>) {
    jacobianTape.evaluate(state, time: time, into: &matrix)
  }

  var nativeRate: NativeFunction { unsafe rateTape.nativeFunction }
  var nativeJacobian: NativeFunction { unsafe jacobianTape.nativeFunction }
  var nativeLinearisation: NativeFunction { unsafe linearisationTape.nativeFunction }

  var isSplit: Bool { makeSplit != nil }

  var nativeSplit: NativeSplit? {
    guard let splitTapes else { return nil }
    return unsafe NativeSplit(
      fastRate: splitTapes.fast.nativeFunction, slowRate: splitTapes.slow.nativeFunction,
      fastJacobian: splitTapes.jacobian.nativeFunction)
  }

  var lastNonFinite: (time: Double, state: [Double])? {
    rateTape.lastNonFinite.map { ($0.time, $0.inputs) }
  }

  func explainNonFinite(at time: Double, state: [Double]) -> NonFiniteRate? {
    let rates = rateTape.values(state, time: time)
    guard let index = rates.firstIndex(where: { !$0.isFinite }) else { return nil }
    let culprit = rateTape.firstNonFinite(state, time: time)?.0
    var names = system.symbolNames
    for mode in modes { names[mode.symbol] = "heaviside(\(mode.text))" }
    return NonFiniteRate(
      variable: system.variables[index].name, value: rates[index],
      culprit: culprit?.formatted(.text, names: names))
  }
}
