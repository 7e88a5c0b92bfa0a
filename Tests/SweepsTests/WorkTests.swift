import Sweeps
import Synchronization
import Testing

@Suite("Workers on a store")
struct WorkTests {
  @Test("several workers and two stores on one file share the points, each run once")
  func shared() async throws {
    try await withStorePath { path in
      let runs = Mutex([Int: Int]())
      let count = 2000
      let work = { @Sendable (points: [SweepPoint]) async throws -> [SweepOutcome?] in
        runs.withLock { runs in for point in points { runs[point.index, default: 0] += 1 } }
        try await Task.sleep(for: .milliseconds(1))
        return squares(points)
      }
      let stores = try (0..<2).map { _ in try SweepStore(at: path, plan: plan(count)) }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for store in stores {
          group.addTask { try await store.work(threads: 3, smallestChunk: 5, run: work) }
        }
        try await group.waitForAll()
      }
      let kept = try stores[0].results()
      #expect(kept.count == count)
      #expect(kept["square"] == (0..<count).map { Double($0 * $0) })
      #expect(runs.withLock { $0.values.allSatisfy { $0 == 1 } && $0.count == count })
      #expect(try stores[1].progress().isFinished)
    }
  }

  @Test("cancelled, it keeps what was finished, gives back the rest, and goes on later")
  func cancelled() async throws {
    try await withStorePath { path in
      let store = try SweepStore(at: path, plan: plan(400))
      let task = Task {
        try await store.work(threads: 2, smallestChunk: 20) { points in
          // Half of each chunk, as when an integration is stopped within it.
          try? await Task.sleep(for: .milliseconds(5))
          let outcomes = squares(points)
          return Task.isCancelled
            ? outcomes.enumerated().map { $0 % 2 == 0 ? $1 : nil } : outcomes
        }
      }
      try await Task.sleep(for: .milliseconds(30))
      task.cancel()
      try await task.value
      let partial = try store.progress()
      #expect(partial.claimed == 0)
      #expect(partial.done == (try store.results().count))
      #expect(partial.done < 400)
      try await SweepStore(at: path, plan: plan(400)).work(threads: 1) { squares($0) }
      #expect(try store.results()["square"] == (0..<400).map { Double($0 * $0) })
    }
  }

  @Test("an error of a run ends the work and keeps the results before it")
  func failing() async throws {
    struct Fault: Error {}
    try await withStorePath { path in
      let store = try SweepStore(at: path, plan: plan(50))
      await #expect(throws: Fault.self) {
        try await store.work(threads: 1, smallestChunk: 10) { points in
          if points.contains(where: { $0.index == 15 }) { throw Fault() }
          return squares(points)
        }
      }
      let progress = try store.progress()
      #expect(progress.done == 10)
      #expect(progress.claimed == 0)
    }
  }

  @Test("chunks grow towards a second's work, at most doubling, and shrink towards the end")
  func chunks() {
    var size = ChunkSize(smallest: 4, workers: 2)
    let begin = SweepProgress(points: 100_000, done: 0, failed: 0, claimed: 0)
    #expect(size.next(begin) == 4)
    size.took(0.001, for: 4)
    #expect(size.next(begin) == 8)
    for _ in 0..<20 { size.took(0.001, for: 100) }
    #expect(size.next(begin) == ChunkSize.largest)
    size.took(10, for: 100)
    #expect(size.next(begin) == 10)
    #expect(
      size.next(SweepProgress(points: 100, done: 80, failed: 0, claimed: 0)) == 5)
  }
}
