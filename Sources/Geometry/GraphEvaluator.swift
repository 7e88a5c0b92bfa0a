import NumericKernel
import Symbolic

/// Runs the programs of a field given by expressions.
final class GraphEvaluator: FieldEvaluator {
  let hasJacobian = true
  private let names: [String]
  private let rates: TapeEvaluator
  private let jacobian: TapeEvaluator

  /// - Parameter jacobian: computes ∂F/∂z by columns.
  init(_ names: [String], rates: Tape, jacobian: Tape, parameters: [Double]) {
    self.names = names
    self.rates = TapeEvaluator(rates, parameters: parameters)
    self.jacobian = TapeEvaluator(jacobian, parameters: parameters)
  }

  func rate(at time: Double, state: Span<Double>, into rate: inout MutableSpan<Double>) {
    rates.evaluate(state, time: time, into: &rate)
  }

  func jacobian(at time: Double, state: Span<Double>, into matrix: inout MutableSpan<Double>) {
    jacobian.evaluate(state, time: time, into: &matrix)
  }

  func explainNonFinite(at time: Double, state: [Double]) -> NonFiniteRate? {
    explainNonFinite(at: time, state: state, names: names)
  }
}
