import Foundation
import Testing

@Suite("sweep")
struct SweepCommandTests {
  private let small = [
    "sweep", "van-der-pol", "--grid", "epsilon=1e-3:0.1:5:log", "--grid", "a=0:0.8:3", "--until",
    "1",
  ]

  @Test("a grid of two: one JSON document, each point as run alone")
  func grid() throws {
    let folder = try Tool.temporaryFolder()
    let outcome = try Tool.run(small + ["--json", "--out", folder.path])
    #expect(outcome.code == 0, "\(outcome.errors)")
    let json = try outcome.json()
    #expect(json["status"] as? String == "completed")
    #expect(json["count"] as? Int == 15)
    let points = try #require(json["points"] as? [String: Any])
    let results = try #require(json["results"] as? [String: Any])
    let ends = (numbers(results["x"]), numbers(results["y"]))
    #expect(ends.0.count == 15)
    for place in [0, 7, 14] {
      let (ε, a) = (numbers(points["ε"])[place], numbers(points["a"])[place])
      let alone = try Tool.run([
        "run", "van-der-pol", "--set", "ε=\(ε)", "--set", "a=\(a)", "--until", "1", "--at", "1",
        "--rtol", "1e-10", "--json",
      ]).json()
      let states = try #require(alone["states"] as? [String: Any])
      // rtol 1e-8 a step, on an attracting slow manifold.
      #expect(abs(ends.0[place] - numbers(states["x"])[0]) < 1e-5)
      #expect(abs(ends.1[place] - numbers(states["y"])[0]) < 1e-5)
    }
    for file in [
      "sweep.sqlite", "results.csv", "results.json", "results.npz", "plot.py", "report.html",
      "heat-map-x.gp", "heat-map-y.gp",
    ] {
      #expect(FileManager.default.fileExists(atPath: folder.appending(path: file).path), "\(file)")
    }
    let csv = try String(contentsOf: folder.appending(path: "results.csv"), encoding: .utf8)
    #expect(csv.hasPrefix("point,ε,a,x,y,status,reason,reached,steps\n"))
    #expect(csv.split(separator: "\n").count == 16)
  }

  @Test("the same command goes on and changes nothing; another sweep on the same file is refused")
  func resumed() throws {
    let folder = try Tool.temporaryFolder()
    let first = try Tool.run(small + ["--out", folder.path])
    let again = try Tool.run(small + ["--out", folder.path])
    #expect(first.code == 0 && again.code == 0)
    #expect(first.output == again.output)
    #expect(again.errors.contains("has 15 of 15 points already"))
    let other = try Tool.run(small + ["--set", "x=1"] + ["--out", folder.path])
    #expect(other.code == 2)
    let refused = try Tool.run(
      small.map { $0 == "1" ? "2" : $0 } + ["--rtol", "1e-9", "--out", folder.path])
    #expect(refused.code == 2)
    #expect(refused.errors.contains("until is 1.0 there and 2.0 here"))
    #expect(refused.errors.contains("choose another file with --store FILE or --out DIR"))
    #expect(refused.errors.contains("relative tolerance is 1e-08 there and 1e-09 here"))
  }

