import BenchmarkProblems
import FastSlow
import FastSlowModels
import Foundation

/// The method `auto` against every fixed one, at equal tolerances.
struct Automatic {
  private struct Run {
    let seconds: Double
    let methods: [IntegrationOptions.Method]
  }

  private let fixed: [IntegrationOptions.Method] = [.bdf, .adams, .rosenbrock, .radau, .erk]
  private let tolerances = [1e-3, 1e-6, 1e-9, 1e-12]

  func run(_ report: BenchmarkReport) throws {
    let heads = (fixed + [.auto]).map(\.rawValue).joined(separator: " | ")
    var lines = [
      "## Method auto: cost against the best fixed method", "",
      "Seconds of a solve from the first call to the last number, at the same relative tolerance "
        + "and the default absolute ones; – means over 0.3 s or a failure. `auto` says which "
        + "methods it took and how often it changed. Its choice looks at |h λ| alone, never at a "
        + "clock.", "", BenchmarkReport.machine(), "",
      "| problem | rtol | \(heads) | auto / best | taken |",
      "|---|---|" + String(repeating: "---:|", count: fixed.count + 2) + "---|",
    ]
    var worst = 0.0
    for problem in try AutomaticProblem.all() {
      for rtol in tolerances {
        let rivals = fixed.map { measure(problem, $0, rtol) }
        let own = measure(problem, .auto, rtol)
        let best = rivals.map(\.seconds).min() ?? .infinity
        worst = max(worst, own.seconds / best)
        let cells = (rivals + [own]).map { formatted(seconds: $0.seconds) }
        lines.append(
          "| \(problem.name) | \(rtol) | \(cells.joined(separator: " | ")) | "
            + "\(significant(own.seconds / best)) | \(taken(own)) |")
        print(lines[lines.count - 1])
      }
    }
    lines += ["", "The largest ratio is \(significant(worst))."]
    try report.write("auto", lines.joined(separator: "\n") + "\n")
  }

  private func taken(_ run: Run) -> String {
    guard let first = run.methods.first else { return "" }
    let changes = run.methods.count - 1
    let kinds = run.methods.prefix(2).map(\.rawValue).joined(separator: ", ")
    return changes < 2 ? kinds : "\(first.rawValue) first, \(changes) changes"
  }

  private func measure(
    _ problem: AutomaticProblem, _ method: IntegrationOptions.Method, _ rtol: Double
  ) -> Run {
    let field = problem.system.field(in: problem.unit)
    var options = IntegrationOptions(method: method, relativeTolerance: rtol)
    options.maximumSeconds = 0.3
    var methods: [IntegrationOptions.Method] = []
    let solve = {
      let solution = try integrate(
        field, from: problem.system.initialState, over: (0, problem.end),
        output: .times([problem.end]), options: options)
      if solution.status != .completed { throw Unfinished() }
      methods = solution.methodChanges.map(\.to)
    }
    guard (try? solve()) != nil, let seconds = try? medianSeconds(solve) else {
      return Run(seconds: .infinity, methods: [])
    }
    return Run(seconds: seconds, methods: methods)
  }

  private struct Unfinished: Error {}
}
