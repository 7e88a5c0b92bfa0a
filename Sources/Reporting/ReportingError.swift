/// What went wrong while writing a table, a figure or a report.
///
/// The `message` is a sentence for the person at the terminal: it names the file or the value and
/// says what to try.
public struct ReportingError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kind of failure, for code that wants to tell them apart.
  public enum Code: Sendable, Equatable {
    /// The output folder cannot be made or written to.
    case unusableDirectory
    /// A file could not be written.
    case unwritableFile
    /// A file could not be read.
    case unreadableFile
    /// A table's columns do not fit together.
    case malformedTable
    /// A CSV text is not a table.
    case malformedCSV
    /// A value has no JSON form.
    case unencodable
    /// gnuplot is not installed.
    case gnuplotMissing
    /// gnuplot ran and failed.
    case gnuplotFailed
    /// The report's template does not parse: a fault of this library.
    case malformedTemplate
  }

  /// The kind of failure.
  public let code: Code
  /// What happened, and what to try.
  public let message: String
  /// The files already written, which remain.
  public let written: [String]

  /// Makes an error of the given kind.
  public init(_ code: Code, _ message: String, written: [String] = []) {
    self.code = code
    self.message = message
    self.written = written
  }

  /// The message.
  public var description: String { message }
}
