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
  guard value.isFinite, value != 0 else { return "\(value)" }
  var exponent = 0
  var mantissa = value
  while mantissa.magnitude >= 10 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
  while mantissa.magnitude < 1 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
  let rounded = (mantissa * 100).rounded() / 100
  return (-3...4).contains(exponent) ? shortened(value) : "\(rounded)e\(exponent)"
}

private func shortened(_ value: Double) -> String {
  var scale = 1.0
  while value.magnitude * scale < 1000 { scale *= 10 }
  return "\((value * scale).rounded() / scale)"
}
