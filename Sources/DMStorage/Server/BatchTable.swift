internal import DeviceManagement
internal import GRDB
internal import SyncML

/// The batches of commands that wait for devices, and what became of them.
enum BatchTable {
  private static let columns =
    "batch.id, device.uri, commands, state, attempts, queued_at, sent_at, answered_at"

  /// What the device will not hear of any more.
  private static let doneStates = "('answered', 'cancelled', 'abandoned')"

  /// Queues commands, as ``StoredCommands`` has written them.
  static func insert(_ body: [UInt8], for uri: String, at now: Timestamp?, in database: Database) throws -> Int64 {
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
    return try batches(
      """
      SELECT \(columns) FROM batch JOIN device ON device.id = batch.device
      WHERE batch.device = ? AND state IN \(names(states)) ORDER BY batch.id LIMIT ?
      """, [device, limit], in: database)
  }

  /// How many batches of a device are in some states.
  static func count(for uri: String, in states: Set<CommandBatch.State>, in database: Database) throws -> Int {
    guard let device = try DeviceTable.id(of: uri, in: database) else { return 0 }
    let counts = try database.integers(
      "SELECT COUNT(*) FROM batch WHERE device = ? AND state IN \(names(states))", device.databaseValue)
    return counts.first.map { Int(clamping: $0) } ?? 0
  }

  /// The batches of all devices in the order of their numbers, those after one.
  static func fetch(
    in states: Set<CommandBatch.State>, after id: Int64, limit: Int, in database: Database
  ) throws -> [CommandBatch] {
    try batches(
      """
      SELECT \(columns) FROM batch JOIN device ON device.id = batch.device
      WHERE batch.id > ? AND state IN \(names(states)) ORDER BY batch.id LIMIT ?
      """, [id, max(0, limit)], in: database)
  }

  /// A list of states for a statement: their names are constants of this program.
  private static func names(_ states: Set<CommandBatch.State>) -> String {
    "(\(states.map { "'\($0.rawValue)'" }.sorted().joined(separator: ", ")))"
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

  // MARK: History

  /// Forgets what a history does not hold of one device's batches.
  static func prune(of uri: String, _ history: BatchHistory, at now: Timestamp?, in database: Database) throws {
    guard let device = try DeviceTable.id(of: uri, in: database) else { return }
    try database.run(
      """
      DELETE FROM batch WHERE device = ?1 AND state IN \(doneStates) AND id <=
      (SELECT id FROM batch WHERE device = ?1 AND state IN \(doneStates) ORDER BY id DESC LIMIT 1 OFFSET ?2)
      """, device.databaseValue, history.count.databaseValue)
    guard let limit = history.limit(at: now) else { return }
    try database.run(
      """
      DELETE FROM batch WHERE device = ? AND state IN \(doneStates)
      AND coalesce(answered_at, sent_at, queued_at) < ?
      """, device.databaseValue, Stored.time(limit))
  }

  /// Forgets what a history does not hold of all devices' batches; how many they were.
  static func prune(_ history: BatchHistory, at now: Timestamp?, in database: Database) throws -> Int {
    try database.run(
      """
      DELETE FROM batch WHERE id IN (
        SELECT id FROM (
          SELECT id, row_number() OVER (PARTITION BY device ORDER BY id DESC) AS place
          FROM batch WHERE state IN \(doneStates))
        WHERE place > ?)
      """, history.count.databaseValue)
    let surplus = database.changesCount
    guard let limit = history.limit(at: now) else { return surplus }
    try database.run(
      "DELETE FROM batch WHERE state IN \(doneStates) AND coalesce(answered_at, sent_at, queued_at) < ?",
      Stored.time(limit))
    return surplus + database.changesCount
  }
}

extension CommandBatch.State {
  /// Whether nothing more is to come of a batch.
  var isDone: Bool {
    switch self {
    case .queued, .sent: false
    case .answered, .cancelled, .abandoned: true
    }
  }
}
