/// A right-hand side y' = F(t, y): the one door through which anything is integrated.
///
/// A field is a value that may be shared between threads; each integration
/// makes itself an evaluator, which owns scratch memory.
public protocol VectorField: Sendable {
  /// Names of the variables, in the order of the state; their number is the dimension.
  var variableNames: [String] { get }

  /// Names of the variables that are integrals along the solution: no rate depends on them, and
  /// their size says nothing about the accuracy of others. The default is none.
  var integralNames: Set<String> { get }

  /// Makes an evaluator for use by one thread.
  func makeEvaluator() -> any FieldEvaluator
}

/// Computes F and its Jacobian with scratch memory of its own.
public protocol FieldEvaluator: AnyObject {
  /// Whether ``jacobian(at:state:into:)`` may be called.
  var hasJacobian: Bool { get }

  /// Computes F(t, y).
  ///
  /// - Parameters:
  ///   - time: t.
  ///   - state: y, as long as the dimension.
  ///   - rate: receives F, as long as the dimension. Non-finite values are a
  ///     trial state outside the domain; the solver comes back with a smaller step.
  /// - Throws: whatever should end the integration.
  func rate(at time: Double, state: Span<Double>, into rate: inout MutableSpan<Double>) throws

  /// Computes ∂F/∂y.
  ///
  /// - Parameters:
  ///   - time: t.
  ///   - state: y, as long as the dimension.
  ///   - matrix: receives n × n elements by columns, ∂Fᵢ/∂yⱼ at i + j n.
  func jacobian(at time: Double, state: Span<Double>, into matrix: inout MutableSpan<Double>) throws

  /// Whether ``timeDerivative(at:state:into:)`` may be called. The default is no.
  var hasTimeDerivative: Bool { get }

  /// Computes ∂F/∂t, as long as the dimension: what a Rosenbrock method needs beside ∂F/∂y.
  func timeDerivative(at time: Double, state: Span<Double>, into result: inout MutableSpan<Double>)
    throws

  /// What is not finite about F at a state, in words that name the equation; nil if nothing is.
  func explainNonFinite(at time: Double, state: [Double]) -> NonFiniteRate?
}

/// A rate that is not a finite number, and where it comes from.
public struct NonFiniteRate: Error, Sendable, CustomStringConvertible {
  /// The variable whose rate it is.
  public let variable: String
  /// The rate: NaN or an infinity.
  public let value: Double
  /// The sub-expression that is to blame, where one is known.
  public let culprit: String?

  /// Makes the record.
  public init(variable: String, value: Double, culprit: String? = nil) {
    self.variable = variable
    self.value = value
    self.culprit = culprit
  }

  /// One sentence.
  public var description: String {
    let origin = culprit.map { ": `\($0)`" } ?? ""
    return "the equation of \(variable) gives \(value)\(origin)"
  }
}

extension VectorField {
  /// The number of variables.
  public var dimension: Int { variableNames.count }

  /// None.
  public var integralNames: Set<String> { [] }
}

extension FieldEvaluator {
  /// None is known.
  public var hasTimeDerivative: Bool { false }

  /// Leaves the result as it is.
  public func timeDerivative(
    at time: Double, state: Span<Double>, into result: inout MutableSpan<Double>
  ) throws {}

  /// Looks at the rate itself: enough for a field that has nothing more to say.
  public func explainNonFinite(at time: Double, state: [Double], names: [String]) -> NonFiniteRate?
  {
    var rates = [Double](repeating: 0, count: state.count)
    var span = rates.mutableSpan
    do { try rate(at: time, state: state.span, into: &span) } catch { return nil }
    guard let index = rates.firstIndex(where: { !$0.isFinite }) else { return nil }
    return NonFiniteRate(variable: names[index], value: rates[index])
  }
}
