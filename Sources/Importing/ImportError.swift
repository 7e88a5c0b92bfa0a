/// A fault of a model file, with the line it stands on.
public struct ImportFault: Sendable, Hashable, CustomStringConvertible {
  /// The line, from 1; 0 for the file as a whole.
  public let line: Int
  /// What is wrong or not supported, and what to do.
  public let message: String

  /// States a fault.
  public init(line: Int, _ message: String) {
    self.line = line
    self.message = message
  }

  /// "line 12: …"
  public var description: String { line > 0 ? "line \(line): \(message)" : message }
}

/// What is wrong with a model file: every fault, together.
public struct ImportError: Error, Sendable, CustomStringConvertible {
  /// The file's name.
  public let file: String
  /// The faults, in the order of their lines; never empty.
  public let faults: [ImportFault]

  /// Lists the faults of a file.
  public init(file: String, faults: [ImportFault]) {
    self.file = file
    self.faults = faults.sorted { $0.line < $1.line }
  }

  /// The faults, a line each.
  public var description: String {
    faults.count == 1
      ? "\(file)\(faults[0].line > 0 ? "," : ":") \(faults[0])"
      : "\(file) has \(faults.count) faults:\n"
        + faults.map { "  - \($0)" }.joined(separator: "\n")
  }
}
