private import Dispatch
private import FoundationEssentials
private import Synchronization

extension SweepStore {
  /// Runs what is open on several threads until every point has a result, or the task is cancelled.
  ///
  /// Other processes may do the same with the same file; when nothing is open but they are still at
  /// work, this one waits and takes over what they leave.
  ///
  /// - Parameters:
  ///   - threads: chunks of points worked on at a time.
  ///   - smallestChunk: points that are run together at least, where there are so many.
  ///   - report: called now and then, from any thread.
  ///   - run: runs points and gives an outcome for each; nil for one that was not finished.
  /// - Throws: ``SweepError`` if the store fails, or what `run` throws. Results written before that
  ///   are kept.
  public func work(
    threads: Int, smallestChunk: Int = 1,
    report: @escaping @Sendable (SweepProgress) -> Void = { _ in },
    run: @escaping @Sendable ([SweepPoint]) async throws -> [SweepOutcome?]
  ) async throws {
    // On a queue of its own: global queues wait while workers fill the cores.
    let heartbeat = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "sweep lease"))
    let beat = Self.leaseSeconds / 4
    heartbeat.schedule(deadline: .now() + beat, repeating: beat)
    heartbeat.setEventHandler { try? self.renew() }
    heartbeat.resume()
    defer { heartbeat.cancel() }
    let tally = Tally(try self.progress())
    do {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<max(threads, 1) {
          group.addTask {
            try await self.workAlone(
              ChunkSize(smallest: smallestChunk, workers: max(threads, 1)), tally, report, run)
          }
        }
        try await group.waitForAll()
      }
    } catch {
      try? leave()
      throw error
    }
    try leave()
  }

  private func workAlone(
    _ size: ChunkSize, _ tally: Tally,
    _ report: @Sendable (SweepProgress) -> Void,
    _ run: @Sendable ([SweepPoint]) async throws -> [SweepOutcome?]
  ) async throws {
    var size = size
    while !Task.isCancelled {
      let points = try claim(atMost: size.next(tally.progress))
      if points.isEmpty {
        let seen = tally.recounted(try self.progress())
        report(seen)
        if seen.claimed == 0 { return }
        try? await Task.sleep(for: .milliseconds(100))
        continue
      }
      let start = ContinuousClock.now
      let outcomes = try await run(points)
      size.took((ContinuousClock.now - start) / .seconds(1), for: points.count)
      var finished: [(index: Int, outcome: SweepOutcome)] = []
      var left: [Int] = []
      for (point, outcome) in zip(points, outcomes) {
        if let outcome { finished.append((point.index, outcome)) } else { left.append(point.index) }
      }
      try finish(finished, releasing: left)
      // Others' points are counted again once in a while.
      report(
        size.isTimeToCount()
          ? tally.recounted(try self.progress()) : tally.adding(finished.map(\.outcome)))
    }
  }
}

/// How far the threads of this process have come together.
private final class Tally: Sendable {
  private let state: Mutex<SweepProgress>

  init(_ progress: SweepProgress) { state = Mutex(progress) }

  var progress: SweepProgress { state.withLock { $0 } }

  /// Replaced by what was counted in the file.
  func recounted(_ counted: SweepProgress) -> SweepProgress {
    state.withLock { state in
      state = counted
      return state
    }
  }

  func adding(_ outcomes: [SweepOutcome]) -> SweepProgress {
    let bad = outcomes.count { $0.status == .failed || $0.status == .limit }
    return state.withLock { state in
      state = SweepProgress(
        points: state.points, done: min(state.done + outcomes.count, state.points),
        failed: state.failed + bad, claimed: state.claimed)
      return state
    }
  }
}
