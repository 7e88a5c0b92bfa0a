import Foundation
import TestSupport
import Testing

@Suite("run")
struct RunTests {
  /// At 4e10 the tolerance atol = 1e-12 that is asked for is itself 2e-5 of y1 = 5.2e-8, and y2 follows
  /// y1 in proportion: there the error may be three times that. CVODE from plain C with these
  /// tolerances is between 1.3e-5 and 2.8e-5 off, by the order in which it rounds.
  @Test("Robertson agrees with the reference to six digits, or to the tolerance where that is more")
  func robertson() throws {
    let outcome = try Tool.run([
      "run", "robertson", "--until", "4e10", "--rtol", "1e-8", "--atol", "y1=1e-12", "--atol",
      "y2=1e-18", "--atol", "y3=1e-12", "--at", "0.4,40,4e10", "--json",
    ])
    #expect(outcome.code == 0 && outcome.errors.isEmpty)
    let json = try outcome.json()
    #expect(numbers(json["times"]) == [0.4, 40, 4e10])
    let states = try #require(json["states"] as? [String: Any])
    let reference = try Reference.named("robertson")
    for (k, time) in [0.4, 40, 4e10].enumerated() {
      let point = try #require(reference.reference.first { $0.t == time })
      for (name, expected) in zip(reference.state, point.values) {
        let value = numbers(states[name])[k]
        let bound = time < 1e3 || name == "y3" ? 1e-6 : 3e-12 / 5.2e-8
        #expect(abs(value - expected) < bound * abs(expected), "\(name) at \(time)")
      }
    }
    #expect(json["status"] as? String == "completed")
    let statistics = try #require(json["statistics"] as? [String: Any])
    for key in [
      "steps", "rhsEvaluations", "jacobianEvaluations", "nonlinearIterations",
      "nonlinearFailures", "errorTestFailures", "lastOrder", "lastStep", "wallSeconds",
    ] {
      #expect(statistics[key] != nil, "\(key)")
    }
  }

  @Test(
    "a streamed trajectory is the file that is written at the end otherwise",
    arguments: [
      "van-der-pol --until 5 --rtol 1e-10", "feature-unlearning --time fast --until 1e6",
      "kuramoto --until 3 --points 2000", "robertson --until 4e10 --at 0.4,40,4e10",
    ])
  func stream(_ words: String) throws {
    let request = ["run"] + words.split(separator: " ").map(String.init)
    let (whole, streamed) = (try Tool.temporaryFolder(), try Tool.temporaryFolder())
    #expect(try Tool.run(request + ["--out", whole.path, "--quiet"]).code == 0)
    let outcome = try Tool.run(request + ["--out", streamed.path, "--stream", "--json"])
    #expect(outcome.code == 0)
    let files = try [whole, streamed].map {
      try String(contentsOf: $0.appending(path: "trajectory.csv"), encoding: .utf8)
    }
    #expect(files[0] == files[1])
    let rows = files[0].split(separator: "\n").count - 1
    let json = try outcome.json()
    #expect(json["streamed"] as? Int == rows)
    #expect(numbers(json["times"]).count <= min(rows, 4097))
    let sidecar = try Data(contentsOf: streamed.appending(path: "trajectory.json"))
    let columns = try JSONSerialization.jsonObject(with: sidecar) as? [String: Any]
    #expect(columns?["rows"] as? Int == rows)
  }

  @Test("a full disk ends a streamed run with what was computed")
  func fullDisk() throws {
    let folder = try Tool.temporaryFolder()
    try FileManager.default.createSymbolicLink(
      atPath: folder.appending(path: "trajectory.csv").path, withDestinationPath: "/dev/full")
    let outcome = try Tool.run([
      "run", "van-der-pol", "--until", "500", "--out", folder.path, "--stream", "--json",
    ])
    #expect(outcome.code == 1 && outcome.errors.contains("no space left on device"))
    let error = try #require(try outcome.json()["error"] as? [String: Any])
    #expect(error["reason"] as? String == "stream")
  }

