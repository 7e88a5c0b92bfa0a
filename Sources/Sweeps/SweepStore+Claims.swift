internal import GRDB

extension SweepStore {
  /// Claims open points for this process, those of processes that are gone included.
  ///
  /// No other process runs them while the claim is renewed and this process is there.
  package func claim(atMost count: Int) throws(SweepError) -> [SweepPoint] {
    try access { db in
      try releaseOfGone(db)
      try renew(db)
      let names = plan.design.names.count
      let rows = try Row.fetchAll(
        db, sql: "SELECT * FROM point WHERE state = 0 ORDER BY id LIMIT ?", arguments: [count])
      let mark = try db.cachedStatement(
        sql: "UPDATE point SET state = 1, worker = ? WHERE id = ?")
      return try rows.map { row in
        let index: Int = row[0]
        try mark.execute(arguments: [ownerKey, index])
        return SweepPoint(index: index, values: (0..<names).map { row[3 + $0] })
      }
    }
  }

  /// Writes results and gives back points that were not run, in one transaction.
  ///
  /// A point whose claim was lost meanwhile is left alone: whoever has it now writes its result.
  ///
  /// - Returns: how many results were written.
  @discardableResult
  package func finish(_ results: [(index: Int, outcome: SweepOutcome)], releasing: [Int] = [])
    throws(SweepError) -> Int
  {
    try access { db in
      try renew(db)
      let done = try db.cachedStatement(
        sql: "UPDATE point SET state = 2 WHERE id = ? AND worker = ? AND state = 1")
      let marks = repeatElement(", ?", count: plan.measures.count).joined()
      let insert = try db.cachedStatement(
        sql: "INSERT INTO result VALUES (?, ?, ?, ?, ?\(marks))")
      var written = 0
      for (index, outcome) in results {
        try done.execute(arguments: [index, ownerKey])
        guard db.changesCount == 1 else { continue }
        try insert.execute(
          arguments: [
            index, outcome.status.rawValue, outcome.reason, outcome.reachedTime, outcome.steps,
          ] + StatementArguments(outcome.values))
        written += 1
      }
      let open = try db.cachedStatement(
        sql: "UPDATE point SET state = 0, worker = NULL WHERE id = ? AND worker = ? AND state = 1")
      for index in releasing { try open.execute(arguments: [index, ownerKey]) }
      return written
    }
  }

  /// Says that this process is still at work.
  package func renew() throws(SweepError) { try access { try renew($0) } }

  /// Gives back what this process has claimed, and leaves.
  package func leave() throws(SweepError) {
    try access { db in
      try Self.release(db, worker: ownerKey)
    }
  }

  /// Lets the claims run out, as if this process had stood still.
  package func expire() throws(SweepError) {
    try access { db in
      try db.execute(sql: "UPDATE worker SET expires = 0 WHERE id = ?", arguments: [ownerKey])
    }
  }

  /// Also enters this process again if others took it for gone meanwhile.
  private func renew(_ db: Database) throws {
    try db.execute(
      sql: """
        INSERT INTO worker (id, machine, process, started, expires) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET expires = excluded.expires
        """,
      arguments: [
        ownerKey, owner.machine, owner.process, owner.started, Self.now() + Self.leaseSeconds,
      ])
  }

  private func releaseOfGone(_ db: Database) throws {
    let others = try Row.fetchAll(
      db, sql: "SELECT id, machine, process, started, expires FROM worker WHERE id <> ?",
      arguments: [ownerKey])
    for row in others {
      let owner = Owner(machine: row[1], process: row[2], started: row[3])
      if owner.isGone || row[4] < Self.now() { try Self.release(db, worker: row[0]) }
    }
  }

  private static func release(_ db: Database, worker: Int64) throws {
    try db.execute(
      sql: "UPDATE point SET state = 0, worker = NULL WHERE worker = ? AND state = 1",
      arguments: [worker])
    try db.execute(sql: "DELETE FROM worker WHERE id = ?", arguments: [worker])
  }
}
