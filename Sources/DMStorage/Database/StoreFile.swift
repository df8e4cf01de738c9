internal import Foundation
internal import GRDB
internal import Synchronization

/// The file of a store: opened with the settings on which durability rests, checked and brought up to date.
///
/// - A write-ahead log (`journal_mode=WAL`): a commit appends to the log and syncs it, which is one sync, where a
///   rollback journal takes three or four; a process that dies leaves at most an unfinished tail, which the next
///   opening passes over.
/// - `synchronous=FULL`: the log is synced with every commit. With `NORMAL`, which many choose with a log, it is synced
///   only now and then: a dead process would lose nothing, a power cut could lose commits whose answers were sent.
final class StoreFile: Sendable {
  /// What kind of store a file is; the raw value is the number that the file bears (SQLite's application_id).
  enum Kind: Int32, Sendable {
    /// `DMdv`
    case device = 0x444D_6476
    /// `DMsv`
    case server = 0x444D_7376
  }

  let path: String
  private let queue: DatabaseQueue
  /// Statements that were compiled must not meet a connection that is gone.
  private let isClosed = Mutex(false)

  /// Opens a file, or makes it with rights for its owner alone (0600), as its log gets them too.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - kind: what it must be.
  ///   - isExclusive: whether this process alone may work with it, as long as it is open.
  ///   - migrator: brings the layout up to date.
  init(path: String, kind: Kind, isExclusive: Bool, migrator: DatabaseMigrator) throws(StorageError) {
    self.path = path
    try OwnerOnlyFile.prepare(path)
    var configuration = Configuration()
    configuration.label = "DMStorage"
    configuration.busyMode = .timeout(isExclusive ? 0.5 : 10)
    configuration.prepareDatabase { database in
      if isExclusive { try database.execute(sql: "PRAGMA locking_mode = EXCLUSIVE") }
      // Before anything is written: another program's file is left as it is.
      try Self.checkKind(kind, of: database, path: path)
      let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL")
      guard mode == "wal" else { throw StorageError.readOnly(path: path) }
      try database.execute(
        sql: """
          PRAGMA synchronous = FULL;
          PRAGMA trusted_schema = OFF;
          PRAGMA cell_size_check = ON;
          PRAGMA journal_size_limit = 33554432;
          """)
    }
    do {
      queue = try DatabaseQueue(path: path, configuration: configuration)
      if try queue.read({ try Int32.fetchOne($0, sql: "PRAGMA application_id") }) != kind.rawValue {
        try queue.write { try $0.execute(sql: "PRAGMA application_id = \(kind.rawValue)") }
      }
      if try queue.read(migrator.hasBeenSuperseded) { throw StorageError.newerSchema(path: path) }
      try migrator.migrate(queue)
    } catch {
      throw StorageError(error, path: path)
    }
  }

  /// A file must be of the kind, or hold nothing yet.
  private static func checkKind(_ kind: Kind, of database: Database, path: String) throws {
    let found = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    if found == kind.rawValue { return }
    let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0
    guard found == 0, tables == 0 else { throw StorageError.foreign(path: path) }
  }

  /// Runs a transaction: what it does is durable when it returns, or undone when it throws. Inside another one it is
  /// undone by itself where it throws, and durable with the other one.
  func write<Value>(_ body: (Database) throws -> Value) throws(StorageError) -> Value {
    try checkOpen()
    do {
      return try queue.unsafeReentrantWrite { database in
        try checkOpen()
        var value: Value?
        func work() throws -> Database.TransactionCompletion {
          value = try body(database)
          return .commit
        }
        if database.isInsideTransaction {
          try database.inSavepoint(work)
        } else {
          try database.inTransaction(.immediate, work)
        }
        guard let value else { throw StorageError.failed(path: path, reason: "the transaction was not carried out") }
        return value
      }
    } catch {
      throw StorageError(error, path: path)
    }
  }

  func read<Value>(_ body: (Database) throws -> Value) throws(StorageError) -> Value {
    try checkOpen()
    do {
      return try queue.unsafeReentrantRead { database in
        try checkOpen()
        return try body(database)
      }
    } catch {
      throw StorageError(error, path: path)
    }
  }

  private func checkOpen() throws(StorageError) {
    if isClosed.withLock({ $0 }) { throw .failed(path: path, reason: "the store is closed") }
  }

  /// Closes the file; nothing can be done with it afterwards.
  func close() throws(StorageError) {
    isClosed.withLock { $0 = true }
    do {
      try queue.close()
    } catch {
      throw StorageError(error, path: path)
    }
  }
}
