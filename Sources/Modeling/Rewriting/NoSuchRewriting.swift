/// Why a model cannot be rewritten as asked.
public struct NoSuchRewriting: Error, Sendable, CustomStringConvertible {
  /// The model.
  public let model: String
  /// What was asked for.
  public let wanted: String
  /// What stands in the way, and what can be had.
  public let problem: String

  /// One sentence.
  public var description: String { "\(model) has no \(wanted): \(problem)" }
}
