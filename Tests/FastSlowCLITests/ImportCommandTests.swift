import Foundation
import Testing

@Suite("import, and .ode files in place of models")
struct ImportCommandTests {
  private func file(_ text: String) throws -> URL {
    let file = try Tool.temporaryFolder().appending(path: "model.ode")
    try Data(text.utf8).write(to: file)
    return file
  }

  private let oscillator = """
    par a=0.2,eps=0.05
    x'=x-x^3/3+y
    y'=eps*(a-x)
    init x=2
    @ total=50,dt=.5,meth=rk4,xp=x
    """

  @Test("says what it holds and how to run it")
  func says() throws {
    let file = try file(oscillator)
    let outcome = try Tool.run(["import", file.path])
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("--until 50 --points 101 --method adams"))
    #expect(outcome.output.contains("line 5: @ meth=rk4"))
    let json = try Tool.run(["import", file.path, "--json"]).json()
    #expect((json["parameters"] as? [String: Double])?["eps"] == 0.05)
  }

  @Test("runs, shows, continues its critical manifold")
  func geometry() throws {
    let file = try file(oscillator).path
    let run = try Tool.run(["run", file, "--until", "5", "--set", "a=0.3", "--json"]).json()
    #expect((run["parameters"] as? [String: Double])?["a"] == 0.3)
    let scales = ["--slow", "y", "--small", "eps"]
    let show = try Tool.run(["show", file] + scales)
    #expect(show.output.contains("eps dx/dτ = x - x ** 3 / 3 + y"), "\(show.output)")
    let json = try Tool.run(["manifold", file, "--over", "y=-1:1", "--json"] + scales).json()
    #expect((json["folds"] as? [Any])?.count == 2)
  }

  @Test("becomes a Swift model with its line in the catalogue")
  func source() throws {
    let file = try file(oscillator)
    let folder = file.deletingLastPathComponent()
    let models = folder.appending(path: "Models")
    try FileManager.default.createDirectory(at: models, withIntermediateDirectories: true)
    try Data("let mine = ModelCatalogue([\n  Old.self\n])\n".utf8).write(
      to: models.appending(path: "Catalogue.swift"))
    let outcome = try Tool.run(["import", "model.ode", "--as", "my-osc"], in: folder)
    #expect(outcome.code == 0, "\(outcome.errors)")
    let source = try String(contentsOf: models.appending(path: "MyOsc.swift"), encoding: .utf8)
    #expect(source.contains("d(y) == eps * (a - x)"))
  }

  @Test(
    "what it refuses",
    arguments: [
      (["import", "none.ode"], "Cannot read none.ode"), (["import", "van-der-pol"], ".ode"),
      (["run", "model.ode", "--until", "1", "--slow", "y"], "--slow and --small go together"),
      (["run", "van-der-pol", "--until", "1", "--slow", "y"], "has its own"),
      (["sgd", "model.ode", "--width", "5", "--until", "1"], "--as NAME"),
      (["run", "model.ode", "--until", "1", "--set", "b=1"], "there are: a, eps"),
    ] as [([String], String)])
  func refused(_ arguments: [String], _ advice: String) throws {
    let folder = try file(oscillator).deletingLastPathComponent()
    let outcome = try Tool.run(arguments, in: folder)
    #expect(outcome.code == 2 || arguments[1] == "none.ode", "\(outcome.errors)")
    #expect(outcome.errors.contains(advice), "\(outcome.errors)")
  }
}

@Suite("What a run leaves")
struct ExportTests {
  @Test("report, NumPy archive, snippet; the archive holds the table's own doubles")
  func exports() throws {
    let folder = try Tool.temporaryFolder()
    let outcome = try Tool.run([
      "run", "van-der-pol", "--until", "1", "--out", folder.path, "--quiet",
    ])
    #expect(outcome.code == 0)
    let report = try String(contentsOf: folder.appending(path: "report.html"), encoding: .utf8)
    #expect(report.contains("<math") && report.contains("<svg"))
    let archive = try Data(contentsOf: folder.appending(path: "trajectory.npz"))
    let csv = try String(contentsOf: folder.appending(path: "trajectory.csv"), encoding: .utf8)
    let times = csv.split(separator: "\n").dropFirst().compactMap {
      Double($0.split(separator: ",")[0])
    }
    // Local header of 30 bytes, the name, then a .npy header padded to a multiple of 64.
    let start = 30 + "time.npy".utf8.count + 128
    for (k, time) in times.enumerated() {
      let bytes = archive[(start + 8 * k)..<(start + 8 * k + 8)]
      let bits = bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      #expect(Double(bitPattern: bits) == time)
    }
    let snippet = try String(contentsOf: folder.appending(path: "plot.py"), encoding: .utf8)
    #expect(snippet.contains("read_csv(\"trajectory.csv\")"))
  }
}
