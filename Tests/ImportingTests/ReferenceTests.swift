import FastSlow
import Foundation
import Testing

/// The files of this suite, and what XPPAUT makes of them (scripts/references/xppaut.py).
enum Files {
  struct Reference: Decodable {
    let columns: [String]
    let rows: [[Double]]
  }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Files")

  static func references() throws -> [String: Reference] {
    let data = try Data(contentsOf: folder.appending(path: "xppaut.json"))
    return try JSONDecoder().decode([String: Reference].self, from: data)
  }

  static func read(_ name: String) throws -> ODEFile {
    let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    return try ODEFile(text, name: name) { table in
      try String(contentsOf: folder.appending(path: table), encoding: .utf8)
    }
  }
}

@Suite("Files of the .ode format agree with XPPAUT")
struct ReferenceTests {
  static let names = [
    "cascade", "comparisons", "derived", "fhn", "forced", "hh", "kinetics", "lecar", "lorenz",
    "reset", "ring", "tables", "vdp",
  ]

  /// XPPAUT prints single precision and was asked for 1e-9 or better a step: 2e-6 of a column's
  /// size is what six digits leave.
  @Test("to six digits of each column's size", arguments: names)
  func agrees(_ name: String) throws {
    let reference = try #require(try Files.references()[name + ".ode"])
    let file = try Files.read(name + ".ode")
    let times = reference.rows.map { $0[0] }
    // XPPAUT's printed times are single precision; its own are multiples of dt.
    let exact = times.map { ($0 * 1000).rounded() / 1000 }
    let solution = try file.system().solve(
      until: file.settings.until, output: .times(exact),
      options: IntegrationOptions(relativeTolerance: 1e-11, absoluteTolerance: 1e-13))
    #expect(solution.status == .completed)
    for (column, key) in reference.columns.enumerated().dropFirst() {
      let place = solution.variableNames.first { $0.lowercased() == key } ?? key
      let values = try #require(solution[place], "no column \(key)")
      let expected = reference.rows.map { $0[column] }
      let size = expected.map(\.magnitude).max() ?? 0
      for (k, value) in values.enumerated() {
        #expect(
          abs(value - expected[k]) <= 2e-6 * max(size, 1e-3), "\(key) at \(exact[k]): \(value)")
      }
    }
  }

  @Test("every file of the folder is among them")
  func complete() throws {
    #expect(Set(try Files.references().keys) == Set(Self.names.map { $0 + ".ode" }))
  }
}
