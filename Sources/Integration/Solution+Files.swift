internal import FoundationEssentials

/// Saved and loaded: JSON holds everything, CSV the records; doubles come back to the last bit.
extension Solution {
  /// Why a file could not be read or written.
  public struct FileError: Error, Sendable, CustomStringConvertible {
    /// The reason, with the place.
    public let description: String
  }

  private static let infinities = ("inf", "-inf", "nan")

  /// Everything as JSON.
  ///
  /// - Throws: ``FileError``.
  public func json() throws(FileError) -> String {
    let encoder = JSONEncoder()
    let (plus, minus, nan) = Self.infinities
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: plus, negativeInfinity: minus, nan: nan)
    do {
      let data = try encoder.encode(self)
      return String(decoding: data, as: UTF8.self)
    } catch { throw FileError(description: "the solution cannot be written as JSON: \(error)") }
  }

  /// Reads what ``json()`` wrote.
  ///
  /// - Throws: ``FileError``.
  public init(json text: String) throws(FileError) {
    let decoder = JSONDecoder()
    let (plus, minus, nan) = Self.infinities
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: plus, negativeInfinity: minus, nan: nan)
    do { self = try decoder.decode(Solution.self, from: Data(text.utf8)) } catch {
      throw FileError(description: "this is no saved solution: \(error)")
    }
  }

  /// The records: a head line, then time, variables, observables; shortest digits that are exact.
  public var csv: String {
    let names = ["time"] + variableNames + observableNames
    var text = names.map(Self.quoted).joined(separator: ",") + "\n"
    let (n, m) = (variableNames.count, observableNames.count)
    for record in times.indices {
      let values =
        [times[record]] + stateValues[(record * n)..<((record + 1) * n)]
        + observableValues[(record * m)..<((record + 1) * m)]
      text += values.map { "\($0)" }.joined(separator: ",") + "\n"
    }
    return text
  }

  private static func quoted(_ name: String) -> String {
    guard name.contains(where: { ",\"\n".contains($0) }) else { return name }
    return "\"" + name.replacing("\"", with: "\"\"") + "\""
  }

  /// Writes PATH.json and PATH.csv.
  ///
  /// - Throws: ``FileError``.
  public func save(to path: String) throws(FileError) {
    let json = try json()
    do {
      try json.write(toFile: path + ".json", atomically: true, encoding: .utf8)
      try csv.write(toFile: path + ".csv", atomically: true, encoding: .utf8)
    } catch { throw FileError(description: "\(path) cannot be written: \(error)") }
  }

  /// Reads PATH.json.
  ///
  /// - Throws: ``FileError``.
  public init(savedAt path: String) throws(FileError) {
    let text: String
    do { text = try String(contentsOfFile: path + ".json", encoding: .utf8) } catch {
      throw FileError(description: "\(path).json cannot be read: \(error)")
    }
    try self.init(json: text)
  }
}
