import Integration
import Modeling
import NumericKernel
import RealModule
import Symbolic
import Testing

@Suite("Records passed on instead of kept")
struct RecordStreamTests {
  /// What a stream was given.
  private final class Received {
    var times: [Double] = []
    var states: [Double] = []
    var observables: [Double] = []
    var longestBlock = 0

    func take(_ block: Solution) {
      times += block.times
      states += block.stateValues
      observables += block.observableValues
      longestBlock = max(longestBlock, block.count)
    }
  }

  private struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let output: OutputPlan
    var method = IntegrationOptions.Method.rosenbrock
  }

  private static let cases = [
    Case(testDescription: "every step", output: .everyStep),
    Case(testDescription: "every step of BDF", output: .everyStep, method: .bdf),
    Case(testDescription: "every step of auto", output: .everyStep, method: .auto),
    Case(testDescription: "points", output: .points(777, .logarithmic())),
    Case(testDescription: "times", output: .times([0, 0.25, 0.5, 1, 1, 4])),
  ]

  private let squares = Observables(["square"]) {
    { _, y, values in values[0] = y[0] * y[0] }
  }

  private func expectSame(
    _ field: some VectorField, from start: [Double], to end: Double, _ plan: Case,
    events: [Event] = []
  ) throws {
    let options = IntegrationOptions(method: plan.method)
    let kept = try integrate(
      field, from: start, over: (0, end), output: plan.output, observables: squares, events: events,
      options: options)
    let received = Received()
    let stream = RecordStream(received.take)
    let passed = try integrate(
      field, from: start, over: (0, end), output: plan.output, streamingTo: stream,
      observables: squares, events: events, options: options)
    #expect(passed.count == 0 && passed.stateValues.isEmpty && passed.observableValues.isEmpty)
    #expect(passed.reachedState == kept.reachedState && passed.events.count == kept.events.count)
    #expect(received.times == kept.times && stream.count == kept.count)
    #expect(received.states == kept.stateValues)
    #expect(received.observables == kept.observableValues)
    #expect(received.longestBlock <= 1024)
  }

  @Test("they are those that would be kept", arguments: cases)
  private func smooth(_ plan: Case) throws {
    let field = try System(StiffVanDerPol()).field(in: .slow)
    try expectSame(field, from: [2, 0], to: 4, plan)
  }

  @Test("over jumps in time and at switching surfaces too", arguments: cases)
  private func jumps(_ plan: Case) throws {
    try expectSame(System(FilledTank()).field(in: .slow), from: [0], to: 4, plan)
  }

  @Test("and where events change the state", arguments: cases)
  private func resets(_ plan: Case) throws {
    let bounce = Event(
      "bounce", direction: .falling, reset: { _, y in y[1] = -0.9 * y[1] }, function: { $1[0] })
    let ball = ExternalModel(variables: ["h", "v"]) { _, y, rate in
      rate[0] = y[1]
      rate[1] = -1
    }
    try expectSame(ball, from: [1, 0], to: 4, plan, events: [bounce])
  }

  @Test("a run continued goes on where the stream ended, no record twice")
  func continued() throws {
    let field = try System(StiffVanDerPol()).field(in: .slow)
    let received = Received()
    let stream = RecordStream(received.take)
    let half = try integrate(field, from: [2, 0], over: (0, 1), streamingTo: stream)
    let whole = try integrate(field, continuing: half, until: 2, streamingTo: stream)
    #expect(whole.reachedTime == 2 && received.times.last == 2)
    #expect(zip(received.times, received.times.dropFirst()).allSatisfy { $0 < $1 })
    #expect(stream.count == whole.statistics.steps + 1)
  }

  @Test(
    "a sample of a long run is even, whole at its ends, and small", arguments: [3, 4096, 50_001])
  func sample(_ records: Int) throws {
    let clock = ExternalModel(variables: ["t"]) { _, _, rate in rate[0] = 1 }
    let stream = RecordStream { _ in }
    let solution = try integrate(
      clock, from: [0], over: (0, Double(records - 1)),
      output: .times((0..<records).map(Double.init)), streamingTo: stream)
    let sample = stream.sample(of: solution)
    #expect(stream.count == records && sample.count <= 4097)
    #expect(sample.times.first == 0 && sample.times.last == Double(records - 1))
    let gaps = zip(sample.times, sample.times.dropFirst()).map { $1 - $0 }
    // Doubled whenever 4096 are there: 50001 records are 3126 gaps of 16.
    let expected = records < 4096 ? 1.0 : records == 4096 ? 2 : 16
    #expect(gaps.dropLast().allSatisfy { $0 == expected } && gaps.last ?? .nan <= expected)
    for (time, value) in zip(sample.times, sample["t"] ?? []) { #expect(abs(time - value) < 1e-6) }
  }

  @Test("where they cannot go the run ends, and says why with what it has")
  func fault() throws {
    struct Full: Error, CustomStringConvertible { let description = "the disk is full" }
    var taken = 0
    let stream = RecordStream { block in
      if taken > 0 { throw Full() }
      taken += block.count
    }
    let field = try System(StiffVanDerPol()).field(in: .slow)
    let error = #expect(throws: IntegrationError.self) {
      try integrate(
        field, from: [2, 0], over: (0, 1e6), streamingTo: stream,
        options: IntegrationOptions(method: .rosenbrock))
    }
    #expect(error?.reason == .stream && taken == 1024)
    #expect(error?.message.contains("the disk is full") == true)
    #expect(error?.solution.statistics.steps == 2047)
    #expect(try #require(error?.solution.reachedTime) > 0)
  }
}
