/// A choice or change of method within a run of `auto`.
public struct MethodChange: Sendable, Codable, Hashable {
  /// Why a method was chosen.
  public enum Cause: Sendable, Codable, Hashable {
    /// At the start: the length of the run over the fastest time scale there.
    case start(ratio: Double)
    /// Stability held the explicit step: |h λ| of the last.
    case stability(stepOverFastest: Double)
    /// Accuracy set the implicit step for so many steps: |h λ| of the last.
    case accuracy(stepOverFastest: Double, steps: Int)
    /// The explicit method found no step that is small enough.
    case noStep
    /// After so many explicit steps a stiff method is tried, to see what it costs.
    case trial(steps: Int)
    /// The stiff method cost so many times the explicit one, for the same length of time; infinite if it
    /// failed.
    case costlier(ratio: Double)
  }

  /// When.
  public let time: Double
  /// The method before; nil at the start.
  public let from: IntegrationOptions.Method?
  /// The method from here on.
  public let to: IntegrationOptions.Method
  /// Why.
  public let cause: Cause

  /// Why, in words.
  public var reason: String {
    switch cause {
    case .start(let ratio): "the run is \(brief(ratio)) of the fastest time scale at its start"
    case .stability(let step):
      "stability held the explicit step: h is \(brief(step)) of the fastest time scale"
    case .accuracy(let step, let count):
      "accuracy set the step for \(count) steps: h is \(brief(step)) of the fastest time scale"
    case .trial(let count): "tried, after \(count) explicit steps, for its cost"
    case .costlier(let ratio):
      ratio.isFinite
        ? "the method tried cost \(brief(ratio)) times as much" : "the method tried failed"
    case .noStep: "the explicit method found no step that is small enough"
    }
  }
}
