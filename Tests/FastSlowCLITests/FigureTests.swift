import Foundation
import Testing

@Suite("Figures and reports on disk and in the terminal")
struct FigureTests {
  @Test("--plot terminal draws below the results, and beside a document on standard error")
  func terminal() throws {
    let plain = try Tool.run(["orbit", "van-der-pol", "--plot", "terminal"])
    #expect(plain.code == 0 && plain.errors.isEmpty)
    #expect(plain.output.contains("singular orbit") && plain.output.contains("y, recovery"))
    #expect(plain.output.split(separator: "\n").allSatisfy { $0.count <= 140 })
    let json = try Tool.run([
      "run", "van-der-pol", "--until", "2", "--points", "50", "--json", "--plot", "terminal",
    ])
    #expect(try json.json()["status"] as? String == "completed")
    #expect(json.errors.contains("slow time τ") && json.errors.contains("x, voltage"))
    #expect(json.errors.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test("orbit leaves tables, figures with fits, and a report")
  func orbit() throws {
    let folder = try Tool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let outcome = try Tool.run([
      "orbit", "van-der-pol", "--ladder", "1e-1:1e-3", "--out", folder.path, "--quiet",
    ])
    #expect(outcome.code == 0 && outcome.errors.isEmpty)
    func read(_ name: String) throws -> String {
      try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }
    #expect(try read("ladder.csv").split(separator: "\n").count == 6)
    #expect(try read("singular-orbit.csv").hasPrefix("piece,kind,x,y\n1,jump,"))
    #expect(try read("full-cycle.csv").hasPrefix("x,y\n"))
    #expect(try read("ladder.dat").contains("with the next terms ~ ε^("))
    let report = try read("report.html")
    // 3 − 2 ln 2, the period of the singular cycle.
    #expect(report.contains("1.61370563888") && report.contains("Over a ladder of ε"))
  }

  @Test("time is logarithmic where a run is spread over decades, and only there")
  func decades() throws {
    for (arguments, isLogarithmic) in [
      (["robertson", "--until", "4e10", "--atol", "y2=1e-18"], true),
      (["van-der-pol", "--until", "3"], false),
    ] {
      let folder = try Tool.temporaryFolder()
      defer { try? FileManager.default.removeItem(at: folder) }
      let outcome = try Tool.run(["run"] + arguments + ["--out", folder.path, "--quiet"])
      #expect(outcome.code == 0 && outcome.errors.isEmpty)
      let script = try String(
        contentsOf: folder.appending(path: "time-courses.gp"), encoding: .utf8)
      #expect(script.contains("\nset logscale x") == isLogarithmic)
    }
  }
}
