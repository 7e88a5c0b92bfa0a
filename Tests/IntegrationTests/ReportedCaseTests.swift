import Foundation
import Integration
import Modeling
import NumericKernel
import RealModule
import TestSupport
import Testing

/// A case that a user of another solver reported.
func reported(_ name: String) throws -> WrittenProblem {
  try #require(WrittenProblem.reported[name], "no case \(name)")
}

extension WrittenProblem {
  /// The largest error of a solution at the expected values, relative to |value| + 1e-9 of the
  /// variable's largest.
  func error(of solution: Solution) throws -> Double {
    let points = try #require(expected)
    var worst = 0.0
    for column in state.indices {
      let size = points.map { $0.values[column].magnitude }.max() ?? 0
      for (k, point) in points.enumerated() where k < solution.count {
        let (value, exact) = (solution.state(at: k)[column], point.values[column])
        let scale = exact.magnitude + 1e-9 * size
        let found = scale > 0 ? (value - exact).magnitude / scale : value.magnitude
        if !(found <= worst) { worst = found.isNaN ? .infinity : found }
      }
    }
    return worst
  }

  /// Runs it at the times of the expected values.
  func solve(
    _ options: IntegrationOptions, events: [Event] = [], until end: Double? = nil
  ) throws -> Solution {
    let end = try #require(end ?? self.end)
    let times = (expected ?? []).map(\.t).filter { ($0 - t0) * ($0 - end) <= 0 }
    return try integrate(
      system().field(in: .slow), from: y0, over: (t0, end), output: .times(times), events: events,
      options: options)
  }
}

/// The methods a user would take.
private let methods = [IntegrationOptions.Method.bdf, .rosenbrock, .auto]

@Suite("Reported cases: values")
struct ReportedCaseTests {
  /// A mention in quotes anywhere in the tests counts.
  @Test("every case is named by a test")
  func coverage() throws {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let files = FileManager.default.enumerator(at: tests, includingPropertiesForKeys: nil)
    let sources = (files?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }
    let text = try sources.map { try String(contentsOf: $0, encoding: .utf8) }.joined()
    for name in WrittenProblem.reported.keys.sorted() {
      #expect(text.contains("\"\(name)\""), "no test of \(name)")
    }
  }

  /// Default tolerance 1e-8; BDF's global error is up to 10⁴ of it, as on the reference set.
  @Test(
    "the answer is right at default tolerance",
    arguments: [
      "rober-explicit-never-ends", "rober-first-step-overflow", "rober-doc-example-outputs",
      "rober-simultaneous-switch-events", "rober-plus-growth-e43", "vdp-mu1000-not-detected-stiff",
      "orego", "sundials-brusselator-test2", "sundials-kpr-mri", "huge-state-1e30",
      "tiny-time-electron-event", "predator-prey-small-orbit-default-tol",
      "initial-step-leaves-domain", "zero-derivative-start", "zero-state-nonzero-derivative",
      "backward-lotka", "backward-tstop-outputs", "backward-saved-time-sign", "t0-equals-tend",
      "rhs-undefined-at-0-outside-span", "rhs-evaluated-beyond-tend",
      "tiny-state-1e-30", "output-times-unsorted", "output-times-outside", "bad-tolerances",
      "event-option-nonsense", "cannon-event-before-first-output",
    ])
  func right(_ name: String) throws {
    let problem = try reported(name)
    for method in methods {
      let solution = try problem.solve(IntegrationOptions(method: method))
      let error = try problem.error(of: solution)
      #expect(error < (method == .bdf ? 1e-4 : 1e-5), "\(method): \(error)")
      #expect(solution.times == problem.expected?.map(\.t))
    }
  }

  /// What CVODE is commonly given: rtol 1e-6 and one absolute tolerance of 1e-9. Wrong is what is off by
  /// more than a fiftieth of itself and more than a thousand tolerances of the variable's size. Most
  /// answers have to be judged at all: a solver that fails or doubts everything is no use.
  @Test(
    "no case is silently wrong at naive tolerances",
    arguments: WrittenProblem.reported.keys.sorted())
  func neverSilent(_ name: String) throws {
    // Jumps of the state or of the equations, or no values to compare with; and 5093 periods,
    // whose phase is a matter of tolerance.
    let others = [
      "bounce-0.8-event-points", "bounce-velocity-event-at-t0", "h-becomes-zero", "minus-sqrt",
      "nan-at-first-call", "singular-start-1ulp", "riccati-center-1000",
    ]
    if others.contains(name) { return }
    let problem = try reported(name)
    let points = try #require(problem.expected)
    let times = points.map(\.t)
    let end = problem.t0 <= times[0] ? times.max() : times.min()
    var judged = 0
    for method in methods {
      var options = IntegrationOptions(
        method: method, relativeTolerance: 1e-6, absoluteTolerance: 1e-9)
      options.auditsTrust = true
      options.maximumSteps = 1_000_000
      let until = min(try #require(end), 1e100)
      let solution: Solution
      do { solution = try problem.solve(options, until: until) } catch is IntegrationError {
        continue
      }
      guard solution.status == .completed, solution.suspicions.isEmpty else { continue }
      judged += 1
      for column in problem.state.indices {
        let size = points.map { $0.values[column].magnitude }.max() ?? 0
        for k in 0..<solution.count {
          let (value, exact) = (solution.state(at: k)[column], points[k].values[column])
          let allowed = max(0.02 * exact.magnitude, 1e-3 * size, min(1e-6, 0.02 * size))
          #expect(
            (value - exact).magnitude <= allowed, "\(method) at \(solution.times[k]): \(value)")
        }
      }
    }
    #expect(judged > 0 || Self.beyondNaive.contains(name), "\(judged) of 3 answers given")
  }

