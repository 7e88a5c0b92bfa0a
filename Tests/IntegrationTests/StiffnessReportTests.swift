import Integration
import NumericKernel
import RealModule
import Testing

/// x' = −1e4 (x − y), y' = −y: triangular, so that its eigenvalues are −1e4 and −1.
private let relaxing = ExternalModel(
  variables: ["x", "y"],
  jacobian: { _, _, m in
    m[0] = -1e4
    m[2] = 1e4
    m[3] = -1
  },
  rate: { _, y, rate in
    rate[0] = -1e4 * (y[0] - y[1])
    rate[1] = -y[1]
  })

private let ε = 1e-3

/// Van der Pol in Liénard coordinates: ε x' = y + x − x³/3, y' = −x.
private let vanDerPol = ExternalModel(
  variables: ["x", "y"],
  jacobian: { _, y, m in
    m[0] = (1 - y[0] * y[0]) / ε
    m[1] = -1
    m[2] = 1 / ε
  },
  rate: { _, y, rate in
    rate[0] = (y[1] + y[0] - y[0] * y[0] * y[0] / 3) / ε
    rate[1] = -y[0]
  })

private let spring = ExternalModel(
  variables: ["q", "p"],
  jacobian: { _, _, m in
    m[1] = -1
    m[2] = 1
  },
  rate: { _, y, rate in
    rate[0] = y[1]
    rate[1] = -y[0]
  })

@Suite("Stiffness report")
struct StiffnessReportTests {
  private func run(
    _ field: ExternalModel, _ state: [Double], to end: Double,
    _ method: IntegrationOptions.Method = .bdf
  ) throws -> Solution {
    var options = IntegrationOptions(method: method, relativeTolerance: 1e-6)
    options.logsSteps = true
    return try integrate(field, from: state, over: (0, end), options: options)
  }

  @Test(
    "a linear layer: its time scales, its length, its steps",
    arguments: [IntegrationOptions.Method.bdf, .rosenbrock])
  func layer(_ method: IntegrationOptions.Method) throws {
    let solution = try run(relaxing, [2, 1], to: 10, method)
    let report = try StiffnessReport(of: solution, field: relaxing, fast: [0])
    for sample in report.samples {
      #expect(abs(sample.fastest - 1e-4) < 1e-14 && abs(sample.slowest - 1) < 1e-10)
      #expect(abs((sample.gap ?? 0) - 1e4) < 1e-6 && sample.fastModes == 1)
      // Fast: v = (1, 0), u = (1, −1e4/9999).
      #expect(abs((sample.participation ?? 0) - 1) < 1e-12)
      #expect(sample.decayRate == 1 / sample.fastest)
    }
    // x − 1e4/9999 y, of size 1 at first, is a hundredth of the largest x after ln(50)/1e4; a step
    // there is at most as long.
    let layer = try #require(report.phases.first { $0.phase == .layer })
    #expect(layer.stretches == 1)
    #expect(layer.duration > 3e-4 && layer.duration < 8e-4)
    let slow = try #require(report.phases.first { $0.phase == .slow })
    #expect(slow.longSteps > slow.steps / 2)
    #expect(report.phases.count == 2)
    #expect(layer.steps + slow.steps == report.steps)
    #expect(abs(layer.duration + slow.duration - 10) < 1e-12)
    // 10 · 1e4/3.3 for the slow part, and one a step before.
    #expect(report.explicitSteps > 30_000 && report.explicitSteps < 31_000)
    #expect(report.recommended.method == .radau)
    #expect(report.orders.reduce(0) { $0 + $1.steps } == report.steps)
  }

