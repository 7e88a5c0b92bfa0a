/// Why an integration was refused or failed, where, and what to try; with all that was computed.
public struct IntegrationError: Error, Sendable, CustomStringConvertible {
  /// What kind of trouble it was.
  public enum Reason: String, Sendable {
    /// The request itself was wrong; nothing was computed.
    case badRequest
    /// The right-hand side gave a value that is not finite.
    case nonFiniteRate
    /// An event's function gave a value that is not finite.
    case nonFiniteEvent
    /// The right-hand side threw an error.
    case rateThrew
    /// The step became too small for the error test to pass.
    case errorTest
    /// The nonlinear solver did not converge at the smallest step.
    case convergence
    /// The tolerance is at the level of rounding.
    case tooMuchAccuracy
    /// The step fell below the spacing of floating-point times.
    case stepUnderflow
    /// The problem is too stiff for the explicit method that was asked for.
    case stiff
    /// The records could not be passed on to where they were to go.
    case stream
    /// Anything else the solver reported.
    case solver
  }

  /// The kind of trouble.
  public let reason: Reason
  /// What happened, in words.
  public let message: String
  /// What to try.
  public let advice: String
  /// The last good time.
  public let time: Double
  /// The size of the step that failed.
  public let step: Double
  /// The variable with the largest weighted local error, or whose rate is not finite.
  public let variable: String?
  /// What was computed up to the failure.
  public let solution: Solution

  /// Message and advice.
  public var description: String { advice.isEmpty ? message : "\(message); \(advice)" }
}

extension IntegrationError {
  /// A request that names something the model does not allow; nothing was computed.
  package static func unfit(_ message: String, variables: [String], state: [Double])
    -> IntegrationError
  {
    IntegrationError(
      reason: .badRequest, message: message, advice: "", time: 0, step: 0, variable: nil,
      solution: Solution(variables: variables, observables: [], start: 0, state: state))
  }
}
