/// Why a piece of geometry cannot be had, and what can be had instead.
public struct GeometryError: Error, Sendable, CustomStringConvertible {
  /// What is wrong with the request.
  public let problem: String
  /// What to ask for instead.
  public let advice: String

  /// Problem and advice.
  public var description: String { advice.isEmpty ? problem : "\(problem); \(advice)" }
}
