/// A right-hand side written by hand, integrated through the same door as a declared model.
///
/// ```swift
/// let decay = ExternalModel(variables: ["x"]) { t, x, rate in rate[0] = -x[0] }
/// ```
///
/// Without a Jacobian, an implicit method forms it by differences, at
/// dimension + 1 calls each time; give one where you can. A Rosenbrock method does the same for
/// ∂F/∂t, at one call a step.
public struct ExternalModel: VectorField {
  /// F: time, state, where the rate goes.
  public typealias Rate = @Sendable (Double, Span<Double>, inout MutableSpan<Double>) throws -> Void
  /// ∂F/∂y: time, state, where the matrix goes (by columns, ∂Fᵢ/∂yⱼ at i + j n; zero at first).
  public typealias Jacobian = Rate

  /// Names of the variables.
  public let variableNames: [String]
  let rate: Rate
  let jacobian: Jacobian?
  let timeDerivative: Rate?

  /// Declares the field.
  ///
  /// - Parameters:
  ///   - variables: names, in the order of the state.
  ///   - jacobian: ∂F/∂y if known.
  ///   - timeDerivative: ∂F/∂t if known; it may leave the zeros it is given where F is autonomous.
  ///   - rate: F. An error thrown from it ends the integration and is reported.
  public init(
    variables: [String], jacobian: Jacobian? = nil, timeDerivative: Rate? = nil,
    rate: @escaping Rate
  ) {
    variableNames = variables
    self.rate = rate
    self.jacobian = jacobian
    self.timeDerivative = timeDerivative
  }

  /// Makes an evaluator.
  public func makeEvaluator() -> any FieldEvaluator { Evaluator(model: self) }

  private final class Evaluator: FieldEvaluator {
    let model: ExternalModel
    var hasJacobian: Bool { model.jacobian != nil }

    init(model: ExternalModel) { self.model = model }

    func rate(at time: Double, state: Span<Double>, into rate: inout MutableSpan<Double>) throws {
      try model.rate(time, state, &rate)
    }

    func jacobian(at time: Double, state: Span<Double>, into matrix: inout MutableSpan<Double>)
      throws
    {
      for index in 0..<matrix.count { matrix[index] = 0 }
      try model.jacobian?(time, state, &matrix)
    }

    var hasTimeDerivative: Bool { model.timeDerivative != nil }

    func timeDerivative(
      at time: Double, state: Span<Double>, into result: inout MutableSpan<Double>
    ) throws {
      for index in 0..<result.count { result[index] = 0 }
      try model.timeDerivative?(time, state, &result)
    }

    func explainNonFinite(at time: Double, state: [Double]) -> NonFiniteRate? {
      explainNonFinite(at: time, state: state, names: model.variableNames)
    }
  }
}
