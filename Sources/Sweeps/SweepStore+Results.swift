internal import GRDB

extension SweepStore {
  /// How far the sweep has come, counted in the file.
  public func progress() throws(SweepError) -> SweepProgress {
    try reading { db in
      func count(_ what: String) throws -> Int {
        try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM \(what)") ?? 0
      }
      let claimed = try count("point WHERE state = 1")
      return SweepProgress(
        points: plan.design.count, done: try count("result"),
        failed: try count("result WHERE status <> 'completed' AND status <> 'event'"),
        claimed: claimed)
    }
  }

  /// Every result there is so far, in the order of the points.
  public func results() throws(SweepError) -> SweepResults {
    try reading { db in
      let names = plan.design.names.count
      let measures = plan.measures.count
      var results = SweepResults(names: plan.design.names, measures: plan.measures)
      let rows = try Row.fetchCursor(
        db, sql: "SELECT * FROM result JOIN point ON point.id = result.id ORDER BY result.id")
      while let row = try rows.next() {
        let statusText: String = row[1]
        guard let status = SweepOutcome.Status(rawValue: statusText) else {
          throw SweepError(.notAStore, "\(path): a status \"\(statusText)\"")
        }
        let outcome = SweepOutcome(
          status, reason: row[2], reachedTime: row[3], steps: row[4],
          // What is not a number has no value in SQLite.
          values: (0..<measures).map { row[5 + $0] ?? .nan })
        let point = SweepPoint(
          index: row[0], values: (0..<names).map { row[5 + measures + 3 + $0] })
        results.append(point, outcome)
      }
      return results
    }
  }
}
