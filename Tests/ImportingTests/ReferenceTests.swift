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
    "cascade", "comparisons", "derived", "fhn", "forced", "goodwin", "hh", "hourglass", "kinetics",
    "lecar", "lorenz", "pulses", "reset", "ring", "tables", "vdp",
  ]

  /// XPPAUT prints single precision and was asked for 1e-9 or better a step: 2e-6 of a column's
  /// size is what six digits leave.
  static let sixDigits = 2e-6

  @Test("to six digits of each column's size", arguments: names)
  func agrees(_ name: String) throws {
    for column in try Self.differences(name) {
      #expect(column.difference <= Self.sixDigits, "\(column.name)")
    }
  }

  @Test("said in a few lines: how many agree, and what is refused by name")
  func summary() throws {
    let worst = try Self.names.map { name in
      (name, try Self.differences(name).map(\.difference).max() ?? .nan)
    }
    let agreeing = worst.filter { $0.1 <= Self.sixDigits }.count
    print("\(worst.count) .ode files, \(agreeing) agree with XPPAUT to six digits:")
    for (name, difference) in worst { print("  \(name).ode: differs by \(Float(difference))") }
    var refused: [String] = []
    for (text, _, _) in FaultTests.cases {
      let error = #expect(throws: ImportError.self) { try ODEFile(text, name: "m.ode") }
      refused += (error?.faults ?? []).map(\.message).filter { $0.contains("not supported") }
    }
    print("Refused by name:")
    for message in refused { print("  \(message)") }
    #expect(agreeing == worst.count && refused.count >= 10)
  }

  /// The largest difference in each column, as a part of the column's size.
  static func differences(_ name: String) throws -> [(name: String, difference: Double)] {
    let reference = try #require(try Files.references()[name + ".ode"])
    let file = try Files.read(name + ".ode")
    let times = reference.rows.map { $0[0] }
    // XPPAUT's printed times are single precision; its own are multiples of dt.
    let exact = times.map { ($0 * 1000).rounded() / 1000 }
    let solution = try file.system().solve(
      until: file.settings.until, output: .times(exact),
      options: IntegrationOptions(relativeTolerance: 1e-11, absoluteTolerance: 1e-13))
    #expect(solution.status == .completed)
    return try reference.columns.enumerated().dropFirst().map { column, key in
      let place = solution.variableNames.first { $0.lowercased() == key } ?? key
      let values = try #require(solution[place], "no column \(key)")
      let expected = reference.rows.map { $0[column] }
      let size = max(expected.map(\.magnitude).max() ?? 0, 1e-3)
      let differences = zip(values, expected).map { abs($0 - $1) / size }
      // A value that is not a number would lose in `max`.
      let areNumbers = differences.allSatisfy(\.isFinite)
      #expect(areNumbers, "\(key)")
      return (key, differences.max() ?? .infinity)
    }
  }

  @Test("every file of the folder is among them")
  func complete() throws {
    #expect(Set(try Files.references().keys) == Set(Self.names.map { $0 + ".ode" }))
  }
}
