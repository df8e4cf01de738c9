internal import DeviceManagement
internal import GRDB

/// The sessions that a server has with devices, and those it has had of late.
enum SessionTable {
  static func begin(
    with uri: String, sessionID: String, at now: Timestamp?, history: Int, in database: Database
  ) throws -> SessionRecord {
    let device = try DeviceTable.knownID(of: uri, at: now, in: database)
    try database.run(
      "UPDATE session SET state = 'interrupted' WHERE device = ? AND state = 'open'", device.databaseValue)
    try database.run(
      """
      INSERT INTO session (device, session_id, state, message_count, started_at, last_message_at)
      VALUES (?, ?, 'open', 0, ?, ?)
      """, device.databaseValue, Stored.text(sessionID), Stored.time(now), Stored.time(now))
    let id = database.lastInsertedRowID
    try database.run(
      """
      DELETE FROM session WHERE device = ? AND id <=
      (SELECT id FROM session WHERE device = ? ORDER BY id DESC LIMIT 1 OFFSET ?)
      """, device.databaseValue, device.databaseValue, history.databaseValue)
    return SessionRecord(id: id, deviceURI: uri, sessionID: sessionID, startedAt: now)
  }

  static func update(_ record: SessionRecord, in database: Database) throws {
    try database.run(
      "UPDATE session SET state = ?, message_count = ?, last_message_at = ? WHERE id = ?",
      record.state.rawValue.databaseValue, record.messageCount.databaseValue, Stored.time(record.lastMessageAt),
      record.id.databaseValue)
  }

  static func fetch(of uri: String, limit: Int, in database: Database) throws -> [SessionRecord] {
    guard limit > 0, let device = try DeviceTable.id(of: uri, in: database) else { return [] }
    var records: [SessionRecord] = []
    try database.each(
      """
      SELECT id, session_id, state, message_count, started_at, last_message_at FROM session
      WHERE device = ? ORDER BY id DESC LIMIT ?
      """, [device, limit], of: "session"
    ) { fields in
      var record = SessionRecord(
        id: try fields.int64(0), deviceURI: uri, sessionID: try fields.text(1), startedAt: try fields.timestamp(4))
      record.state = try fields.named(2)
      record.messageCount = try fields.integer(3)
      record.lastMessageAt = try fields.timestamp(5)
      records.append(record)
    }
    return records
  }
}
