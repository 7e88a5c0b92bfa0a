internal import FoundationEssentials

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// What standard output or standard error is connected to.
package struct Terminal: Sendable, Equatable {
  /// A standard stream.
  package enum Stream: Int32, Sendable {
    /// Standard output.
    case output = 1
    /// Standard error.
    case error = 2
  }

  /// Whether a person is watching: a terminal that can move its cursor.
  package var isInteractive: Bool
  /// Whether colours are wanted: on a terminal, unless NO_COLOR is set.
  package var hasColor: Bool
  /// The width in columns; 80 where it is unknown.
  package var width: Int

  /// A terminal with the given abilities.
  package init(isInteractive: Bool, hasColor: Bool, width: Int) {
    self.isInteractive = isInteractive
    self.hasColor = hasColor
    self.width = width
  }

  /// What a stream of this process is connected to.
  package init(_ stream: Stream) {
    let environment = ProcessInfo.processInfo.environment
    isInteractive = isatty(stream.rawValue) == 1 && environment["TERM"] != "dumb"
    hasColor = isInteractive && (environment["NO_COLOR"] ?? "").isEmpty
    let stated = environment["COLUMNS"].flatMap { Int($0) }
    width = max(stated ?? Self.columns(stream.rawValue) ?? 80, 20)
  }

  private static func columns(_ file: Int32) -> Int? {
    var size = winsize()
    guard unsafe ioctl(file, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Writes to standard error at once, without a buffer.
  package static func writeError(_ text: String) {
    var text = text
    text.withUTF8 { buffer in
      _ = unsafe write(2, buffer.baseAddress, buffer.count)
    }
  }
}
