import NumericKernel
import RealModule

/// A reason to doubt a run that the solver itself calls a success.
public struct Suspicion: Sendable, Codable, Hashable, CustomStringConvertible {
  /// What was found.
  public enum Kind: String, Sendable, Codable {
    /// A variable fell below its absolute tolerance, uncontrolled, and grew from there.
    case toleranceAboveSolution
    /// Errors were amplified more than the accuracy of the run allows: a passage near a repelling
    /// slow manifold, a delayed bifurcation, chaos.
    case cancellation
    /// The right-hand side changes between two steps in a way no step has seen.
    case unseenForcing
    /// A quantity declared nonnegative fell below zero.
    case negative
    /// A quantity declared conserved drifted.
    case notConserved
    /// A repeat at tighter tolerance gives something else.
    case disagreesWithRepeat
    /// A variable settled where it cannot tell states apart that a chart of the model could.
    case lostResolution
  }

  /// What was found.
  public let kind: Kind
  /// In words, with places and sizes.
  public let message: String
  /// What to try.
  public let advice: String
  /// When it was found.
  public let time: Double

  /// Records a doubt.
  package init(kind: Kind, message: String, advice: String, time: Double) {
    self.kind = kind
    self.message = message
    self.advice = advice
    self.time = time
  }

  /// Message and advice.
  public var description: String { "\(message); \(advice)" }
}

/// A number in a message: three digits say what there is to say.
func brief(_ value: Double) -> String {
  guard value.isFinite, value != 0 else { return value.brief }
  var exponent = Int(Double.log10(value.magnitude).rounded(.down))
  var digits = (value / .pow(10, exponent - 2)).rounded()
  if digits.magnitude >= 1000 { (digits, exponent) = (digits / 10, exponent + 1) }
  guard (-3...4).contains(exponent) else { return "\((digits / 100).brief)e\(exponent)" }
  let scale = Double.pow(10, abs(exponent - 2))
  return (exponent < 2 ? digits / scale : digits * scale).brief
}
