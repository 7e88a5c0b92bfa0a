import FastSlow
import Reporting

/// A sweep's results as people want them: columns by name, and what they are like.
struct SweepSummary {
  let sweep: Sweep
  let results: SweepResults
  /// The store.
  let path: String

  init(_ sweep: Sweep, _ results: SweepResults, _ path: String) {
    self.sweep = sweep
    self.results = results
    self.path = path
  }

  /// What changes, an initial value as `x(0)`, as its variable's end is `x`.
  var pointNames: [String] {
    sweep.design.names.map { name in
      sweep.system.variables.contains { $0.name == name } ? "\(name)(0)" : name
    }
  }

  /// What changes, a column each.
  var points: [(name: String, values: [Double])] {
    pointNames.enumerated().map { place, name in (name, results.points.map { $0.values[place] }) }
  }

  /// What was kept, a column each; where a run did not reach the end, its last good values.
  var measures: [(name: String, values: [Double])] {
    results.measures.enumerated().map { place, name in
      (name, results.outcomes.map { $0.values[place] })
    }
  }

  /// How many runs ended in each way.
  func count(_ status: SweepOutcome.Status) -> Int {
    results.outcomes.count { $0.status == status }
  }

  var time: String {
    let name = sweep.system.hasScales ? (sweep.unit == .slow ? "τ" : "t") : "t"
    return "\(name) = \(formatted(sweep.end, digits: 8))"
  }

  /// Runs by how they ended, in words.
  var counts: String {
    let parts = [
      (SweepOutcome.Status.completed, "completed"), (.event, "ended by an event"),
      (.limit, "out of budget"), (.failed, "failed"),
    ].compactMap { status, word in count(status) > 0 ? "\(count(status)) \(word)" : nil }
    let open = sweep.design.count - results.count
    return (parts + (open > 0 ? ["\(open) not run"] : [])).joined(separator: ", ")
  }

  var text: String {
    var lines = [
      "\(sweep.system.name) over \(pointNames.joined(separator: ", ")): \(sweep.design.count) points "
        + "to \(time)",
      "",
    ]
    if let table = statistics { lines += [table.text(digits: 6, maximumRows: 40)] }
    for (reason, count) in reasons.prefix(3) {
      lines.append("\(count) × \(reason)")
    }
    lines.append("\(counts); in \(path)")
    return lines.joined(separator: "\n")
  }

  /// Why runs ended early, the most frequent first; numbers in the reasons are passed over.
  var reasons: [(reason: String, count: Int)] {
    var first: [String: (reason: String, count: Int)] = [:]
    for case let reason? in results.outcomes.map(\.reason) {
      let kind = String(reason.filter { !$0.isNumber && !"+-.e".contains($0) })
      first[kind] = (first[kind]?.reason ?? reason, (first[kind]?.count ?? 0) + 1)
    }
    return first.values.sorted { ($1.count, $0.reason) < ($0.count, $1.reason) }
  }

  /// Least, quartiles, mean and greatest of each number kept, over runs that reached an end.
  var statistics: Table? {
    let good = results.outcomes.filter { $0.status == .completed || $0.status == .event }
    guard !good.isEmpty else { return nil }
    let columns = results.measures.indices.map { place in
      good.map { $0.values[place] }.filter(\.isFinite).sorted()
    }
    func quantile(_ part: Double) -> [Double] {
      columns.map { sorted in
        guard !sorted.isEmpty else { return .nan }
        // Linear between order statistics: type 7 of Hyndman and Fan.
        let place = part * Double(sorted.count - 1)
        let below = Int(place)
        let above = min(below + 1, sorted.count - 1)
        return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
      }
    }
    return try? Table([
      .init("", results.measures), .init("least", quantile(0)), .init("quarter", quantile(0.25)),
      .init("median", quantile(0.5)), .init("three quarters", quantile(0.75)),
      .init("greatest", quantile(1)),
      .init("mean", columns.map { $0.isEmpty ? .nan : $0.reduce(0, +) / Double($0.count) }),
    ])
  }
}