  @Test("the stiffness report is one screen, one key of the document, and a figure")
  func stiffness() throws {
    let request = [
      "run", "van-der-pol", "--until", "2", "--set", "epsilon=1e-4", "--report", "stiffness",
    ]
    let folder = try Tool.temporaryFolder()
    let told = try Tool.run(request + ["--out", folder.path, "--quiet"])
    #expect(told.code == 0)
    let report = try #require(told.output.range(of: "Stiffness: ")).lowerBound
    let lines = told.output[report...].split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 24 && lines.allSatisfy { $0.count <= 80 })
    #expect(lines.contains { $0.contains("gap fast to slow") })
    #expect(told.output.contains("radau: stiff"))
    #expect(FileManager.default.fileExists(atPath: folder.appending(path: "stiffness.gp").path))
    let json = try Tool.run(request + ["--json"]).json()
    let stiffness = try #require(json["stiffness"] as? [String: Any])
    for key in ["samples", "phases", "orders", "failures", "explicitSteps", "recommended"] {
      #expect(stiffness[key] != nil, "\(key)")
    }
    let statistics = try #require(json["statistics"] as? [String: Any])
    #expect(stiffness["steps"] as? Int == statistics["steps"] as? Int)
    let without = try Tool.run(["run", "van-der-pol", "--until", "1", "--json"]).json()
    #expect(without["stiffness"] == nil)
    let large = try Tool.run(["run", "kuramoto", "--until", "1", "--report", "stiffness"])
    #expect(large.code != 0 && large.errors.contains("up to 300"), "\(large.errors)")
    let charted = try Tool.run([
      "run", "feature-unlearning", "--time", "fast", "--until", "1e4", "--report", "stiffness",
      "--charts", "none",
    ])
    #expect(charted.code == 0 && charted.output.contains("recommended"))
  }

  @Test("auto says which methods it took and why; erk takes no Jacobian")
  func methods() throws {
    let request = ["run", "van-der-pol", "--set", "epsilon=1e-5", "--until", "2", "--json"]
    let json = try Tool.run(request + ["--method", "auto"]).json()
    let changes = try #require(json["methodChanges"] as? [[String: Any]])
    #expect(changes.first?["to"] as? String == "radau")
    #expect(changes.first?["from"] == nil && changes.first?["time"] as? Double == 0)
    #expect((changes.first?["reason"] as? String)?.contains("fastest time scale") == true)
    let told = try Tool.run(["run", "van-der-pol", "--until", "1", "--method", "auto"])
    #expect(told.output.contains("method: "))
    let explicit = try Tool.run([
      "run", "van-der-pol", "--until", "1", "--method", "erk", "--at", "1", "--json",
    ]).json()
    let statistics = try #require(explicit["statistics"] as? [String: Any])
    #expect(statistics["jacobianEvaluations"] as? Int == 0)
    #expect(statistics["lastOrder"] as? Int == 8)
    #expect((explicit["methodChanges"] as? [Any])?.isEmpty == true)
  }

  /// ∫ (a − x) dτ is what y changes by; in fast time ε times it.
  @Test("integrals are further columns, over the time of the run")
  func integrals() throws {
    let folder = try Tool.temporaryFolder()
    for unit in ["slow", "fast"] {
      let factor = unit == "slow" ? "1" : "epsilon"
      let json = try Tool.run([
        "run", "van-der-pol", "--until", "3", "--time", unit, "--integral", "Δy=\(factor)*(a - x)",
        "--integral", "area=x^2", "--out", folder.path, "--json", "--quiet",
      ]).json()
      let states = try #require(json["states"] as? [String: Any])
      let change = numbers(states["Δy"])
      #expect(change.count > 10)
      for (y, change) in zip(numbers(states["y"]), change) { #expect(abs(y - change) < 1e-7) }
      let csv = try String(contentsOf: folder.appending(path: "trajectory.csv"), encoding: .utf8)
      #expect(csv.hasPrefix("time,x,y,Δy,area\n"), "\(csv.prefix(80))")
    }
  }

  @Test("methods that split by scales count the slow part, and say what they need")
  func split() throws {
    let request = ["run", "van-der-pol", "--until", "0.2", "--at", "0.2", "--json", "--method"]
    for method in [["imex"], ["mri", "--slow-step", "0.01"]] {
      let json = try Tool.run(request + method).json()
      let statistics = try #require(json["statistics"] as? [String: Any])
      let slow = try #require(statistics["slowEvaluations"] as? Int)
      #expect(slow > 0 && slow < (statistics["rhsEvaluations"] as? Int ?? 0))
    }
    let stepless = try Tool.run(request + ["mri"])
    #expect(stepless.code == 2 && stepless.errors.contains("slow step"))
    let unscaled = try Tool.run(["run", "robertson", "--until", "1", "--method", "imex"])
    #expect(unscaled.code == 2 && unscaled.errors.contains("without declared fast and slow"))
  }

  @Test("our own stiff method gives the same columns, and refuses what is too large for it")
  func rosenbrock() throws {
    let outcome = try Tool.run([
      "run", "robertson", "--until", "40", "--method", "rosenbrock", "--at", "0.4,40", "--json",
    ])
    #expect(outcome.code == 0 && outcome.errors.isEmpty)
    let json = try outcome.json()
    let states = try #require(json["states"] as? [String: Any])
    let reference = try Reference.named("robertson")
    for (k, time) in [0.4, 40].enumerated() {
      let point = try #require(reference.reference.first { $0.t == time })
      for (name, expected) in zip(reference.state, point.values) {
        #expect(abs(numbers(states[name])[k] - expected) < 1e-6 * abs(expected))
      }
    }
    let statistics = try #require(json["statistics"] as? [String: Any])
    #expect(statistics["lastOrder"] as? Int == 5)
    let large = try Tool.run(["run", "kuramoto", "--until", "1", "--method", "rosenbrock"])
    #expect(large.code == 2 && large.errors.contains("use bdf"))
  }

  @Test("van der Pol at ε = 1e-6 agrees with the reference to six digits of its size")
  func vanDerPol() throws {
    let reference = try Reference.named("vdp_lienard_eps1e-6")
    let times = reference.reference.map { "\($0.t)" }.joined(separator: ",")
    let json = try Tool.run([
      "run", "van-der-pol", "--set", "epsilon=1e-6", "--until", "10", "--rtol", "1e-10", "--at",
      times, "--json",
    ]).json()
    let states = try #require(json["states"] as? [String: Any])
    for (column, name) in ["x", "y"].enumerated() {
      for (k, value) in numbers(states[name]).enumerated() {
        #expect(abs(value - reference.reference[k].values[column]) < 2e-6)
      }
    }
  }

  @Test("files are written: exact table, sidecar, figures with their scripts")
  func files() throws {
    let folder = try Tool.temporaryFolder()
    let outcome = try Tool.run([
      "run", "fitzhugh-nagumo", "--until", "10", "--out", folder.path, "--quiet",
    ])
    #expect(outcome.code == 0 && outcome.errors.isEmpty)
    for name in [
      "trajectory.csv", "trajectory.json", "time-courses.gp", "time-courses.dat",
      "time-courses.svg", "time-courses.png", "phase-plane.svg",
    ] {
      #expect(FileManager.default.fileExists(atPath: folder.appending(path: name).path), "\(name)")
    }
    let csv = try String(contentsOf: folder.appending(path: "trajectory.csv"), encoding: .utf8)
    #expect(csv.hasPrefix("time,v,w\n0.0,-1.0,-0.5\n"))
  }

  @Test("logarithmic points and fast time")
  func logarithmic() throws {
    let json = try Tool.run([
      "run", "feature-unlearning", "--time", "fast", "--until", "1e6", "--points", "30",
      "--spacing", "log", "--json",
    ]).json()
    let times = numbers(json["times"])
    #expect(times.count == 30 && times[0] == 0 && times[29] == 1e6)
    #expect(json["time"] as? String == "fast")
    let observables = try #require(json["observables"] as? [String: Any])
    #expect(numbers(observables["risk"]).count == 30)
  }

  @Test("an array of another length, by name and by Greek letter's spelling")
  func arrays() throws {
    let json = try Tool.run([
      "run", "feature-unlearning", "--set", "c=0,0.9,-0.6,0.3", "--set", "b=0,0.8,0.5,0.2",
      "--set", "epsilon=0.1", "--until", "1", "--points", "2", "--json",
    ]).json()
    let parameters = try #require(json["parameters"] as? [String: Any])
    #expect(numbers(parameters["c"]) == [0, 0.9, -0.6, 0.3])
    #expect(parameters["ε"] as? Double == 0.1)
  }

  @Test("until steady stops at rest, and a repeat agrees")
  func steady() throws {
    let outcome = try Tool.run([
      "run", "michaelis-menten", "--until", "steady", "--verify", "--strict", "--json",
    ])
    #expect(outcome.code == 0)
    #expect(outcome.errors.contains("Repeated at a hundredth of the tolerances"))
    let json = try outcome.json()
    #expect(json["status"] as? String == "steady")
    #expect((json["suspicions"] as? [Any])?.isEmpty == true)
    let refused = try Tool.run([
      "run", "michaelis-menten", "--until", "steady", "--points", "10",
    ])
    #expect(refused.code == 2 && refused.errors.contains("--until steady"))
  }

  @Test("a budget of steps ends a run with what it has")
  func budget() throws {
    let json = try Tool.run([
      "run", "van-der-pol", "--until", "50", "--budget", "100", "--json", "--quiet",
    ]).json()
    #expect(json["status"] as? String == "stepLimit")
    #expect(numbers(json["times"]).count == 101)
    #expect(try Tool.run(["run", "van-der-pol", "--until", "5", "--budget", "-3"]).code == 2)
  }

  /// With a tolerance above every value nothing is controlled.
  @Test("a suspect run warns, and fails with --strict")
  func suspect() throws {
    let arguments = ["run", "davis-skodje", "--until", "1", "--atol", "1e3"]
    let warned = try Tool.run(arguments)
    #expect(warned.code == 0 && warned.errors.contains("Warning, suspect"))
    let strict = try Tool.run(arguments + ["--strict"])
    #expect(strict.code == 1 && strict.errors.contains("--strict"))
  }
}

