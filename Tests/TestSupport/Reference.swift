import Foundation

/// A problem of Tests/References: its setting and the values known to many digits.
package struct Reference: Decodable, Sendable {
  /// The state at one time.
  package struct Point: Decodable, Sendable {
    package let t: Double
    package let values: [Double]
  }

  package let name: String
  package let state: [String]
  package let parameters: [String: Double]
  package let t0: Double
  package let y0: [Double]
  package let reference: [Point]

  /// Reads Tests/References/NAME.json.
  package static func named(_ name: String) throws -> Reference {
    try decodeReference(name, as: Reference.self)
  }
}

/// Reads Tests/References/NAME.json as whatever it holds.
package func decodeReference<Value: Decodable>(_ name: String, as type: Value.Type) throws -> Value
{
  let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  let file = folder.appending(path: "References/\(name).json")
  return try JSONDecoder().decode(type, from: Data(contentsOf: file))
}
