internal import FoundationEssentials

/// The text of a file.
package func readText(_ path: String) throws(ReportingError) -> String {
  do {
    return String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
  } catch {
    throw ReportingError(.unreadableFile, "Cannot read \(path): \(systemReason(error)).")
  }
}

/// The system's reason where there is one: the wrapper's text only repeats the path.
func systemReason(_ error: any Error) -> String {
  guard let error = error as? CocoaError else { return "\(error)" }
  switch error.code {
  case .fileWriteNoPermission, .fileReadNoPermission: return "permission denied"
  case .fileWriteVolumeReadOnly: return "the file system is read-only"
  case .fileWriteOutOfSpace: return "no space left on the device"
  case .fileNoSuchFile, .fileReadNoSuchFile: return "no such file or folder"
  case .fileWriteInvalidFileName, .fileReadInvalidFileName: return "not a valid file name"
  default: return underlying(error)
  }
}

private func underlying(_ error: CocoaError) -> String {
  // Any values in a dictionary count as unsafe; this one is only printed.
  let cause = unsafe error.userInfo["NSUnderlyingError"]
  let words = cause.map { "\($0)" } ?? "\(error.code)"
  // The system's own words stand in quotes behind its domain and code.
  let quoted = words.split(separator: "\"", omittingEmptySubsequences: false)
  return quoted.count == 3 ? quoted[1].lowercased() : words
}
