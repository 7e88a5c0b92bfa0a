import FastSlow
import Reporting

/// The report of a sweep.
struct SweepReport {
  let summary: SweepSummary
  /// Figures, in order.
  let pictures: [Report.Content]
  /// The results, a row for each point.
  let table: Table

  private var sweep: Sweep { summary.sweep }

  var report: Report {
    Report(
      title: "\(sweep.system.name): a sweep", subtitle: sweep.system.summary,
      command: CommandContext.current.commandLine, verdict: verdict,
      sections: [
        Report.Section("Results", pictures + statistics + [rows])
      ] + early + [
        Report.Section("Model", [sweep.system.reportedEquations]),
        Report.Section("Settings", [settings]),
      ],
      reproduction: [
        versions,
        "The same command with the same store goes on where it was ended: \(summary.path)",
      ])
  }

  private var verdict: Report.Verdict {
    let open = sweep.design.count - summary.results.count
    let bad = summary.count(.failed) + summary.count(.limit)
    let status: Report.Verdict.Status = open > 0 || bad > 0 ? .warning : .neutral
    return .init(
      status, "\(sweep.design.count) points to \(summary.time): \(summary.counts).",
      reasons: open > 0 ? ["Not all points were run; the same command goes on."] : [])
  }

  private var statistics: [Report.Content] {
    summary.statistics.map {
      [.table($0, caption: "Over runs that reached an end", digits: 6)]
    } ?? []
  }

  private var rows: Report.Content {
    .table(table, caption: "The first and last points", digits: 6, maximumRows: 12)
  }

  private var early: [Report.Section] {
    let reasons = summary.reasons
    if reasons.isEmpty { return [] }
    return [
      Report.Section(
        "Runs that ended early", [.list(reasons.prefix(20).map { "\($0.count) × \($0.reason)" })])
    ]
  }

  private var settings: Report.Content {
    .facts(sweep.plan.facts.map { .init($0.name, $0.value) })
  }
}
