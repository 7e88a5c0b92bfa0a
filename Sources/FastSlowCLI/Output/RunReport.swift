import FastSlow
import Reporting

/// The report of a run.
struct RunReport {
  let system: System
  let unit: TimeUnit
  let solution: Solution
  /// Figures, in order.
  let pictures: [Report.Content]
  /// What was computed, a row for each record.
  let table: Table
  /// Why the run is partial.
  let failure: String?
  /// A word on what pictures and table leave out.
  let remark: String?

  var report: Report {
    Report(
      title: "\(system.name): a run", subtitle: system.summary,
      command: CommandContext.current.commandLine, verdict: verdict,
      sections: [
        Report.Section("Course", courses),
        Report.Section("Model", [system.reportedEquations, parameters]),
        Report.Section("What the solver did", [work]),
      ] + events,
      reproduction: [versions])
  }

  private var time: String { system.hasScales ? (unit == .slow ? "τ" : "t") : "t" }

  private var verdict: Report.Verdict {
    let end = "\(time) = \(formatted(solution.reachedTime, digits: 8))"
    switch solution.status {
    case .completed: return .init(.neutral, "Reached \(end).")
    case .event: return .init(.neutral, "Ended by an event at \(end).")
    case .accumulation:
      return .init(.warning, "Events accumulate at \(end); there is no going beyond.")
    case .interrupted: return .init(.warning, "Interrupted at \(end); all before it is kept.")
    case .stepLimit: return .init(.warning, "The step budget was used up at \(end).")
    case .timeLimit: return .init(.warning, "The wall time allowed was used up at \(end).")
    case .paused: return .init(.neutral, "Paused at \(end).")
    case .steady: return .init(.neutral, "Came to rest at \(end).")
    case .failed:
      return .init(
        .bad, "Failed at \(end); all before it is kept.", reasons: failure.map { [$0] } ?? [])
    }
  }

  private var courses: [Report.Content] {
    (remark.map { [.paragraph($0)] } ?? []) + pictures + [
      .table(table, caption: "The first and last records", digits: 6, maximumRows: 12)
    ]
  }

  private var parameters: Report.Content {
    let starts = zip(system.variables, system.initialState.prefix(20))
      .map { "\($0.name) = \(formatted($1, digits: 6))" }.joined(separator: ", ")
    return .facts([.init("parameters", system.parameterText), .init("from", starts)])
  }

  private var work: Report.Content {
    let statistics = solution.statistics
    return .facts([
      .init("time", system.hasScales ? "\(unit.rawValue) time \(time)" : "model time"),
      .init("steps", "\(statistics.steps)"),
      .init("right-hand sides", "\(statistics.rhsEvaluations)"),
      .init("Jacobians", "\(statistics.jacobianEvaluations)"),
      .init("steps repeated for accuracy", "\(statistics.errorTestFailures)"),
      .init("steps repeated for convergence", "\(statistics.nonlinearFailures)"),
      .init("last step", formatted(statistics.lastStep, digits: 3)),
    ])
  }

  private var events: [Report.Section] {
    guard !solution.events.isEmpty else { return [] }
    let first = solution.events.prefix(100)
    guard
      let table = try? Table([
        .init("event", first.map(\.name)), .init(time, first.map(\.time)),
        .init("passage", first.map(\.kind.rawValue)),
      ])
    else { return [] }
    return [Report.Section("Events", [.table(table, digits: 10, maximumRows: 40)])]
  }
}
