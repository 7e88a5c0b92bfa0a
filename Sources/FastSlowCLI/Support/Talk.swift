import Reporting

/// What is said beside the results: on standard error, so that results can be piped.
enum Talk {
  /// A message that --quiet does not silence.
  static func error(_ text: String) { Terminal.writeError(text + "\n") }

  /// A remark that --quiet silences.
  static func note(_ text: String, quiet: Bool) {
    if !quiet { Terminal.writeError(text + "\n") }
  }
}