  /// From (2, −2/3) on the right branch: slow to the fold at x = 1, a jump to x = −2, and back.
  @Test("a relaxation oscillation jumps twice a period")
  func jumps() throws {
    // The period is 3 − 2 ln 2 + 7.014 ε^⅔ = 1.68 (Grasman 1987).
    let solution = try run(vanDerPol, [2, 2.0 / 3], to: 3.4)
    let report = try StiffnessReport(of: solution, field: vanDerPol, fast: [0])
    let jump = try #require(report.phases.first { $0.phase == .jump })
    let slow = try #require(report.phases.first { $0.phase == .slow })
    #expect(jump.stretches == 4)
    // A jump takes a time of order ε^⅔, the rest is slow.
    #expect(jump.duration < 0.3 * slow.duration)
    #expect(report.recommended.method == .radau)
    #expect(report.recommended.reason.hasPrefix("stiff"))
    let repeats = report.failures.reduce(0) { $0 + $1.errorTest }
    #expect(repeats == solution.statistics.errorTestFailures && repeats > 0)
    // y moves without jumps: what has to be repeated is mostly x.
    let ofX = report.failures.filter { $0.variable == "x" }.reduce(0) { $0 + $1.errorTest }
    #expect(ofX > repeats / 2)
    let nonlinear = report.failures.reduce(0) { $0 + $1.nonlinear }
    #expect(nonlinear == solution.statistics.nonlinearFailures)
  }

  @Test("an oscillator is not stiff, and has no fast modes")
  func notStiff() throws {
    let solution = try run(spring, [1, 0], to: 20)
    let report = try StiffnessReport(of: solution, field: spring)
    #expect(report.phases.map(\.phase) == [.even])
    #expect(report.samples.allSatisfy { $0.gap == nil && abs($0.fastest - 1) < 1e-12 })
    #expect(report.explicitSteps == Double(report.steps))
    #expect(report.recommended.method == .erk)
    #expect(report.recommended.reason.hasPrefix("not stiff"))
  }

  @Test("without declared scales the widest gap parts the modes")
  func undeclared() throws {
    let report = try StiffnessReport(of: try run(relaxing, [2, 1], to: 10), field: relaxing)
    #expect(report.samples.allSatisfy { $0.fastModes == 1 && $0.participation == nil })
  }

  @Test("the account of steps is whole, also of a run in two parts and of one that is long")
  func log() throws {
    var options = IntegrationOptions(method: .bdf, relativeTolerance: 1e-10)
    options.logsSteps = true
    options.maximumSteps = 2500
    let part = try integrate(spring, from: [1, 0], over: (0, 400), options: options)
    options.maximumSteps = nil
    let whole = try integrate(spring, continuing: part, until: 400, options: options)
    for solution in [part, whole] {
      let log = try #require(solution.stepLog)
      #expect(log.steps.count == solution.statistics.steps)
      #expect(log.steps.map(\.end) == Array(solution.times.dropFirst()))
      let failures = log.steps.reduce(0) { $0 + $1.errorTestFailures }
      #expect(failures == solution.statistics.errorTestFailures)
    }
    let log = try #require(part.stepLog)
    #expect(log.steps.count == 2500 && log.sampledSteps == Array(stride(from: 0, to: 2500, by: 4)))
    for (k, step) in log.sampledSteps.enumerated() {
      #expect(log.state(ofSample: k) == part.state(at: step + 1))
    }
  }

  @Test("what cannot be reported says why")
  func refusals() throws {
    let unlogged = try integrate(spring, from: [1, 0], over: (0, 1))
    #expect(throws: StiffnessReport.Refusal.self) {
      try StiffnessReport(of: unlogged, field: spring)
    }
    let large = ExternalModel(variables: (0..<301).map { "y\($0)" }) { _, y, rate in
      for k in 0..<301 { rate[k] = -y[k] }
    }
    let solution = try run(large, Array(repeating: 1, count: 301), to: 1)
    do {
      _ = try StiffnessReport(of: solution, field: large)
      Issue.record("no refusal")
    } catch {
      #expect("\(error)".contains("301 variables") && "\(error)".contains("up to 300"))
    }
  }
}
