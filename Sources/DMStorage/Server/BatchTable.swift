internal import DeviceManagement
internal import GRDB
internal import SyncML

/// The batches of commands that wait for devices, and what became of them.
enum BatchTable {
  private static let columns =
    "batch.id, device.uri, commands, state, attempts, queued_at, sent_at, answered_at"

  static func insert(
    _ commands: [Command], for uri: String, at now: Timestamp?, in database: Database
  ) throws -> Int64 {
    let body = try StoredCommands.bytes(commands)
    let device = try DeviceTable.knownID(of: uri, at: nil, in: database)
    try database.run(
      "INSERT INTO batch (device, commands, state, attempts, queued_at) VALUES (?, ?, 'queued', 0, ?)",
      device.databaseValue, Stored.bytes(body), Stored.time(now))
    return database.lastInsertedRowID
  }

  static func fetch(_ id: Int64, in database: Database) throws -> CommandBatch? {
    try batches(
      "SELECT \(columns) FROM batch JOIN device ON device.id = batch.device WHERE batch.id = ?", [id], in: database
    ).first
  }

  static func fetch(
    for uri: String, in states: Set<CommandBatch.State>, limit: Int, in database: Database
  ) throws -> [CommandBatch] {
    guard limit > 0, let device = try DeviceTable.id(of: uri, in: database) else { return [] }
    // The names are constants of this program.
    let names = states.map { "'\($0.rawValue)'" }.sorted().joined(separator: ", ")
    return try batches(
      """
      SELECT \(columns) FROM batch JOIN device ON device.id = batch.device
      WHERE batch.device = ? AND state IN (\(names)) ORDER BY batch.id LIMIT ?
      """, [device, limit], in: database)
  }

  private static func batches(
    _ sql: String, _ arguments: StatementArguments, in database: Database
  ) throws -> [CommandBatch] {
    var batches: [CommandBatch] = []
    try database.each(sql, arguments, of: "batch") { fields in
      var batch = CommandBatch(
        id: try fields.int64(0), deviceURI: try fields.text(1),
        commands: try StoredCommands.commands(try fields.bytes(2), of: "batch"), queuedAt: try fields.timestamp(5))
      batch.state = try fields.named(3)
      batch.attempts = try fields.integer(4)
      batch.sentAt = try fields.timestamp(6)
      batch.answeredAt = try fields.timestamp(7)
      batches.append(batch)
    }
    for index in batches.indices {
      try database.each(
        "SELECT body FROM batch_answer WHERE batch = ? ORDER BY position", [batches[index].id], of: "batch_answer"
      ) { fields in
        batches[index].answers += try StoredCommands.commands(try fields.bytes(0), of: "batch_answer")
      }
    }
    return batches
  }

  /// Writes what has become of a batch. Answers are added to those stored, unless it has been sent again since.
  ///
  /// - Throws: ``StorageError/outOfStep(path:)`` where it was cancelled or removed before it was sent: it must not be.
  static func update(_ batch: CommandBatch, in database: Database, path: String) throws {
    var old: (attempts: Int64, state: CommandBatch.State)?
    try database.each("SELECT attempts, state FROM batch WHERE id = ?", [batch.id], of: "batch") { fields in
      old = (try fields.int64(0), try fields.named(1))
    }
    guard let old, old.state != .cancelled else {
      // What was sent already and is forgotten by now is nobody's concern any more.
      if batch.state == .sent, batch.answers.isEmpty { throw StorageError.outOfStep(path: path) }
      return
    }
    try database.run(
      "UPDATE batch SET state = ?, attempts = ?, sent_at = ?, answered_at = ? WHERE id = ?",
      batch.state.rawValue.databaseValue, batch.attempts.databaseValue, Stored.time(batch.sentAt),
      Stored.time(batch.answeredAt), batch.id.databaseValue)
    var count =
      try database.integers("SELECT count(*) FROM batch_answer WHERE batch = ?", batch.id.databaseValue).first ?? 0
    if old.attempts != Int64(batch.attempts) || count > batch.answers.count {
      try database.run("DELETE FROM batch_answer WHERE batch = ?", batch.id.databaseValue)
      count = 0
    }
    for answer in batch.answers.dropFirst(Int(count)) {
      try database.run(
        "INSERT INTO batch_answer VALUES (?, ?, ?)", batch.id.databaseValue, count.databaseValue,
        Stored.bytes(try StoredCommands.bytes([answer])))
      count += 1
    }
  }
}
