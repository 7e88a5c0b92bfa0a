import FastSlow
import Reporting

/// What `run` prints for people.
struct RunSummary {
  let system: System
  let unit: TimeUnit
  let solution: Solution

  init(_ system: System, _ unit: TimeUnit, _ solution: Solution) {
    self.system = system
    self.unit = unit
    self.solution = solution
  }

  var text: String {
    let time = system.hasScales ? (unit == .slow ? "τ" : "t") : "t"
    let statistics = solution.statistics
    var lines = ["\(system.name) at \(system.parameterText)"]
    if solution.count > 0 {
      lines += ["", trimmed(table(time))]
    }
    lines += [
      "",
      "\(solution.status.rawValue) at \(time) = \(formatted(solution.reachedTime, digits: 10)): "
        + "\(statistics.steps) steps, \(statistics.rhsEvaluations) right-hand sides, "
        + "\(statistics.jacobianEvaluations) Jacobians, "
        + "\(statistics.errorTestFailures) rejected, "
        + formatted(seconds: statistics.wallSeconds),
    ]
    if let methods { lines.append(methods) }
    return lines.joined(separator: "\n")
  }

  /// Which methods `auto` took.
  private var methods: String? {
    guard let first = solution.methodChanges.first else { return nil }
    let later = solution.methodChanges.dropFirst()
    let shown = later.prefix(3).map { "\($0.to) from \(formatted($0.time, digits: 4))" }
    let more = later.count > 3 ? ", … (\(later.count) changes)" : ""
    return "method: " + (["\(first.to)"] + shown).joined(separator: ", ") + more
  }

  private func trimmed(_ text: String) -> String {
    text.hasSuffix("\n") ? String(text.dropLast()) : text
  }

  private func table(_ time: String) -> String {
    let all = SolutionColumns(system: system, solution: solution).all
    let columns =
      [Table.Column(time, solution.times)] + all.map { Table.Column($0.name, $0.values) }
    guard let table = try? Table(columns) else { return "" }
    return table.text(digits: 8, maximumRows: 12)
  }
}
