import Foundation
import Sweeps
import Testing

/// A new file, gone when the test is.
func withStorePath<Value>(_ body: (String) async throws -> Value) async throws -> Value {
  let path = FileManager.default.temporaryDirectory.appending(
    path: "sweep-\(UUID().uuidString).sqlite"
  ).path
  defer {
    for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
  }
  return try await body(path)
}

func plan(_ count: Int, until: String = "10") throws -> SweepPlan {
  SweepPlan(
    settings: [.init("model", "test"), .init("until", until)],
    design: try .grid([SweepAxis("a", from: 0, to: Double(count - 1), count: count)]),
    measures: ["square", "A"])
}

/// The square of the point's value, which stands for a run.
@Sendable func squares(_ points: [SweepPoint]) -> [SweepOutcome?] {
  points.map { point in
    SweepOutcome(
      .completed, reachedTime: 10, steps: point.index,
      values: [point.values[0] * point.values[0], 1 / (point.values[0] - 1)])
  }
}

@Suite("The store of a sweep")
struct StoreTests {
  /// A process that is not there: its number was taken by one that started at another time.
  private let gone = Owner(
    machine: Owner.current.machine, process: Owner.current.process, started: "0")
  private let elsewhere = Owner(machine: "another", process: 1, started: "0")

  @Test("claims are apart, results are written once and come back to the last bit")
  func claims() async throws {
    try await withStorePath { path in
      let store = try SweepStore(at: path, plan: plan(10))
      let (first, second) = (try store.claim(atMost: 4), try store.claim(atMost: 100))
      #expect(first.map(\.index) == [0, 1, 2, 3])
      #expect(second.map(\.index) == Array(4..<10))
      #expect(first[3].values == [3])
      #expect(try store.claim(atMost: 1).isEmpty)
      let results = zip(first, squares(first)).compactMap { point, outcome in
        outcome.map { (index: point.index, outcome: $0) }
      }
      #expect(try store.finish(results, releasing: [9]) == 4)
      #expect(try store.finish(results) == 0)
      #expect(try store.claim(atMost: 9).map(\.index) == [9])
      #expect(try store.progress() == SweepProgress(points: 10, done: 4, failed: 0, claimed: 6))
      let kept = try store.results()
      #expect(kept.points == first)
      #expect(kept.outcomes == squares(first).compactMap { $0 })
      // 1/0: infinity has a place in the file.
      #expect(kept["A"]?[1] == .infinity)
      #expect(kept["a"] == [0, 1, 2, 3])
      #expect(kept["none"] == nil)
    }
  }

  @Test("what is not a number, reasons and failures come back")
  func failures() async throws {
    try await withStorePath { path in
      let store = try SweepStore(at: path, plan: plan(3))
      let points = try store.claim(atMost: 3)
      let outcome = SweepOutcome(
        .failed, reason: "the \"rate\" of x is not finite", reachedTime: 1.5, steps: 7,
        values: [.nan, -0.1])
      try store.finish([(points[1].index, outcome)])
      let kept = try store.results()
      #expect(kept.outcomes[0].reason == outcome.reason)
      #expect(kept.outcomes[0].status == .failed)
      #expect(kept.outcomes[0].reachedTime == 1.5)
      #expect(kept.outcomes[0].values[0].isNaN)
      #expect(kept.outcomes[0].values[1] == -0.1)
      #expect(try store.progress().failed == 1)
    }
  }

  @Test("points of a process that is gone are claimed anew, those of a living one are not")
  func takeover() async throws {
    try await withStorePath { path in
      let dead = try SweepStore(at: path, plan: plan(6), owner: gone)
      let alive = try SweepStore(at: path, plan: plan(6))
      let other = try SweepStore(at: path, plan: plan(6))
      #expect(try dead.claim(atMost: 2).map(\.index) == [0, 1])
      #expect(try alive.claim(atMost: 2).map(\.index) == [0, 1])
      #expect(try other.claim(atMost: 9).map(\.index) == [2, 3, 4, 5])
      // The one that was taken for dead comes back: its results are left out, not written twice.
      let late = (0..<2).map { index in
        (index: index, outcome: SweepOutcome(.completed, reachedTime: 0, steps: 0, values: [5, 5]))
      }
      #expect(try dead.finish(late) == 0)
      try other.leave()
      #expect(try alive.claim(atMost: 9).map(\.index) == [2, 3, 4, 5])
    }
  }

