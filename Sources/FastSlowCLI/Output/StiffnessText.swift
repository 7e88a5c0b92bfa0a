import FastSlow
import Reporting

/// A stiffness report for people: a screen at most.
struct StiffnessText {
  let report: StiffnessReport
  let system: System
  let unit: TimeUnit

  private var time: String { system.hasScales && unit == .slow ? "τ" : "t" }

  var text: String {
    let looked = report.samples.count
    let lines =
      ["Stiffness: \(report.steps) steps, \(looked) looked at", ""] + scales
      + ["", line("steps", phases), line("orders", orders)]
      + repeats.map { line("repeated", $0) }
      + [line("recommended", "\(report.recommended.method): \(report.recommended.reason)")]
    return lines.joined(separator: "\n")
  }

  // MARK: Time scales

  private var scales: [String] {
    let samples = report.samples
    var rows = [
      row("time scales", ["at start", "least", "median", "largest", "at end"]),
      row("fastest", samples.map(\.fastest)),
    ]
    if samples.contains(where: { $0.fastModes > 1 }) {
      rows.append(row("slowest of the fast", samples.compactMap(\.slowestFast)))
    }
    if samples.contains(where: { $0.fastestSlow != nil && $0.fastestSlow != $0.slowest }) {
      rows.append(row("fastest of the slow", samples.compactMap(\.fastestSlow)))
    }
    rows.append(row("slowest", samples.map(\.slowest)))
    rows.append(row("gap fast to slow", samples.compactMap(\.gap)))
    rows.append(row("step", samples.map(\.step)))
    rows.append(row("step / fastest", samples.map(\.stepOverFastest)))
    let parts = samples.compactMap(\.participation)
    if !parts.isEmpty { rows.append(row("fast variables' part", parts)) }
    return rows
  }

  private func row(_ name: String, _ values: [Double]) -> String {
    guard let first = values.first, let last = values.last else { return row(name, ["none"]) }
    let sorted = values.sorted()
    let shown = [first, sorted[0], sorted[sorted.count / 2], sorted[sorted.count - 1], last]
    return row(name, shown.map { formatted($0, digits: 3) })
  }

  private func row(_ name: String, _ cells: [String]) -> String {
    let columns = cells.map { String(repeating: " ", count: max(1, 11 - $0.count)) + $0 }
    return "  " + name.padded(to: 20) + columns.joined()
  }

  // MARK: Steps

  private var phases: String {
    report.phases.map { count in
      let kind: String
      switch count.phase {
      case .layer: kind = "in the initial layer"
      case .slow: kind = "along the slow manifold"
      case .jump: kind = count.stretches == 1 ? "in a jump" : "in \(count.stretches) jumps"
      case .even: kind = "where no scales part"
      }
      let long = count.longSteps > 0 ? " (\(count.longSteps) longer than the fastest scale)" : ""
      return "\(count.steps) \(kind)\(long)"
    }.joined(separator: ", ")
  }

  private var orders: String {
    report.orders.map { "\($0.order): \($0.steps)" }.joined(separator: ", ")
  }

  private var repeats: [String] {
    [
      ("for accuracy", \StiffnessReport.Failure.errorTest),
      ("for convergence", \StiffnessReport.Failure.nonlinear),
    ].compactMap { name, count in
      let total = report.failures.reduce(0) { $0 + $1[keyPath: count] }
      if total == 0 { return nil }
      var counts: [String: Int] = [:]
      for failure in report.failures where failure[keyPath: count] > 0 {
        counts[failure.variable ?? "unknown", default: 0] += failure[keyPath: count]
      }
      let worst = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(4)
      let names = worst.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
      let first = report.failures.first { $0[keyPath: count] > 0 }
      let place = first.map { "; first to \(time) = \(formatted($0.time))" } ?? ""
      return "\(total) \(name), largest error in \(names)\(place)"
    }
  }

  /// A line with its head, wrapped at 80 columns.
  private func line(_ head: String, _ text: String) -> String {
    var lines = [""]
    for word in text.split(separator: " ") {
      let last = lines[lines.count - 1]
      if last.isEmpty {
        lines[lines.count - 1] = String(word)
      } else if last.count + 1 + word.count > 63 {
        lines.append(String(word))
      } else {
        lines[lines.count - 1] += " " + word
      }
    }
    return lines.enumerated().map { k, part in
      "  " + (k == 0 ? head : "").padded(to: 14) + part
    }.joined(separator: "\n")
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
