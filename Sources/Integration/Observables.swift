/// Named quantities evaluated at each recorded state.
public struct Observables: Sendable {
  /// Computes the quantities: time, state, where they go.
  public typealias Evaluation = (Double, Span<Double>, inout MutableSpan<Double>) -> Void

  /// The columns' names.
  public let names: [String]
  let makeEvaluation: @Sendable () -> Evaluation

  /// Declares observables.
  ///
  /// - Parameters:
  ///   - names: the columns' names.
  ///   - makeEvaluation: makes a function with scratch of its own, once per run.
  public init(_ names: [String], makeEvaluation: @escaping @Sendable () -> Evaluation) {
    self.names = names
    self.makeEvaluation = makeEvaluation
  }

  /// None.
  public static let none = Observables([]) { { _, _, _ in } }
}
