internal import SystemPackage

/// A file written piece by piece: for what is larger than memory, and to be read while it grows.
public final class AppendingFile {
  /// Where it is.
  public let path: String
  private let file: FileDescriptor

  fileprivate init(_ path: String) throws(ReportingError) {
    self.path = path
    do {
      file = try .open(
        FilePath(path), .writeOnly, options: [.create, .truncate],
        permissions: [.ownerReadWrite, .groupRead, .otherRead])
    } catch { throw Self.unwritable(path, error) }
  }

  deinit { try? file.close() }

  /// Adds text at the end; it is with the system when this returns.
  public func append(_ text: String) throws(ReportingError) {
    do { try file.writeAll(text.utf8) } catch { throw Self.unwritable(path, error) }
  }

  private static func unwritable(_ path: String, _ error: any Error) -> ReportingError {
    let reason = (error as? Errno)?.description ?? systemReason(error)
    return ReportingError(.unwritableFile, "Cannot write \(path): \(reason.lowercased()).")
  }
}

extension OutputDirectory {
  /// Opens a new file of that name for writing piece by piece; an old one is emptied.
  public func open(_ name: String) throws(ReportingError) -> AppendingFile {
    try AppendingFile(path(of: name))
  }
}
