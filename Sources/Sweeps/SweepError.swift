/// Why a sweep was refused, or could not be stored.
public struct SweepError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kinds of trouble.
  public enum Code: Sendable, Equatable {
    /// The design of points is wrong.
    case badDesign
    /// The file is not a store of a sweep.
    case notAStore
    /// The store holds another sweep than the one asked for.
    case otherSweep
    /// The file cannot be opened or made.
    case unusableFile
    /// The store could not be read or written.
    case storage
  }

  /// The kind of trouble.
  public let code: Code
  /// What happened, and what to try.
  public let message: String

  /// The message.
  public var description: String { message }

  /// An error of the given kind.
  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}