  @Test("two processes at a time on one file")
  func together() async throws {
    let file = try Tool.temporaryFolder().appending(path: "store.sqlite").path
    let command = [
      "sweep", "van-der-pol", "--random", "epsilon=1e-4:0.1:log", "--samples", "3000", "--until",
      "10", "--store", file, "--json",
    ]
    let outcomes = try await withThrowingTaskGroup(of: Tool.Outcome.self) { group in
      for _ in 0..<2 { group.addTask { try Tool.run(command) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(outcomes.map(\.code) == [0, 0], "\(outcomes.map(\.errors))")
    #expect(outcomes[0].output == outcomes[1].output)
    #expect(numbers(try outcomes[0].json()["steps"]).count == 3000)
  }

  /// Thousands of runs one by one, long enough to be ended in their midst.
  private func long(_ folder: URL) -> [String] {
    [
      "sweep", "van-der-pol", "--random", "epsilon=1e-4:1e-2:log", "--samples", "1500", "--until",
      "6", "--method", "bdf", "--out", folder.path,
    ]
  }

  /// Some tenths of a second after a store is there, which begins with its points.
  private func atWork(on store: URL) -> () -> Bool {
    var since: ContinuousClock.Instant?
    return {
      guard FileManager.default.fileExists(atPath: store.path) else { return false }
      let start = since ?? .now
      since = start
      return ContinuousClock.now - start > .milliseconds(400)
    }
  }

  @Test("killed, interrupted, then completed: the same bytes as undisturbed")
  func disturbed() throws {
    let (whole, cut) = (try Tool.temporaryFolder(), try Tool.temporaryFolder())
    #expect(try Tool.run(long(whole)).code == 0)
    let store = cut.appending(path: "sweep.sqlite")
    let killed = try Tool.run(long(cut), endedBy: SIGKILL, when: atWork(on: store))
    #expect(killed.code == SIGKILL)
    let stopped = try Tool.run(long(cut), endedBy: SIGINT, when: atWork(on: store))
    #expect(stopped.code == 130)
    #expect(stopped.errors.contains("of 1500 points are kept in \(store.path)"))
    func table(_ folder: URL) throws -> String {
      try String(contentsOf: folder.appending(path: "results.csv"), encoding: .utf8)
    }
    let partial = try table(cut).split(separator: "\n").count - 1
    #expect(partial < 1500)
    #expect(stopped.errors.contains("interrupted; \(partial) of 1500"))
    let completed = try Tool.run(long(cut))
    #expect(completed.code == 0)
    // The log is folded into the file when all are done.
    #expect(!FileManager.default.fileExists(atPath: store.path + "-wal"))
    #expect(completed.errors.contains("has \(partial) of 1500 points already"))
    #expect(try table(cut) == table(whole))
  }

  @Test("a list of points, and starts beside their ends")
  func list() throws {
    let folder = try Tool.temporaryFolder()
    let file = folder.appending(path: "points.csv")
    try Data("x,ε\n2,0.1\n-2,0.1\n".utf8).write(to: file)
    let json = try Tool.run([
      "sweep", "van-der-pol", "--list", file.path, "--until", "0.5", "--json", "--store",
      folder.appending(path: "s.sqlite").path,
    ]).json()
    let points = try #require(json["points"] as? [String: Any])
    #expect(numbers(points["x(0)"]) == [2, -2])
    let ends = numbers((json["results"] as? [String: Any])?["x"])
    // The model is odd at a = 0, and so is every operation on it.
    #expect(ends.count == 2 && ends[0] == -ends[1])
  }

  @Test("failures are counted and explained; when all fail the code is 1")
  func failures() throws {
    let folder = try Tool.temporaryFolder()
    let file = folder.appending(path: "escape.ode")
    try Data("par p=1\nx'=p+x^2\ninit x=0\ndone\n".utf8).write(to: file)
    let some = try Tool.run([
      "sweep", file.path, "--grid", "p=-1:1:3", "--until", "10", "--out", folder.path,
    ])
    #expect(some.code == 0)
    #expect(some.output.contains("2 completed, 1 failed"))
    #expect(some.output.contains("1 × "))
    let all = try Tool.run([
      "sweep", file.path, "--grid", "p=1:2:3", "--until", "10", "--store",
      folder.appending(path: "all.sqlite").path,
    ])
    #expect(all.code == 1)
    #expect(all.errors.contains("all 3 points failed"))
  }

  @Test(
    "wrong requests",
    arguments: [
      (["--grid", "b=0:1:3"], "no parameter or variable \"b\"; there are: a, ε, x, y"),
      (["--grid", "epsilom=0.1:1:3"], "did you mean \"epsilon\"?"),
      (["--grid", "a=0:1"], "give it as name=lo:hi:n or …:log"),
      (["--grid", "a=0:1:many"], "\"many\" is no whole number"),
      (["--grid", "a=low:1:3"], "\"low\" is not a number"),
      (["--grid", "a=1:0:3"], "the smaller one first"),
      (["--grid", "a=0:1:1"], "2 or more"),
      (["--grid", "a=0:1:3:log"], "above 0"),
      (["--grid", "a=0:1:3", "--grid", "a=0:1:3"], "a stands twice"),
      (["--grid", "a=0:1:100000", "--grid", "x=0:1:100000"], "coarser axes"),
      ([], "say what changes"),
      (["--grid", "a=0:1:3", "--list", "f.csv"], "exclude each other"),
      (["--list", "no-such.csv"], "no such file"),
      (["--random", "a=0:1"], "--samples 1000"),
      (["--random", "a=0:1", "--samples", "0"], "1 or more"),
      (["--grid", "a=0:1:3", "--seed", "4"], "go with --random"),
      (["--grid", "a=0:1:3", "--measure", "period=z"], "no variable or observable \"z\""),
      (["--grid", "a=0:1:3", "--measure", "perod=x"], "did you mean \"period\"?"),
      (["--grid", "a=0:1:3", "--transient", "0.5"], "goes with --measure"),
      (["--grid", "a=0:1:3", "--measure", "period=x", "--transient", "2"], "from 0 to 1"),
      (
        ["--grid", "a=0:1:3", "--linear-solver", "band", "--method", "radau"], "only bdf takes one"
      ),
      (["--grid", "a=0:1:3", "--rtol", "0"], "from 1e-13 to 0.1"),
      (["--grid", "a=0:1:3", "--charts", "polar"], "no chart \"polar\""),
      (["--grid", "a=0:1:3", "--threads", "0"], "use 1 or more"),
    ] as [([String], String)])
  func refused(_ arguments: [String], _ advice: String) throws {
    let folder = try Tool.temporaryFolder()
    let outcome = try Tool.run(
      ["sweep", "van-der-pol", "--until", "1"] + arguments, in: folder)
    #expect(outcome.code == 2, "\(outcome.errors)")
    #expect(outcome.errors.contains(advice), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
  }

  @Test("empty and worded lists are refused with the file and the column")
  func lists() throws {
    let folder = try Tool.temporaryFolder()
    for (text, advice) in [
      ("a\n", "no points below its header"), ("", "header line"),
      ("a\nmuch\n", "\"a\" holds words"),
      ("a,a\n1,2\n", "two columns named"), ("a\nnan\n", "finite"),
    ] {
      try Data(text.utf8).write(to: folder.appending(path: "points.csv"))
      let outcome = try Tool.run(
        ["sweep", "van-der-pol", "--until", "1", "--list", "points.csv"], in: folder)
      #expect(outcome.code == 2, "\(outcome.errors)")
      #expect(outcome.errors.contains("points.csv") && outcome.errors.contains(advice))
    }
  }
}