@Suite("manifold and reduce")
struct ManifoldTests {
  @Test("van der Pol: three branches, two folds to 1e-12")
  func vanDerPol() throws {
    let json = try Tool.run(["manifold", "van-der-pol", "--over", "y=-1:1", "--json"]).json()
    let branches = try #require(json["branches"] as? [[String: Any]])
    #expect(branches.count == 3)
    #expect(
      branches.compactMap { $0["stability"] as? String } == [
        "attracting", "repelling", "attracting",
      ])
    let folds = try #require(json["folds"] as? [[String: [String: Double]]])
    #expect(folds.count == 2)
    for fold in folds {
      let x = try #require(fold["fast"]?["x"])
      let y = try #require(fold["slow"]?["y"])
      #expect(abs(abs(x) - 1) < 1e-12)
      #expect(abs(y + x * 2 / 3) < 1e-12)
    }
    #expect((json["branchPoints"] as? [Any])?.isEmpty == true)
  }

  @Test("the reduced flow's rest point")
  func reduce() throws {
    let json = try Tool.run([
      "reduce", "van-der-pol", "--set", "a=1.2", "--over", "y=-1:1", "--json",
    ]).json()
    let equilibria = try #require(json["equilibria"] as? [[String: Any]])
    #expect(equilibria.count == 1)
    #expect(equilibria[0]["stable"] as? Bool == true)
    let fast = try #require(equilibria[0]["fast"] as? [String: Double])
    #expect(abs((fast["x"] ?? 0) - 1.2) < 1e-12)
  }
}

