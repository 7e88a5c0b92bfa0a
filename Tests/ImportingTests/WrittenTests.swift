import FastSlow
import Foundation
import Testing

/// Models that `fastslow import --as` wrote of the files; they compile with these tests.
@Suite("Models written as Swift")
struct WrittenTests {
  static let models: [any FastSlowModel.Type] = [
    Lecar.self, Reset.self, Ring.self, Derived.self, Vdp.self,
  ]

  private func system(_ name: String) throws -> System {
    let file = try Files.read(name + ".ode")
    return try file.system(
      scales: name == "vdp" ? .init(slow: ["y"], small: "eps") : nil)
  }

  @Test("are what is written now", arguments: models.indices)
  func text(_ index: Int) throws {
    let type = Self.models[index]
    let path = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Written/\(type).swift")
    let written = try ModelSource(system(type.name), name: type.name, typeName: "\(type)").text
    #expect(try String(contentsOf: path, encoding: .utf8) == written)
  }

  /// Both are the same expressions up to their order, so that rounding alone may differ; at rtol
  /// 1e-10 nothing amplifies it to 1e-7 of a column's size in this time.
  @Test("move as their files do", arguments: models.indices)
  func motion(_ index: Int) throws {
    let type = Self.models[index]
    let compiled = try type.init().compiled()
    let read = try system(type.name)
    let options = IntegrationOptions(relativeTolerance: 1e-10, absoluteTolerance: 1e-12)
    let output = OutputPlan.times([0.5, 2, 4])
    let ends = try [compiled, read].map { try $0.solve(until: 4, output: output, options: options) }
    for name in ends[0].variableNames + ends[0].observableNames {
      let pair = try ends.map { try #require($0[name]) }
      let size = max(pair[1].map(\.magnitude).max() ?? 0, 1e-3)
      for (left, right) in zip(pair[0], pair[1]) {
        #expect(abs(left - right) < 1e-7 * size, "\(name)")
      }
    }
  }
}
