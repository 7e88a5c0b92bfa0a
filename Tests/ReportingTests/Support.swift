import FoundationEssentials
import Reporting
import Testing

/// A fresh folder under the system's temporary one, removed when done.
func withFolder<Result>(_ body: (OutputDirectory) throws -> Result) throws -> Result {
  let base = FileManager.default.temporaryDirectory.path
  let path = "\(base)/fastslow-reporting-\(UInt64.random(in: 0 ... .max))"
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try body(try OutputDirectory(path))
}

/// Compares a text with Golden/NAME beside this file; numbers as numbers, since the last digit of a
/// logarithm differs between machines.
///
/// With RECORD_GOLDEN set, the file is written anew and the test fails, so that nobody records by
/// accident.
func expectGolden(_ text: String, _ name: String, at place: SourceLocation = #_sourceLocation)
  throws
{
  let folder = URL(filePath: #filePath).deletingLastPathComponent().path + "/Golden"
  let golden = try OutputDirectory(folder)
  if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
    try golden.write(text, to: name)
    Issue.record(
      "recorded Golden/\(name); unset RECORD_GOLDEN and run again", sourceLocation: place)
    return
  }
  let expected = try golden.read(name)
  let got = text.split(separator: "\n", omittingEmptySubsequences: false)
  let wanted = expected.split(separator: "\n", omittingEmptySubsequences: false)
  let first = zip(got, wanted).first { !agree($0, $1) }
  guard got.count != wanted.count || first != nil else { return }
  Issue.record(
    """
    differs from Golden/\(name) (\(got.count) lines for \(wanted.count)), first here:
      got      \(first?.0 ?? "(the end)")
      expected \(first?.1 ?? "(the end)")
    """, sourceLocation: place)
}

/// Whether two lines agree, their numbers to twelve digits.
private func agree(_ a: Substring, _ b: Substring) -> Bool {
  guard a != b else { return true }
  let separators: Set<Character> = [" ", ",", ":", "[", "]", "(", ")"]
  let pairs = zip(a.split { separators.contains($0) }, b.split { separators.contains($0) })
  guard a.filter(separators.contains) == b.filter(separators.contains) else { return false }
  return pairs.allSatisfy { x, y in
    guard x != y else { return true }
    guard let x = Double(x), let y = Double(y) else { return false }
    return abs(x - y) <= 1e-12 * max(abs(x), abs(y))
  }
}

/// Whether gnuplot is there to draw with.
let hasGnuplot = Gnuplot().isInstalled