@Suite("list, show, doctor, new")
struct CatalogueTests {
  @Test("the catalogue fits 80 columns")
  func list() throws {
    let outcome = try Tool.run(["list"])
    #expect(outcome.code == 0)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count >= 6)
    #expect(lines.allSatisfy { $0.count <= 80 })
  }

  @Test("show in every format", arguments: ["text", "latex", "mathml", "json"])
  func show(_ format: String) throws {
    let outcome = try Tool.run(["show", "van-der-pol", "--format", format])
    #expect(outcome.code == 0)
    let mark = [
      "text": "ε dx/dτ = y + x - x ** 3 / 3", "latex": "\\varepsilon \\frac{d x}{d \\tau} &= ",
      "mathml": "<mfrac>", "json": "\"equation\" : \"ε dx/dτ = y + x - x ** 3 / 3\"",
    ]
    #expect(outcome.output.contains(mark[format] ?? "?"), "\(outcome.output)")
  }

  @Test("doctor finds this machine well")
  func doctor() throws {
    let outcome = try Tool.run(["doctor"])
    #expect(outcome.code == 0, "\(outcome.output)\(outcome.errors)")
  }

  @Test("new writes a model and its line in the catalogue")
  func new() throws {
    let folder = try Tool.temporaryFolder()
    let models = folder.appending(path: "Models")
    try FileManager.default.createDirectory(at: models, withIntermediateDirectories: true)
    let catalogue = models.appending(path: "Catalogue.swift")
    try Data("let mine = ModelCatalogue([\n  Old.self\n])\n".utf8).write(to: catalogue)
    #expect(try Tool.run(["new", "laser-pulse"], in: folder).code == 0)
    let text = try String(contentsOf: catalogue, encoding: .utf8)
    #expect(text == "let mine = ModelCatalogue([\n  Old.self,\n  LaserPulse.self,\n])\n")
    let source = try String(
      contentsOf: models.appending(path: "LaserPulse.swift"), encoding: .utf8)
    #expect(source.contains("public static let name = \"laser-pulse\""))
    #expect(try Tool.run(["new", "laser-pulse"], in: folder).code == 2)
    #expect(try Tool.run(["new", "other"], in: Tool.temporaryFolder()).code == 2)
  }
}
