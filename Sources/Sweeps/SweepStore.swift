private import Foundation
internal import GRDB

/// The file of a sweep: its plan, its points, who works on which, and the results.
///
/// SQLite in write-ahead mode, so that several processes of one machine can work on one file. A
/// worker claims points, runs them, and writes all their results in one transaction: killed at any
/// moment, it loses what it was at and nothing else, and its points are claimed anew by others as
/// soon as it is seen to be gone.
public final class SweepStore: Sendable {
  /// The file.
  public let path: String
  /// What is computed.
  public let plan: SweepPlan
  let queue: DatabaseQueue
  let owner: Owner
  let ownerKey: Int64

  /// How long a claim holds without being renewed, in seconds: a process that stands still longer
  /// has its points taken over.
  package static let leaseSeconds = 60.0
  /// Marks the file as one of ours: "FSWP".
  static let applicationID = 0x4653_5750
  /// The format of the tables.
  static let format = 1

  /// The version of the SQLite library in use.
  public static var sqliteVersion: String {
    (try? DatabaseQueue().read { try String.fetchOne($0, sql: "SELECT sqlite_version()") })
      .flatMap { $0 } ?? "unknown"
  }

  /// Opens a sweep's file, or makes it with all points open.
  ///
  /// - Throws: ``SweepError``: `.otherSweep`, naming each difference, if the file holds another
  ///   plan; `.notAStore` if it is something else; `.unusableFile` if it cannot be opened.
  public convenience init(at path: String, plan: SweepPlan) throws(SweepError) {
    try self.init(at: path, plan: plan, owner: .current)
  }

  package init(at path: String, plan: SweepPlan, owner: Owner) throws(SweepError) {
    self.path = path
    self.plan = plan
    self.owner = owner
    queue = try Self.connection(path)
    ownerKey = try accessing(path, queue) { db in
      if try db.tableExists("sweep") {
        try Self.check(db, path, plan)
      } else {
        try Self.create(db, path, plan)
      }
      return try Self.register(db, owner)
    }
  }

  /// Closes the file; nothing can be read or written afterwards.
  ///
  /// The last process to close it folds the write-ahead log into the file.
  public func close() { try? queue.close() }

  /// A file may be locked for a moment while another process turns it to write-ahead mode.
  private static func connection(_ path: String) throws(SweepError) -> DatabaseQueue {
    var configuration = Configuration()
    configuration.busyMode = .timeout(60)
    configuration.journalMode = .wal
    configuration.label = "sweep"
    for attempt in 1... {
      do {
        return try DatabaseQueue(path: path, configuration: configuration)
      } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY && attempt < 200 {
        Thread.sleep(forTimeInterval: 0.05)
      } catch {
        throw SweepError(opening: path, error)
      }
    }
    throw SweepError(.unusableFile, "\(path) stays locked")
  }

  private static func check(_ db: Database, _ path: String, _ plan: SweepPlan) throws {
    guard let text = try String.fetchOne(db, sql: "SELECT value FROM sweep WHERE name = 'plan'"),
      let stored = try? JSONDecoder().decode([SweepPlan.Fact].self, from: Data(text.utf8))
    else { throw SweepError(.notAStore, "\(path) is a database, but not of a sweep") }
    let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    guard version == format else {
      throw SweepError(
        .notAStore,
        "\(path) is a sweep in format \(version), and this FastSlow reads format \(format)")
    }
    let differences = plan.differences(from: stored)
    guard differences.isEmpty else {
      throw SweepError(
        .otherSweep,
        "\(path) holds another sweep: \(differences.joined(separator: "; ")). Ask for the same, or "
          + "choose another file")
    }
  }

