internal import FoundationEssentials

/// The one JSON dialect of FastSlow: sorted keys, indented, doubles with the shortest text that
/// reads back as the same double.
///
/// JSON has no spelling for numbers that are not finite, so these are the strings `"nan"`, `"inf"`
/// and `"-inf"`; `decode` reads them back as numbers, and so does `float(…)` in Python.
public enum JSON {
  /// One JSON document, ending in a newline.
  public static func encode(_ value: some Encodable) throws(ReportingError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do {
      return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    } catch {
      throw ReportingError(.unencodable, "This result has no JSON form: \(error)")
    }
  }

  /// Reads what `encode` wrote.
  public static func decode<Value: Decodable>(
    _ type: Value.Type = Value.self, from text: String
  ) throws(ReportingError) -> Value {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do {
      return try decoder.decode(type, from: Data(text.utf8))
    } catch {
      throw ReportingError(.unreadableFile, "This JSON is not a \(type): \(error)")
    }
  }
}