  /// Cases that fail or are doubted by every method at naive tolerances, as they should be.
  private static let beyondNaive: Set<String> = [
    // Errors made on the way grow by more digits than there are.
    "delayed-exchange",
    // Sizes down to 1e-114, and a state of 1e-30, are below an absolute tolerance of 1e-9.
    "may-leonard", "tiny-state-1e-30",
  ]

  @Test("Robertson takes under a thousand steps; an explicit method says why it gives up")
  func stiffOrNot() throws {
    let problem = try reported("rober-explicit-never-ends")
    for method in methods {
      let options = IntegrationOptions(method: method, relativeTolerance: 1e-6)
      #expect(try problem.solve(options).statistics.steps < 1000)
    }
    do {
      _ = try problem.solve(IntegrationOptions(method: .erk, relativeTolerance: 1e-6))
      Issue.record("no error")
    } catch let error as IntegrationError {
      #expect(error.reason == .stiff)
      #expect(error.description.contains("use auto, rosenbrock or bdf"))
      #expect(error.solution.statistics.steps < 20_000)
    }
  }

  @Test(
    "a stiff start is seen at once, and takes two thousand right-hand sides by BDF, by Radau three")
  func seen() throws {
    let problem = try reported("vdp-mu1000-not-detected-stiff")
    let solution = try problem.solve(IntegrationOptions(method: .auto, relativeTolerance: 1e-6))
    let first = try #require(solution.methodChanges.first)
    #expect(first.to == .radau && first.time == problem.t0)
    // Radau's come five at a time. Explicitly it would be some 10⁶: 500 units of time at a rate of 2000.
    #expect(solution.statistics.rhsEvaluations < 3000)
    let bdf = try problem.solve(IntegrationOptions(method: .bdf, relativeTolerance: 1e-6))
    #expect(bdf.statistics.rhsEvaluations < 2000)
  }

  @Test("nine digits of van der Pol's oscillator at 1e-10")
  func tight() throws {
    let problem = try reported("vdp-eps1e-6-tight-tol")
    for method in [IntegrationOptions.Method.rosenbrock, .auto] {
      let solution = try problem.solve(
        IntegrationOptions(method: method, relativeTolerance: 1e-10, absoluteTolerance: 1e-10))
      #expect(try problem.error(of: solution) < 5e-9)
    }
  }

  @Test("the spikes of the Oregonator are not skipped at rtol 1e-4")
  func spikes() throws {
    let problem = try reported("orego")
    for method in methods {
      let solution = try integrate(
        problem.system().field(in: .slow), from: problem.y0, over: (0, 360),
        options: IntegrationOptions(method: method, relativeTolerance: 1e-4))
      let y = try #require(solution["y1"])
      #expect(y.max() ?? 0 > 1e5)
      // One near t = 0, one near 302.
      let passages = zip(y, y.dropFirst()).count { $0 < 1e4 && $1 >= 1e4 }
      #expect(passages == 2)
    }
  }

  /// w = (b − w)/ε − w u has the slow manifold w = b + O(ε), so that the courses differ by as much,
  /// whatever the transition at 6.5 makes of it.
  @Test("the Brusselator's fast variable may be slaved to the order of ε")
  func reduced() throws {
    let problem = try reported("sundials-brusselator-test2")
    var equations = problem.equations
    equations["w"] = nil
    for name in ["u", "v"] {
      equations[name] = equations[name]?.replacingOccurrences(of: "w", with: "b")
    }
    let times = (1...40).map { Double($0) / 4 }
    let course = { (names: [String], equations: [String: String], ε: Double) throws -> [Double] in
      let parameters = problem.parameters.merging(["ep": ε]) { $1 }
      let model = try writtenModel(state: names, equations: equations, parameters: parameters)
      let solution = try integrate(
        model.field(in: .slow), from: Array(problem.y0.prefix(names.count)), over: (0, 10),
        output: .times(times), options: IntegrationOptions(relativeTolerance: 1e-11))
      return try #require(solution["u"])
    }
    let slaved = try course(["u", "v"], equations, 1e-5)
    let distances = try [1e-5, 1e-6].map { ε in
      zip(try course(problem.state, problem.equations, ε), slaved).map { abs($0 - $1) }.max()
        ?? .nan
    }
    #expect(abs(distances[0] / distances[1] - 10) < 0.5, "\(distances)")
    #expect(distances[0] < 0.1)
  }