  private static func create(_ db: Database, _ path: String, _ plan: SweepPlan) throws {
    guard try String.fetchAll(db, sql: "SELECT name FROM sqlite_master").isEmpty else {
      throw SweepError(.notAStore, "\(path) is a database, but not of a sweep")
    }
    let inputs = columns(plan.design.names, type: "REAL NOT NULL")
    let outputs = columns(plan.measures, type: "REAL")
    try db.execute(
      sql: """
        PRAGMA application_id = \(applicationID);
        PRAGMA user_version = \(format);
        CREATE TABLE sweep (name TEXT PRIMARY KEY, value TEXT NOT NULL);
        CREATE TABLE worker (
          id INTEGER PRIMARY KEY AUTOINCREMENT, machine TEXT NOT NULL, process INTEGER NOT NULL,
          started TEXT NOT NULL, expires REAL NOT NULL);
        CREATE TABLE point (
          id INTEGER PRIMARY KEY, state INTEGER NOT NULL DEFAULT 0, worker INTEGER\(inputs));
        CREATE TABLE result (
          id INTEGER PRIMARY KEY REFERENCES point(id), status TEXT NOT NULL, reason TEXT,
          reached REAL NOT NULL, steps INTEGER NOT NULL\(outputs));
        CREATE INDEX open ON point(id) WHERE state = 0;
        CREATE INDEX claimed ON point(worker) WHERE state = 1;
        CREATE INDEX failed ON result(id) WHERE status <> 'completed';
        """)
    let text = String(decoding: try JSONEncoder().encode(plan.facts), as: UTF8.self)
    try db.execute(sql: "INSERT INTO sweep VALUES ('plan', ?)", arguments: [text])
    let marks = repeatElement(", ?", count: plan.design.names.count).joined()
    let insert = try db.makeStatement(sql: "INSERT INTO point VALUES (?, 0, NULL\(marks))")
    for index in 0..<plan.design.count {
      try insert.execute(arguments: [index] + StatementArguments(plan.design.point(index)))
    }
  }

  private static func register(_ db: Database, _ owner: Owner) throws -> Int64 {
    try db.execute(
      sql: "INSERT INTO worker (machine, process, started, expires) VALUES (?, ?, ?, ?)",
      arguments: [owner.machine, owner.process, owner.started, now() + leaseSeconds])
    return db.lastInsertedRowID
  }

  /// Columns under the names given; SQLite takes names that differ in case alone for the same.
  private static func columns(_ names: [String], type: String) -> String {
    var taken: Set<String> = ["id", "state", "worker", "status", "reason", "reached", "steps"]
    return names.map { name in
      var column = name
      while !taken.insert(column.lowercased()).inserted { column += "_" }
      return ", \(column.quotedDatabaseIdentifier) \(type)"
    }.joined()
  }

  /// Seconds since 1970, which all processes share.
  static func now() -> Double { Date().timeIntervalSince1970 }

  /// One transaction that no other process writes beside, its errors in our words.
  func access<Value>(_ body: (Database) throws -> Value) throws(SweepError) -> Value {
    try accessing(path, queue, body)
  }

  /// One transaction that only reads, and holds nobody up.
  func reading<Value>(_ body: (Database) throws -> Value) throws(SweepError) -> Value {
    do { return try queue.read(body) } catch { throw SweepError(using: path, error) }
  }
}

private func accessing<Value>(
  _ path: String, _ queue: DatabaseQueue, _ body: (Database) throws -> Value
) throws(SweepError) -> Value {
  do { return try queue.write(body) } catch { throw SweepError(using: path, error) }
}

extension SweepError {
  /// What went wrong in a transaction.
  fileprivate init(using path: String, _ error: any Error) {
    switch error {
    case let error as SweepError: self = error
    case let error as DatabaseError
    where error.resultCode == .SQLITE_NOTADB || error.resultCode == .SQLITE_READONLY:
      self.init(opening: path, error)
    default: self.init(.storage, "\(path) cannot be used: \(error)")
    }
  }

  /// Why a file could not be opened.
  fileprivate init(opening path: String, _ error: any Error) {
    guard let error = error as? DatabaseError else {
      self.init(.unusableFile, "\(path) cannot be opened: \(error)")
      return
    }
    switch error.resultCode {
    case .SQLITE_NOTADB: self.init(.notAStore, "\(path) is not a store of a sweep; choose another")
    case .SQLITE_READONLY: self.init(.unusableFile, "\(path) cannot be written to")
    case .SQLITE_CANTOPEN:
      self.init(.unusableFile, "\(path) cannot be made or opened; is its folder there?")
    default: self.init(.unusableFile, "\(path) cannot be opened: \(error)")
    }
  }
}