  @Test("of a process on another machine, the end of its lease counts")
  func expiry() async throws {
    try await withStorePath { path in
      let far = try SweepStore(at: path, plan: plan(4), owner: elsewhere)
      let near = try SweepStore(at: path, plan: plan(4))
      #expect(try far.claim(atMost: 1).count == 1)
      #expect(try near.claim(atMost: 9).map(\.index) == [1, 2, 3])
      try far.expire()
      #expect(try near.claim(atMost: 9).map(\.index) == [0])
    }
  }

  @Test("a process that was taken for gone and claims again is known again")
  func back() async throws {
    try await withStorePath { path in
      let far = try SweepStore(at: path, plan: plan(4), owner: elsewhere)
      let near = try SweepStore(at: path, plan: plan(4))
      #expect(try far.claim(atMost: 1).map(\.index) == [0])
      try far.expire()
      #expect(try near.claim(atMost: 1).map(\.index) == [0])
      #expect(try far.claim(atMost: 1).map(\.index) == [1])
      #expect(try near.claim(atMost: 1).map(\.index) == [2])
      try far.expire()
      #expect(try near.claim(atMost: 9).map(\.index) == [1, 3])
    }
  }

  @Test("another plan is refused, and the difference named; the same is not")
  func mismatch() async throws {
    try await withStorePath { path in
      _ = try SweepStore(at: path, plan: plan(4))
      _ = try SweepStore(at: path, plan: plan(4))
      let error = try #require(throws: SweepError.self) {
        try SweepStore(at: path, plan: plan(4, until: "20"))
      }
      #expect(error.code == .otherSweep)
      #expect(error.message.contains("until is 10 there and 20 here"))
      let grid = try #require(throws: SweepError.self) { try SweepStore(at: path, plan: plan(5)) }
      #expect(grid.message.contains("grid of a is 0.0:3.0:4 there and 0.0:4.0:5 here"))
      let list = SweepPlan(
        settings: try plan(4).settings, design: try .list(["a"], rows: [[1]]),
        measures: ["square"])
      let design = try #require(throws: SweepError.self) { try SweepStore(at: path, plan: list) }
      #expect(design.message.contains("design is grid there and list here"))
      #expect(design.message.contains("grid of a is 0.0:3.0:4 there and not set here"))
    }
    func list(_ value: Double) throws -> SweepPlan {
      SweepPlan(settings: [], design: try .list(["a"], rows: [[value]]), measures: ["square"])
    }
    try await withStorePath { path in
      _ = try SweepStore(at: path, plan: list(1))
      let error = try #require(throws: SweepError.self) { try SweepStore(at: path, plan: list(2)) }
      #expect(error.message.contains("another sweep: numbers of the list differ. Ask"))
    }
  }

  @Test("a file that is something else is refused and left as it was")
  func foreign() async throws {
    try await withStorePath { path in
      try Data("a text, not a database, and longer than a header of SQLite is.\n".utf8).write(
        to: URL(filePath: path))
      let error = try #require(throws: SweepError.self) { try SweepStore(at: path, plan: plan(2)) }
      #expect(error.code == .notAStore)
      #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("a text"))
    }
    let error = try #require(throws: SweepError.self) {
      try SweepStore(at: "/nowhere/at/all.sqlite", plan: plan(2))
    }
    #expect(error.code == .unusableFile)
  }

  @Test("names that differ in case alone, or are words of SQL, are told apart")
  func names() async throws {
    let names = ["i", "I", "id", "select", "c[1]", "it's \"q\"", "ε"]
    let plan = SweepPlan(
      settings: [], design: try .list(names, rows: [(0..<7).map(Double.init)]),
      measures: ["i", "I", "steps"])
    try await withStorePath { path in
      let store = try SweepStore(at: path, plan: plan)
      let points = try store.claim(atMost: 1)
      #expect(points[0].values == [0, 1, 2, 3, 4, 5, 6])
      try store.finish([(0, SweepOutcome(.completed, reachedTime: 1, steps: 2, values: [7, 8, 9]))])
      #expect(try store.results()["steps"] == [9])
      #expect(try store.results()["ε"] == [6])
    }
  }
}