  @Test("amounts in other units take the same steps")
  func units() throws {
    let steps = try ["tiny-state-1e-30", "huge-state-1e30"].map {
      try reported($0).solve(IntegrationOptions()).statistics.steps
    }
    #expect(steps[0] == steps[1])
  }

  @Test(
    "a tolerance of 1e-15 is refused with advice; at 1e-13 the answer is right",
    arguments: ["t-power-tol-1e-15", "cos-multi-output-1e-15", "linear-1e6-tol-1e-15-hang"])
  func beyondRounding(_ name: String) throws {
    let problem = try reported(name)
    for method in methods {
      do {
        _ = try problem.solve(IntegrationOptions(method: method, relativeTolerance: 1e-15))
        Issue.record("no error")
      } catch let error as IntegrationError {
        #expect(error.reason == .badRequest && error.advice.contains("1e-13"))
      }
      var options = IntegrationOptions(method: method, relativeTolerance: 1e-13)
      options.maximumSteps = 100_000
      let solution = try problem.solve(options)
      #expect(solution.status == .completed)
      let error = try problem.error(of: solution)
      // The linear problem is compared down to 1e-9 of its size, a hundred-millionth of which is what
      // its absolute tolerance leaves.
      #expect(error < (name.hasPrefix("linear") ? 1e-7 : 1e-10), "\(method): \(error)")
    }
  }

  @Test("two outputs of one call and two calls in a chain agree")
  func chained() throws {
    let problem = try reported("cos-multi-output-1e-15")
    let options = IntegrationOptions(relativeTolerance: 1e-13)
    let both = try problem.solve(options)
    let first = try problem.solve(options, until: 0.05)
    let second = try integrate(
      problem.system().field(in: .slow), continuing: first, until: 0.1, options: options)
    #expect(abs(both.state(at: 0)[0] - first.reachedState[0]) < 1e-12)
    #expect(abs(both.state(at: 1)[0] - second.reachedState[0]) < 1e-12)
  }

  @Test("no right-hand side is called outside the interval, however short", arguments: methods)
  func inside(_ method: IntegrationOptions.Method) throws {
    struct Outside: Error {}
    for name in [
      "rhs-evaluated-beyond-tend", "rhs-undefined-at-0-outside-span", "initial-step-leaves-domain",
    ] {
      let problem = try reported(name)
      let end = try #require(problem.end)
      let range = problem.t0...end
      let guarded = ExternalModel(variables: ["y"]) { t, y, rate in
        if !range.contains(t) { throw Outside() }
        rate[0] =
          switch name {
          case "rhs-evaluated-beyond-tend": 2 * y[0]
          case "rhs-undefined-at-0-outside-span": y[0] / t
          default: -1e-8 * (1 - t).squareRoot()
          }
      }
      let solution = try integrate(
        guarded, from: problem.y0, over: (problem.t0, end),
        output: .times(try #require(problem.expected).map(\.t)),
        options: IntegrationOptions(method: method))
      #expect(try problem.error(of: solution) < 1e-6)
    }
  }

  @Test("an exact solution takes a handful of steps", arguments: methods)
  func exact(_ method: IntegrationOptions.Method) throws {
    let solution = try reported("zero-state-nonzero-derivative").solve(
      IntegrationOptions(method: method))
    #expect(abs(solution.reachedState[0] - 5) < 1e-13)
    #expect(solution.statistics.steps < 60)
  }

  /// Five thousand periods: the phase error grows linearly, by a few tolerances a period.
  @Test("a small oscillation about a centre over 5093 periods")
  func centre() throws {
    let problem = try reported("riccati-center-1000")
    let solution = try problem.solve(IntegrationOptions(method: .auto, relativeTolerance: 1e-12))
    #expect(solution.status == .completed)
    let points = try #require(problem.expected)
    for (k, point) in points.enumerated() {
      let error = abs(solution.state(at: k)[0] - point.values[0])
      #expect(error < 1e-9 * max(1, point.t))
    }
  }

  @Test("monitors and outputs see the caller's time in a run backward", arguments: methods)
  func backward(_ method: IntegrationOptions.Method) throws {
    for name in ["backward-saved-time-sign", "backward-tstop-outputs", "backward-lotka"] {
      let problem = try reported(name)
      let end = try #require(problem.end)
      var seen: [Double] = []
      let solution = try integrate(
        problem.system().field(in: .slow), from: problem.y0, over: (problem.t0, end),
        options: IntegrationOptions(method: method)
      ) {
        seen.append($0.time)
        return .proceed
      }
      #expect(!seen.isEmpty && seen.allSatisfy { $0 >= end && $0 <= problem.t0 })
      #expect(zip(solution.times, solution.times.dropFirst()).allSatisfy { $0 > $1 })
    }
  }
}
