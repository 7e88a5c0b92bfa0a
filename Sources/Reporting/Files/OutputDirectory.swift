internal import FoundationEssentials

/// A folder that exists and can be written to, with files written whole or not at all.
public struct OutputDirectory: Sendable {
  /// The folder's path, as given.
  public let path: String

  /// Makes the folder, and those above it, where missing, and proves that a file can be written.
  ///
  /// Throws `.unusableDirectory`, naming the path and why it cannot be used.
  public init(_ path: String) throws(ReportingError) {
    self.path = path.isEmpty ? "." : path
    if let blocker = Self.fileInTheWay(of: self.path) {
      throw Self.unusable(self.path, "\(blocker) is a file, not a folder")
    }
    do {
      try FileManager.default.createDirectory(
        atPath: self.path, withIntermediateDirectories: true)
      let probe = self.path + "/.fastslow-\(UInt32.random(in: 0 ... .max))"
      try Data().write(to: URL(filePath: probe))
      try FileManager.default.removeItem(atPath: probe)
    } catch {
      throw Self.unusable(self.path, systemReason(error))
    }
  }

  /// The path of a file in this folder.
  public func path(of name: String) -> String {
    path.hasSuffix("/") ? path + name : path + "/" + name
  }

  /// Writes a file and returns its path.
  ///
  /// To a temporary file first, then renamed, so that nobody ever reads half of it.
  @discardableResult
  public func write(_ text: String, to name: String) throws(ReportingError) -> String {
    try write(bytes: Array(text.utf8), to: name)
  }

  /// Writes a file of bytes, likewise.
  @discardableResult
  public func write(bytes: [UInt8], to name: String) throws(ReportingError) -> String {
    let file = path(of: name)
    do {
      try Data(bytes).write(to: URL(filePath: file), options: .atomic)
    } catch {
      throw ReportingError(.unwritableFile, "Cannot write \(file): \(systemReason(error)).")
    }
    return file
  }

  /// Writes a table as NAME.csv and what its columns mean as NAME.json; returns both paths.
  @discardableResult
  public func write(
    _ table: Table, named name: String, provenance: [String: String] = [:]
  ) throws(ReportingError) -> [String] {
    let sidecar = table.sidecar(file: name + ".csv", provenance: provenance)
    return [
      try write(table.csv(), to: name + ".csv"),
      try write(JSON.encode(sidecar), to: name + ".json"),
    ]
  }

  /// The text of a file in this folder.
  public func read(_ name: String) throws(ReportingError) -> String {
    try readText(path(of: name))
  }

  /// The bytes of a file in this folder.
  public func bytes(of name: String) throws(ReportingError) -> [UInt8] {
    do { return try Array(Data(contentsOf: URL(filePath: path(of: name)))) } catch {
      throw ReportingError(
        .unreadableFile, "Cannot read \(path(of: name)): \(systemReason(error)).")
    }
  }

  /// Whether there is a file of that name in this folder.
  public func contains(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: path(of: name))
  }

  /// The nearest part of the path that is there and is no folder.
  private static func fileInTheWay(of path: String) -> String? {
    var part = path
    while !part.isEmpty {
      var isFolder = false
      if FileManager.default.fileExists(atPath: part, isDirectory: &isFolder) {
        return isFolder ? nil : part
      }
      guard let slash = part.lastIndex(of: "/") else { return nil }
      part = String(part[..<slash])
    }
    return nil
  }

  private static func unusable(_ path: String, _ reason: String) -> ReportingError {
    ReportingError(
      .unusableDirectory,
      "Cannot write to the output folder \(path): \(reason). Choose another with --out DIR.")
  }
}
