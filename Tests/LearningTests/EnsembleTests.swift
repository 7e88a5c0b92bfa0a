import Learning
import Synchronization
import Testing

@Suite("Ensembles")
struct EnsembleTests {
  private func request(steps: Int = 20) throws -> SGDRequest {
    try SGDRequest(
      teacher: Teacher(link: [0, 1, -0.45], labelNoise: 0.1),
      student: Student(activation: [0, 1, 0.9]),
      settings: SGDSettings(
        width: 20, dimension: 30, batch: 50, stepSize: 0.05, timeScaleRatio: 0.2,
        horizon: 0.05 * Double(steps), seed: 31))
  }

  @Test(
    "Same seed, same bits: repeated, and with 1, 2 and 4 threads",
    arguments: DirectEngine.Precision.allCases, ["direct", "gram", "population"])
  func sameBits(precision: DirectEngine.Precision, name: String) async throws {
    let request = try request()
    let engines: [any SGDEngine] = [
      DirectEngine(precision: precision), GramEngine(precision: precision), PopulationEngine(),
    ]
    let engine = try #require(engines.first { $0.name == name })
    let reference = try await Ensemble(engine: engine, members: 7, threads: 1).run(request).runs
    #expect(reference.map(\.member) == Array(0..<7))
    #expect(Set(reference.map { $0.records.last?.alignment }).count == 7)
    for threads in [1, 2, 4] {
      let runs = try await Ensemble(engine: engine, members: 7, threads: threads).run(request).runs
      #expect(runs == reference)
    }
  }

  @Test("Another seed gives another ensemble with the same mean, within its error")
  func otherSeed() async throws {
    var settings = try request().settings
    settings.seed = 32
    let other = try SGDRequest(
      teacher: request().teacher, student: request().student, settings: settings)
    let ensemble = Ensemble(engine: DirectEngine(), members: 24, threads: 2)
    let first = try await ensemble.run(request()).statistics(of: .alignment).last
    let second = try await ensemble.run(other).statistics(of: .alignment).last
    let (x, y) = (try #require(first), try #require(second))
    let error = (x.standardError * x.standardError + y.standardError * y.standardError).squareRoot()
    #expect(x.mean != y.mean)
    #expect(abs(x.mean - y.mean) < 5 * error)
  }

  @Test("Cancellation keeps the finished members")
  func cancellation() async throws {
    let request = try request(steps: 400)
    let ensemble = Ensemble(engine: DirectEngine(), members: 10_000, threads: 2)
    let box = Mutex<Task<EnsembleResult, any Error>?>(nil)
    let task = Task {
      try await ensemble.run(request) { progress in
        if progress.finishedMembers >= 3 { box.withLock { $0?.cancel() } }
      }
    }
    box.withLock { $0 = task }
    let result = try await task.value
    #expect(result.isCancelled)
    #expect(result.runs.count >= 3 && result.runs.count < 10_000)
    #expect(result.runs.allSatisfy { $0.ending == .completed })
  }

  @Test("Progress rises to one")
  func progress() async throws {
    let seen = Mutex<[EnsembleProgress]>([])
    let ensemble = Ensemble(engine: DirectEngine(), members: 3, threads: 1)
    _ = try await ensemble.run(request()) { progress in seen.withLock { $0.append(progress) } }
    let all = seen.withLock { $0 }
    #expect(all.last == EnsembleProgressProbe.end(members: 3, all))
    #expect(zip(all, all.dropFirst()).allSatisfy { $0.fraction <= $1.fraction })
  }

  @Test("A request the engine refuses is thrown as a request error")
  func refusal() async throws {
    struct Refusing: SGDEngine {
      let name = "refusing"
      func refusal(of request: SGDRequest) -> String? { "not this one" }
      func run(
        _ request: SGDRequest, member: Int, from checkpoint: SGDCheckpoint?, monitor: SGDMonitor
      ) -> SGDRun {
        DirectEngine().run(request, member: member, monitor: monitor)
      }
    }
    let request = try request()
    await #expect(throws: SGDRequestError(faults: ["not this one"])) {
      try await Ensemble(engine: Refusing(), members: 1, threads: 1).run(request)
    }
  }

  @Test("Quantiles are linear between order statistics, the error is s/√n")
  func statistics() {
    let sample = SampleStatistics([4, 1, 3, 2, 10])
    #expect(sample.mean == 4)
    #expect(sample.quantile(0.5) == 3)
    #expect(abs(sample.quantile(0.05) - 1.2) < 1e-15)
    #expect(sample.quantile(1) == 10)
    #expect(abs(sample.standardError - (12.5 / 5.0).squareRoot()) < 1e-15)
    #expect(SampleStatistics([1]).standardError.isNaN)
    #expect(SampleStatistics([]).mean.isNaN)
  }
}

private enum EnsembleProgressProbe {
  /// The last report, if it says that all members have ended.
  static func end(members: Int, _ reports: [EnsembleProgress]) -> EnsembleProgress? {
    reports.last { $0.finishedMembers == members && $0.members == members && $0.fraction == 1 }
  }
}
