import NumericKernel
import Symbolic

/// Runs the tapes of a system without populations.
final class TapeFieldEvaluator: NativeFieldEvaluator {
  let hasJacobian = true
  let dependsOnTime: Bool
  private let system: System
  /// Modes of a branch, after the parameters.
  private let modes: [(symbol: Symbol, text: String, value: Double)]
  private let window: ClosedRange<Double>
  private let rateTape: TapeEvaluator
  private let jacobianTape: TapeEvaluator
  private let makeLinearisation: () -> Tape
  private lazy var linearisationTape = evaluator(makeLinearisation())

  /// - Parameters:
  ///   - modes: values of a branch's modes, the last parameters of its tapes.
  ///   - window: the times to evaluate at.
  init(
    _ system: System, rate: Tape, jacobian: Tape,
    modes: [(symbol: Symbol, text: String, value: Double)] = [],
    window: ClosedRange<Double> = -Double.infinity...Double.infinity,
    linearisation: @escaping () -> Tape
  ) {
    self.system = system
    self.modes = modes
    self.window = window
    dependsOnTime = !system.isAutonomous
    let parameters = system.parameterValues + modes.map(\.value)
    rateTape = TapeEvaluator(rate, parameters: parameters)
    jacobianTape = TapeEvaluator(jacobian, parameters: parameters)
    makeLinearisation = linearisation
    for tape in [rateTape, jacobianTape] { tape.limitTime(to: window) }
  }

  private func evaluator(_ tape: Tape) -> TapeEvaluator {
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
