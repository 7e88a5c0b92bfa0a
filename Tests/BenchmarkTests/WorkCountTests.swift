import BenchmarkProblems
import CAllocations
import FastSlow
import Foundation
import Testing

/// What one solve costs in calls and heap allocations, which no busy machine can blur.
private struct WorkCount: Codable, Equatable {
  let problem: String
  let method: String
  let steps: Int
  let rhsEvaluations: Int
  let jacobianEvaluations: Int
  let factorisations: Int
  let allocations: Int

  var figures: [(name: String, value: Int)] {
    [
      ("steps", steps), ("right-hand sides", rhsEvaluations), ("Jacobians", jacobianEvaluations),
      ("factorisations", factorisations), ("allocations", allocations),
    ]
  }
}

/// RECORD_WORK_COUNTS=1 writes the thresholds anew and fails the run, so that nobody records by
/// accident.
@Suite("Work counts of the benchmark problems")
struct WorkCountTests {
  private static let file = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "work-counts.json")

  /// Counts depend a little on the CPU's rounding, so a twentieth more passes; a fifth less asks to
  /// be recorded, lest it be lost again unseen.
  @Test("no solve costs more than is on record")
  func thresholds() throws {
    let now = try measure()
    if ProcessInfo.processInfo.environment["RECORD_WORK_COUNTS"] != nil {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      try encoder.encode(now).write(to: Self.file)
      Issue.record("recorded work-counts.json; unset RECORD_WORK_COUNTS and run again")
      return
    }
    let kept = try JSONDecoder().decode([WorkCount].self, from: Data(contentsOf: Self.file))
    #expect(kept.map { $0.problem + $0.method } == now.map { $0.problem + $0.method })
    for (old, new) in zip(kept, now) {
      for (before, after) in zip(old.figures, new.figures) where after.value >= 0 {
        let (was, value) = (Double(before.value), Double(after.value))
        let place = "\(new.problem), \(new.method): \(before.name)"
        #expect(value <= was * 1.05 + 2, "\(place) were \(before.value), are \(after.value)")
        #expect(
          value >= was * 0.8 - 2,
          "\(place) fell from \(before.value) to \(after.value): record the new ones")
      }
    }
  }

  /// The look for rest, once in 500 steps, makes a few arrays.
  @Test("the Rosenbrock method allocates nothing per step")
  func allocations() throws {
    for problem in try StiffProblem.all() {
      let few = try count(problem, .rosenbrock, rtol: 1e-3)
      let many = try count(problem, .rosenbrock, rtol: 1e-9)
      #expect(many.steps > 2 * few.steps)
      #expect(many.allocations - few.allocations <= 10 * (many.steps / 500))
    }
  }

  private func measure() throws -> [WorkCount] {
    try StiffProblem.all().flatMap { problem in
      try [IntegrationOptions.Method.rosenbrock, .radau, .bdf].map {
        try count(problem, $0, rtol: 1e-6)
      }
    }
  }

  /// A warm solve: programs are compiled already.
  private func count(_ problem: StiffProblem, _ method: IntegrationOptions.Method, rtol: Double)
    throws -> WorkCount
  {
    let field = problem.system.field(in: problem.unit)
    let tolerances = zip(field.variableNames, problem.scale).map { ($0, $1 * rtol * 1e-8) }
    let options = IntegrationOptions(
      method: method, relativeTolerance: rtol,
      absoluteTolerance: AbsoluteTolerance(exceptions: Dictionary(uniqueKeysWithValues: tolerances))
    )
    let solve = {
      try integrate(
        field, from: problem.system.initialState, over: (0, problem.end),
        output: .times([problem.end]), options: options)
    }
    _ = try solve()
    let before = fs_allocation_count()
    let work = try solve().statistics
    let allocations = fs_allocation_count() - before
    return WorkCount(
      problem: problem.key, method: method.rawValue, steps: work.steps,
      rhsEvaluations: work.rhsEvaluations, jacobianEvaluations: work.jacobianEvaluations,
      factorisations: work.factorisations, allocations: Int(allocations))
  }
}
