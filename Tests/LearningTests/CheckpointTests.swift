import Learning
import Synchronization
import Testing

@Suite("Checkpoints")
struct CheckpointTests {
  /// Checkpoints in memory, as bytes; cancels a task after some have been saved.
  private final class MemoryStore: CheckpointStore {
    private struct State {
      var kept: [Int: [UInt8]] = [:]
      var savesLeft = Int.max
      var task: Task<EnsembleResult, any Error>?
    }

    let interval = Duration.zero
    private let state = Mutex(State())

    var all: [[UInt8]] { state.withLock { Array($0.kept.values) } }

    func checkpoint(ofMember member: Int) -> SGDCheckpoint? {
      state.withLock { $0.kept[member] }.flatMap { try? SGDCheckpoint(bytes: $0) }
    }

    func save(_ checkpoint: SGDCheckpoint) {
      state.withLock {
        $0.kept[checkpoint.run.member] = checkpoint.bytes
        $0.savesLeft -= 1
        if $0.savesLeft <= 0 { $0.task?.cancel() }
      }
    }

    /// Runs until it ends or so many checkpoints have been saved.
    func run(_ ensemble: Ensemble, _ request: SGDRequest, saves: Int) async throws -> EnsembleResult
    {
      let task = Task { try await ensemble.run(request, store: self) }
      state.withLock {
        $0.savesLeft = saves
        $0.task = task
      }
      return try await task.value
    }
  }

  private func request(
    batch: Int = 20, stepSize: Double = 0.05, secondLayer: Double = 0.5
  ) throws -> SGDRequest {
    try SGDRequest(
      teacher: Teacher(link: [0, 1, -0.45], labelNoise: 0.1),
      student: Student(activation: [0, 1, 0.9]),
      settings: SGDSettings(
        width: 12, dimension: 30, batch: batch, stepSize: stepSize, timeScaleRatio: 0.2,
        secondLayer: .equal(secondLayer), horizon: 40 * stepSize, recordings: 9, seed: 31))
  }

  @Test(
    "Cut off again and again, with 1, 2 and 4 threads in turn: the bits of the undisturbed run",
    arguments: [
      DirectEngine(precision: .single), DirectEngine(precision: .double),
      GramEngine(precision: .single), GramEngine(precision: .double), PopulationEngine(),
    ] as [any SGDEngine])
  func resume(_ engine: any SGDEngine) async throws {
    let request = try request()
    let reference = try await Ensemble(engine: engine, members: 5, threads: 2).run(request).runs
    let store = MemoryStore()
    // Five members of 40 steps, a checkpoint each step: cut off some ten times.
    for turn in 0..<100 {
      let ensemble = Ensemble(engine: engine, members: 5, threads: [1, 2, 4][turn % 3])
      let result = try await store.run(ensemble, request, saves: 17)
      if result.isCancelled { continue }
      #expect(result.runs == reference)
      #expect(turn >= 2)
      return
    }
    Issue.record("it never ended")
  }

  @Test("A run that diverged ends the same way when it is asked for again")
  func divergence() async throws {
    let request = try request(secondLayer: 1e100)
    let engine = DirectEngine(precision: .double)
    let store = MemoryStore()
    let ensemble = Ensemble(engine: engine, members: 1, threads: 1)
    let first = try await store.run(ensemble, request, saves: .max)
    #expect(first.diverged.count == 1)
    #expect(try await store.run(ensemble, request, saves: .max).runs == first.runs)
  }

  @Test("Bytes that were cut short, changed or are no checkpoint are refused")
  func damage() async throws {
    let store = MemoryStore()
    let ensemble = Ensemble(engine: GramEngine(), members: 1, threads: 1)
    _ = try await store.run(ensemble, request(), saves: .max)
    let bytes = try #require(store.all.first)
    #expect(throws: Never.self) { try SGDCheckpoint(bytes: bytes) }
    for place in [40, bytes.count / 2, bytes.count - 1] {
      var changed = bytes
      changed[place] ^= 1
      #expect(throws: CheckpointFormatError.self) { try SGDCheckpoint(bytes: changed) }
      #expect(throws: CheckpointFormatError.self) {
        try SGDCheckpoint(bytes: Array(bytes[..<place]))
      }
    }
    #expect(throws: CheckpointFormatError.self) { try SGDCheckpoint(bytes: []) }
  }

  @Test("The difference from another request is named")
  func differences() async throws {
    let store = MemoryStore()
    let engine = GramEngine()
    let ensemble = Ensemble(engine: engine, members: 1, threads: 1)
    _ = try await store.run(ensemble, request(), saves: .max)
    let checkpoint = try #require(store.checkpoint(ofMember: 0))
    #expect(try checkpoint.differences(from: request(), engine: engine.identity).isEmpty)
    let other = try checkpoint.differences(from: request(batch: 21), engine: "direct")
    #expect(
      other == [
        "engine is gram, single precision in the checkpoint and direct in the request",
        "batch B is 20 in the checkpoint and 21 in the request",
      ])
  }
}
