import Reporting
import Testing

@Suite("JSON")
struct JSONTests {
  struct Sample: Codable, Equatable {
    var zeta: [Double]
    var alpha: String
  }

  @Test("keys are sorted, slashes plain, and the text ends in a newline")
  func shape() throws {
    let json = try JSON.encode(Sample(zeta: [0.1], alpha: "a/b"))
    #expect(json == "{\n  \"alpha\" : \"a/b\",\n  \"zeta\" : [\n    0.1\n  ]\n}\n")
  }

  @Test("numbers that are not finite are spelled as strings and read back")
  func notFinite() throws {
    let json = try JSON.encode([Double.infinity, -.infinity, .nan])
    #expect(json.contains("\"inf\"") && json.contains("\"-inf\"") && json.contains("\"nan\""))
    let read = try JSON.decode([Double].self, from: json)
    #expect(read[0] == .infinity && read[1] == -.infinity && read[2].isNaN)
  }

  @Test("every finite double comes back bit for bit")
  func exactDoubles() throws {
    var generator = SeededGenerator(seed: 3)
    let random = (0..<5_000).map { _ in Double(bitPattern: generator.next()) }
    let values = (TableTests.wildDoubles + random).filter(\.isFinite)
    let read = try JSON.decode([Double].self, from: JSON.encode(values))
    #expect(read.map(\.bitPattern) == values.map(\.bitPattern))
  }

  @Test("what is not JSON is refused with a typed error")
  func broken() {
    let error = #expect(throws: ReportingError.self) { try JSON.decode([Int].self, from: "{") }
    #expect(error?.code == .unreadableFile)
  }
}
